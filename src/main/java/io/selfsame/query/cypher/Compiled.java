package io.selfsame.query.cypher;

import java.util.Collection;
import java.util.List;
import java.util.Map;

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

    /** Characters of {@link #browserText}, beyond which lists are left out of it. */
    static final int LONGEST = 2_000_000;

    public Compiled {
        parameters = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(parameters));
        gaps = List.copyOf(gaps);
    }

    /** True if the statement means exactly what the query means. */
    public boolean exact() {
        return gaps.isEmpty();
    }

    /**
     * For Neo4j Browser: {@code :param} lines, then the statement. Of a list with which the lines would be longer than
     * {@link #LONGEST} there is a comment in its place: nobody pastes so much.
     */
    public String browserText() {
        var written = new StringBuilder();
        parameters.forEach((name, value) -> {
            int before = written.length();
            written.append(":param ").append(name).append(" => ");
            ParamText.write(value, written);
            written.append(";\n");
            if (written.length() > LONGEST && value instanceof Collection<?> list) {
                written.setLength(before);
                written.append("// The ").append(list.size()).append(" values of $").append(name)
                        .append(" are too long for this text. Set the parameter to \"").append(name)
                        .append("\" of \"parameters\" in the answer of the service.\n");
            }
        });
        return written.append('\n').append(text).append(";\n").toString();
    }
}
