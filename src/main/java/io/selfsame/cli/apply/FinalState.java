package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.selfsame.cli.apply.FileDefinition.FileKey;
import io.selfsame.cli.apply.FileDefinition.FileKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The definitions of a space as they would be after a plan. The service checks each change against what is there now; what is wrong
 * only with all of them together is found here. Pure.
 *
 * @param queries of all definitions, as JSON of the service; missing where the service has not read it
 */
record FinalState(Map<FileKey, JsonNode> queries) {

    private static final String ACCOUNTS = "ACCOUNTS";
    private static final String USERS = "USERS";

    /** A definition that depends on itself, with the way back to it; each circle once. */
    List<List<FileKey>> circles() {
        List<List<FileKey>> circles = new ArrayList<>();
        Set<FileKey> seen = new LinkedHashSet<>();
        for (FileKey start : queries.keySet()) {
            if (!seen.contains(start)) {
                way(start, List.of(start), new LinkedHashSet<>()).ifPresent(circle -> {
                    circles.add(circle);
                    seen.addAll(circle);
                });
            }
        }
        return circles;
    }

    private Optional<List<FileKey>> way(FileKey start, List<FileKey> soFar, Set<FileKey> visited) {
        for (FileKey next : asked(soFar.getLast())) {
            List<FileKey> way = Stream.concat(soFar.stream(), Stream.of(next)).toList();
            if (next.equals(start)) {
                return Optional.of(way);
            }
            if (visited.add(next)) {
                Optional<List<FileKey>> found = way(start, way, visited);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Those that ask for the result of one. */
    List<FileKey> askers(FileKey of) {
        return queries.keySet().stream().filter(each -> asked(each).contains(of)).toList();
    }

    /** The definition of the other kind that has the key of one. */
    Optional<FileKey> rival(FileKey of) {
        return Stream.of(FileKind.values()).filter(kind -> kind != of.kind())
                .map(kind -> new FileKey(kind, of.level(), of.key())).filter(queries::containsKey).findFirst();
    }

    private Set<FileKey> asked(FileKey asker) {
        Set<FileKey> asked = new LinkedHashSet<>();
        collect(queries.getOrDefault(asker, MissingNode.getInstance()),
                asker.level(), asked);
        return asked;
    }

    private void collect(JsonNode part, String level, Set<FileKey> asked) {
        part.properties().forEach(field -> {
            boolean ofPeople = Set.of("any", "all").contains(field.getKey());
            if (field.getKey().equals("trait") && field.getValue().isTextual()) {
                writer(field.getValue().textValue().replaceFirst("\\..*", ""), level).ifPresent(asked::add);
            }
            collect(field.getValue(), ofPeople ? USERS : level, asked);
        });
        part.elements().forEachRemaining(element -> {
            if (part.isArray()) {
                collect(element, level, asked);
            }
        });
    }

    /** A person is also in the audiences of their accounts, unless a definition about people has that key. */
    private Optional<FileKey> writer(String key, String level) {
        Optional<FileKey> own = Stream.of(FileKind.values()).map(kind -> new FileKey(kind, level, key))
                .filter(queries::containsKey).findFirst();
        return own.isPresent() || level.equals(ACCOUNTS)
                ? own
                : Optional.of(new FileKey(FileKind.AUDIENCE, ACCOUNTS, key)).filter(queries::containsKey);
    }

    /** For people. */
    static String text(List<FileKey> circle) {
        return circle.stream().map(FileKey::key).collect(Collectors.joining(" -> "));
    }
}
