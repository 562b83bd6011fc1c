package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A destination or a source as a file has it. Within a space its name makes it the same destination after any change.
 *
 * @param managed what it is
 * @param body what the service takes, with its secrets in the clear
 * @param variables the environment variables that secrets are from, by the path in the body
 * @param place the file and line, for people
 */
record FileDestination(Managed managed, String name, String type, ObjectNode body, Map<String, String> variables,
        String place) {

    private static final String SETTINGS = "settings";
    private static final String HEADERS = "headers";

    /** What a value is shown as that nobody is to see. */
    String shown(String path, JsonNode value) {
        String variable = variables.get(path);
        if (variable != null) {
            return "from " + variable;
        }
        if (path.startsWith(SETTINGS + "." + HEADERS + ".")) {
            return "(not shown)";
        }
        return value.isTextual() ? value.textValue() : CliJson.write(value);
    }

    /**
     * What the service takes so that one becomes as this file says: what the file leaves out gets its default, but secrets stay that it
     * leaves out.
     *
     * @param there as the service has it
     */
    ObjectNode change(JsonNode there) {
        ObjectNode change = body.deepCopy();
        change.remove("kind");
        for (String field : managed.optional()) {
            JsonNode wanted = body.path(field);
            if (wanted.isMissingNode()) {
                change.putNull(field);
            } else if (change.path(field) instanceof ObjectNode inner) {
                there.path(field).properties().forEach(each -> {
                    if (!inner.has(each.getKey()) && !isSecret(each.getValue())) {
                        inner.putNull(each.getKey());
                    }
                });
            }
        }
        return change;
    }

    /** What answers show in place of a secret. */
    static boolean isSecret(JsonNode value) {
        return value.path("set").isBoolean();
    }

    /** Whether a value is as before. Of secrets, whether they were set at the same time. */
    static boolean isSame(JsonNode before, JsonNode after) {
        if (isSecret(before) && isSecret(after)) {
            return before.path("set").equals(after.path("set")) && before.path("since").equals(after.path("since"));
        }
        return before.equals(after);
    }

    /** The values of a destination by their path: those of objects one by one, lists and secrets as they are. */
    static Map<String, JsonNode> leaves(JsonNode destination) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        leaves("", destination, leaves);
        return leaves;
    }

    private static void leaves(String where, JsonNode object, Map<String, JsonNode> leaves) {
        object.properties().forEach(each -> {
            String path = where + each.getKey();
            if (each.getValue().isObject() && !isSecret(each.getValue())) {
                leaves(path + ".", each.getValue(), leaves);
            } else {
                leaves.put(path, each.getValue());
            }
        });
    }

    /** The first secret that stands in the file itself, among those that must not. Headers may. */
    Optional<String> secretInTheFile(Set<String> secrets) {
        return secrets.stream().filter(secret -> !secret.equals(HEADERS) && body.path(SETTINGS).hasNonNull(secret)
                && !variables.containsKey(SETTINGS + "." + secret)).sorted().findFirst();
    }

    @Override
    public String toString() {
        return managed.kind() + " " + name;
    }
}
