package io.selfsame.query.cypher;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A statement and its parameters. For an audience it answers with one row for each member, for a computed trait with one
 * for each who has a value: {@code segmentId} of a person or {@code groupId} of an account, and {@code value}. Immutable.
 *
 * @param text Cypher, with a comment header
 * @param parameters by name, in the order of the text: strings, longs, doubles, booleans, lists of those,
 *     {@link java.time.ZonedDateTime} and {@link java.time.Duration}, which the driver takes as they are
 * @param gaps sentences on what plain Cypher cannot say of this query, and how the statement takes it; the header has
 *     them too
 */
public record Compiled(String text, Map<String, Object> parameters, List<String> gaps) {

    public Compiled {
        parameters = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(parameters));
        gaps = List.copyOf(gaps);
    }

    /** True if the statement means exactly what the query means. */
    public boolean exact() {
        return gaps.isEmpty();
    }

    /** For Neo4j Browser: {@code :param} lines, then the statement. */
    public String browserText() {
        return parameters.entrySet().stream()
                .map(parameter -> ":param " + parameter.getKey() + " => " + ParamText.of(parameter.getValue()) + ";")
                .collect(Collectors.joining("\n", "", "\n\n")) + text + ";\n";
    }
}
