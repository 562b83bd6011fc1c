package io.selfsame.compute.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.error.Invalid;
import io.selfsame.json.KnownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody asks a definition to be. Of a new one it must have the name and the query; of a change it has what is to
 * be different. Immutable, unless somebody changes the options.
 *
 * @param query empty if it is not to change
 * @param replaceTrait whether a new one takes the place of the trait of its key that calls have set
 */
public record DefinitionDraft(Optional<String> name, Optional<String> key, Optional<String> description,
        Optional<Boolean> enabled,
        Optional<Level> level, Optional<Written> query, Optional<ObjectNode> options, boolean replaceTrait) {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_DESCRIPTION = 2_000;

    private static final String REPLACE_TRAIT = "replaceTrait";

    private static final KnownFields NEW = answered(
            KnownFields.of("name", "key", "description", "enabled", "audienceType",
                    "definition", "options", REPLACE_TRAIT));
    private static final KnownFields CHANGE = answered(KnownFields.of("name", "key", "description", "enabled",
            "audienceType", "definition", "options"));
    private static final KnownFields PREVIEW = answered(
            KnownFields.of("definition", "audienceType", "options", "asOf", "sampleSize"))
            .ignoring("name", "key", "description", "enabled");
    private static final KnownFields QUERY = KnownFields.of("query", "json", "type").ignoring("targetEntity");

    /** What we answer with and nobody can set: whoever sends back a definition as it came is understood. */
    private static KnownFields answered(KnownFields fields) {
        return fields.ignoring("id", "spaceId", "status", "error", "version", "createdBy", "updatedBy", "createdAt",
                "updatedAt", "computeCadence", "size", "schedules");
    }

    /** A query, as text or as JSON. */
    public sealed interface Written {

        /** In the query language. */
        record Text(String text) implements Written {}

        /** In the JSON form. */
        record Tree(JsonNode json) implements Written {}
    }

    /**
     * Reads the body of a request.
     *
     * @throws Invalid with every problem, one after another
     */
    static DefinitionDraft read(JsonNode body) {
        return read(body, CHANGE);
    }

    /** As {@link #read}, of a new definition. */
    static DefinitionDraft readNew(JsonNode body) {
        return read(body, NEW);
    }

    /** As {@link #read}, of a preview: it has fields of its own, and the name and the like of a definition mean nothing. */
    public static DefinitionDraft readPreview(JsonNode body) {
        return read(body, PREVIEW);
    }

    private static DefinitionDraft read(JsonNode body, KnownFields fields) {
        if (!body.isObject()) {
            throw new Invalid("Send a JSON object with \"name\" and \"definition\"");
        }
        List<String> problems = new ArrayList<>();
        fields.problem(body).ifPresent(problems::add);
        JsonNode definition = body.path("definition");
        QUERY.problem(definition, "definition.").ifPresent(problems::add);
        JsonNode options = body.path("options");
        if (given(body, "definition") && !definition.isObject()) {
            problems.add("definition is not an object like {\"query\":\"event('Order').count() > 1\"}");
        }
        if (given(body, "options") && !options.isObject()) {
            problems.add("options is not an object");
        }
        JsonNode enabled = flag(body, "enabled", problems);
        JsonNode replaceTrait = flag(body, REPLACE_TRAIT, problems);
        var draft = new DefinitionDraft(text(body, "name", LONGEST_NAME, problems).map(String::strip),
                text(body, "key", TraitKeys.LONGEST, problems),
                body.path("description").isNull()
                        ? Optional.of("")
                        : text(body, "description", LONGEST_DESCRIPTION, problems),
                enabled.isBoolean() ? Optional.of(enabled.booleanValue()) : Optional.empty(),
                level(given(body, "audienceType") ? body.path("audienceType") : definition.path("type"), problems),
                query(definition, problems),
                options.isObject() ? Optional.of((ObjectNode) options) : Optional.empty(),
                replaceTrait.asBoolean(false));
        if (draft.name.filter(String::isEmpty).isPresent()) {
            problems.add("name is empty");
        }
        if (!problems.isEmpty()) {
            throw new Invalid("Not taken: " + String.join("; ", problems));
        }
        return draft;
    }

    private static JsonNode flag(JsonNode body, String field, List<String> problems) {
        JsonNode flag = body.path(field);
        if (given(body, field) && !flag.isBoolean()) {
            problems.add(field + " is neither true nor false");
        }
        return flag;
    }

    private static Optional<Written> query(JsonNode definition, List<String> problems) {
        if (!definition.isObject()) {
            return Optional.empty();
        }
        if (given(definition, "query")) {
            if (definition.path("query").isTextual()) {
                return Optional.of(new Written.Text(definition.path("query").textValue()));
            }
            problems.add("definition.query is not a string");
        } else if (given(definition, "json")) {
            return Optional.of(new Written.Tree(definition.path("json")));
        } else {
            problems.add("definition has neither query nor json");
        }
        return Optional.empty();
    }

    private static Optional<Level> level(JsonNode type, List<String> problems) {
        if (type.isMissingNode() || type.isNull()) {
            return Optional.empty();
        }
        for (Level level : Level.values()) {
            if (level.name().equals(type.asText().toUpperCase(Locale.ROOT))) {
                return Optional.of(level);
            }
        }
        problems.add("audienceType is USERS or ACCOUNTS");
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode body, String field, int longest, List<String> problems) {
        JsonNode value = body.path(field);
        if (!given(body, field)) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().length() > longest) {
            problems.add(field + " is not a string of at most " + longest + " characters");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    private static boolean given(JsonNode body, String field) {
        return body.hasNonNull(field);
    }
}
