package io.selfsame.compute.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.error.Invalid;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the options of a definition mean. Those that mean nothing here are kept as they came. */
public final class DefinitionOptions {

    private static final List<String> KNOWN_PEOPLE = List.of("user_id", "email", "android.idfa", "ios.idfa");
    private static final String ANONYMOUS = "anonymous_id";

    private DefinitionOptions() {}

    /**
     * The types of external IDs of which a person must have one to count; empty if anyone counts. Accounts count as they
     * are, unless the options say something about their people.
     *
     * @throws Invalid if the options cannot be read
     */
    public static Set<String> needs(JsonNode options, Level level) {
        Set<String> needs = new LinkedHashSet<>();
        JsonNode types = options.path("filterByExternalIds");
        if (types.isMissingNode() || types.isNull()) {
            needs.addAll(level == Level.USERS ? KNOWN_PEOPLE : List.of());
        } else if (!types.isArray()) {
            throw new Invalid("options.filterByExternalIds is not an array of types of external IDs");
        }
        for (JsonNode type : types) {
            if (!type.isTextual() || type.textValue().isBlank()) {
                throw new Invalid("options.filterByExternalIds holds something that is no type of "
                        + "external IDs: " + type);
            }
            needs.add(type.textValue());
        }
        // The latter is how Segment's options of computed traits have it.
        boolean anonymous = flag(options, "includeAnonymous") || flag(options, "includeAnonymousUsers");
        if (anonymous && !needs.isEmpty()) {
            needs.add(ANONYMOUS);
        }
        return needs;
    }

    private static boolean flag(JsonNode options, String name) {
        JsonNode flag = options.path(name);
        if (!flag.isMissingNode() && !flag.isNull() && !flag.isBoolean()) {
            throw new Invalid("options." + name + " is neither true nor false");
        }
        return flag.asBoolean();
    }
}
