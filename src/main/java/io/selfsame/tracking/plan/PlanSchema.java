package io.selfsame.tracking.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpression;
import io.selfsame.error.Invalid;
import io.selfsame.flow.LogThrottle;
import io.selfsame.identity.BlockPatterns;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON Schema that events are compared with. It refers to nothing but itself, its patterns are RE2, and what comparing costs is
 * bounded. Immutable and thread safe.
 */
final class PlanSchema {

    /** Characters of the JSON text of one schema. */
    static final int LONGEST = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(PlanSchema.class);

    private static final LogThrottle FAILED = new LogThrottle(Duration.ofMinutes(10));

    /** Characters of a path or a problem. */
    private static final int LONGEST_TEXT = 1_000;

    /** The drafts that there are, by {@code $schema}. */
    private static final List<Dialect> DIALECTS = List.of(dialect(Dialects.getDraft7()), dialect(Dialects.getDraft4()),
            dialect(Dialects.getDraft6()), dialect(Dialects.getDraft201909()), dialect(Dialects.getDraft202012()));

    /** What it may cost to look whether a schema is one, in units of {@link CountedContext}. */
    private static final long MOST_OF_SCHEMA = 2_000_000;

    private static final String DRAFT_7 = "http://json-schema.org/draft-07/schema";

    /** What a schema of each draft must look like itself. They come with the library. */
    private static final Map<String, Schema> DRAFTS = Map.of("http://json-schema.org/draft-04/schema",
            meta(SpecificationVersion.DRAFT_4), "http://json-schema.org/draft-06/schema",
            meta(SpecificationVersion.DRAFT_6),
            DRAFT_7, meta(SpecificationVersion.DRAFT_7), "https://json-schema.org/draft/2019-09/schema",
            meta(SpecificationVersion.DRAFT_2019_09), "https://json-schema.org/draft/2020-12/schema",
            meta(SpecificationVersion.DRAFT_2020_12));

    /** What stands in there are values, and no schemas. */
    static final Set<String> VALUES = Set.of("enum", "const", "default", "examples");

    /** Their fields have names that somebody has chosen. */
    static final Set<String> NAMED = Set.of("properties", "patternProperties", "definitions", "$defs",
            "dependentSchemas",
            "dependencies", "dependentRequired");

    static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

    private final Schema schema;

    private PlanSchema(Schema schema) {
        this.schema = schema;
    }

    /**
     * What is wrong with an event.
     *
     * @param field the path to the part, such as {@code properties.total}; empty for the event itself
     * @param value what stands there
     * @param problem a clause of words of the schema, such as {@code string found, number expected}
     */
    record Problem(String field, JsonNode value, String problem) {}

    private static Schema meta(SpecificationVersion draft) {
        return SchemaRegistry.withDefaultDialect(draft).getSchema(SchemaLocation.of(draft.getDialectId()));
    }

    private static Dialect dialect(Dialect standard) {
        return Dialect.builder(standard.getId(), standard).formats(formats -> {
            formats.clear();
            PlanFormats.ALL.forEach(format -> formats.put(format.getName(), format));
        }).keywords(keywords -> {
            keywords.putAll(standard.getKeywords());
            // It knows the formats, and is counted by them.
            keywords.replaceAll((name, keyword) -> name.equals("format") ? keyword : new CountedKeyword(keyword));
        }).build();
    }

    /**
     * Compiles a schema.
     *
     * @param patterns counts those of the whole plan
     * @throws Invalid if it is none, or is not within the limits; the message is a clause
     */
    static PlanSchema compile(JsonNode schema, BlockPatterns patterns) {
        if (!schema.isObject()) {
            throw new Invalid("a JSON Schema is an object");
        }
        int length = Json.write(schema).length();
        if (length > LONGEST) {
            throw new Invalid("it has " + length + " characters; the limit is " + LONGEST);
        }
        Schema draft = DRAFTS.get(schema.path("$schema").asText(DRAFT_7).replaceAll("#$", ""));
        if (draft == null) {
            throw new Invalid("$schema is not one of the drafts 4, 6, 7, 2019-09 and 2020-12 by their own URLs");
        }
        problems(draft, schema, MOST_OF_SCHEMA).stream().findFirst().ifPresent(problem -> {
            throw new Invalid((problem.field().isEmpty() ? "it " : problem.field() + ": ") + problem.problem());
        });
        Map<String, com.google.re2j.Pattern> compiled = new HashMap<>();
        inspect(schema, "", compiled, patterns);
        var config = SchemaRegistryConfig.builder().locale(Locale.ENGLISH).pathType(PathType.LEGACY)
                .formatAssertionsEnabled(true).regularExpressionFactory(text -> expression(text, compiled)).build();
        SchemaRegistry registry = SchemaRegistry.withDialects(DIALECTS,
                builder -> builder.schemaRegistryConfig(config).schemaCacheEnabled(false)
                        .defaultDialectId(Dialects.getDraft7().getId())
                        .schemaLoader(loader -> loader.block(iri -> true)));
        try {
            Schema made = registry.getSchema(SchemaLocation.of("plan:schema"), schema);
            made.initializeValidators();
            return new PlanSchema(made);
        } catch (SchemaException e) {
            throw new Invalid("it is no valid JSON Schema: " + firstLine(e));
        } catch (StackOverflowError e) {
            throw new Invalid("its schemas stand too deeply inside one another");
        } catch (RuntimeException e) {
            throw new Invalid("it is no valid JSON Schema");
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static RegularExpression expression(String text, Map<String, com.google.re2j.Pattern> compiled) {
        com.google.re2j.Pattern pattern = compiled.get(text);
        if (pattern == null) {
            throw new SchemaException("a pattern stands where none is expected");
        }
        return value -> {
            CountedContext.look(pattern.programSize(), value);
            return pattern.matcher(value).find();
        };
    }

    private static void inspect(JsonNode at, String keyword, Map<String, com.google.re2j.Pattern> compiled,
            BlockPatterns patterns) {
        boolean named = NAMED.contains(keyword);
        for (var field : at.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (keyword.equals("patternProperties")) {
                compile(name, compiled, patterns);
            }
            if (!named && VALUES.contains(name)) {
                continue;
            }
            if (!named && REFERENCES.contains(name) && !value.asText("").startsWith("#")) {
                throw new Invalid(name + " " + KnownFields.quoted(value.asText())
                        + " leads out of the schema; it may lead to a place in it alone, such as #/definitions/money");
            }
            if (!named && (name.equals("$id") || name.equals("id")) && value.isTextual() && !keyword.isEmpty()) {
                throw new Invalid(name + " is taken at the beginning of a schema alone");
            }
            if (!named && name.equals("pattern") && value.isTextual()) {
                compile(value.textValue(), compiled, patterns);
            }
            inspect(value, named ? "." : name, compiled, patterns);
        }
        if (at.isArray()) {
            at.forEach(one -> inspect(one, ".", compiled, patterns));
        }
    }

    private static void compile(String text, Map<String, com.google.re2j.Pattern> compiled, BlockPatterns patterns) {
        if (!compiled.containsKey(text)) {
            patterns.compile(List.of(text), 0, wrong -> {
                throw new Invalid(
                        "the pattern " + KnownFields.quoted(text) + " is no regular expression of RE2: " + wrong);
            }, beyond -> {
                throw new Invalid("the pattern " + KnownFields.quoted(text) + " is too large: " + beyond);
            }).forEach(pattern -> compiled.put(text, pattern));
        }
    }

    /**
     * What is wrong with an event; empty if nothing is. The first {@value CountedContext#MOST_ERRORS} are looked at.
     *
     * @param effort what may be spent on it; less is left then
     */
    List<Problem> problems(JsonNode message, PlanEffort effort) {
        long budget = effort.of(CountedContext.weight(message));
        var context = new CountedContext(budget);
        try {
            return problems(schema, message, context);
        } catch (RuntimeException e) {
            // One event costs no others their place. The library's texts may quote it, so they are not logged.
            FAILED.say(more -> LOG.error("A tracking plan could not be applied{}: {} at {}",
                    LogThrottle.others(more, "times"), e.getClass().getName(), List.of(e.getStackTrace()).stream()
                            .limit(3).toList()));
            return List.of(new Problem("", NullNode.getInstance(), "the plan could not be applied to it"));
        } finally {
            effort.spent(Math.min(budget, context.spent()));
        }
    }

    private static List<Problem> problems(Schema schema, JsonNode message, long budget) {
        return problems(schema, message, new CountedContext(budget));
    }

    private static List<Problem> problems(Schema schema, JsonNode message, CountedContext context) {
        JsonNode compared = PlanNumbers.withoutHuge(message);
        try {
            context.during(() -> schema.validate(context, compared));
        } catch (CountedContext.TooMuch | StackOverflowError e) {
            return List.of(new Problem("", NullNode.getInstance(),
                    "to compare the event with the schema takes too many steps"));
        }
        List<Problem> problems = new ArrayList<>();
        // Their texts are made one by one, and may be as long as the schema.
        context.getErrors().stream().limit(CountedContext.MOST_ERRORS)
                .forEach(error -> problems.add(problem(error, message)));
        return problems;
    }

    private static Problem problem(Error error, JsonNode message) {
        List<String> path = new ArrayList<>();
        JsonNode value = message;
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            Object step = error.getInstanceLocation().getElement(i);
            path.add(step instanceof Integer ? "[]" : String.valueOf(step));
            value = step instanceof Integer index ? value.path(index) : value.path(String.valueOf(step));
        }
        if (error.getProperty() != null && path.size() < Json.MAX_DEPTH) {
            path.add(error.getProperty());
            value = value.path(error.getProperty());
        }
        return new Problem(bounded(String.join(".", path).replace(".[]", "[]")), value, bounded(words(error)));
    }

    private static String bounded(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    /** Without the place, which may have numbers of list entries in it: what is wrong in the same way is counted together. */
    private static String words(Error error) {
        String message = String.valueOf(error.getMessage());
        int place = message.indexOf(": ");
        return place >= 0 && message.startsWith("$") ? message.substring(place + 2) : message;
    }
}
