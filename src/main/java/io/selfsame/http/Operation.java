package io.selfsame.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a route does, as in the OpenAPI document. Immutable.
 *
 * @param tag the group it belongs to
 * @param id the name in generated clients; unique
 * @param summary one line
 * @param description more, in Markdown; may be empty
 * @param parameters of the query, and path parameters with a meaning of their own in this route
 * @param ignored query parameters of other products' clients that have no effect; not in the document
 * @param codes further error codes, beside those that follow from the rest
 */
public record Operation(String tag, String id, String summary, String description, List<Parameter> parameters,
        List<String> ignored, Optional<Body> body, Answer answer, List<String> codes) {

    /** The tag of routes that have a better name. */
    public static final String ALIASES = "Aliases";

    /** A parameter of the path or the query, with its JSON Schema. */
    public record Parameter(String name, boolean isInPath, boolean isRequired, String description, ObjectNode schema) {

        /** The same parameter, required. */
        public Parameter required() {
            return new Parameter(name, isInPath, true, description, schema);
        }
    }

    /**
     * The body of a request, in JSON.
     *
     * @param schema the name of a schema in {@code openapi/}
     */
    public record Body(String schema, boolean isRequired) {}

    /**
     * The answer of a successful request.
     *
     * @param schema the name of a schema in {@code openapi/}; empty if there is no body, or it is not JSON
     * @param type the media type; empty if there is no body
     */
    public record Answer(int status, String description, Optional<String> schema, String type) {}

    /** Starts an operation; {@link #answers} completes it. */
    public static Operation of(String tag, String id, String summary) {
        return new Operation(tag, id, summary, "", List.of(), List.of(), Optional.empty(),
                new Answer(200, "Success", Optional.empty(), ""), List.of());
    }

    /** Adds a description. */
    public Operation describedAs(String more) {
        return new Operation(tag, id, summary, more, parameters, ignored, body, answer, codes);
    }

    /** Adds parameters. */
    public Operation with(Parameter... more) {
        return new Operation(tag, id, summary, description,
                Stream.concat(parameters.stream(), Arrays.stream(more)).toList(), ignored, body, answer, codes);
    }

    /** Accepts further parameters that have no effect. */
    public Operation ignoring(List<String> more) {
        return new Operation(tag, id, summary, description, parameters, more, body, answer, codes);
    }

    /** Requires a body. */
    public Operation takes(String schema) {
        return takes(new Body(schema, true));
    }

    /** Accepts a body. */
    public Operation mayTake(String schema) {
        return takes(new Body(schema, false));
    }

    private Operation takes(Body taken) {
        return new Operation(tag, id, summary, description, parameters, ignored, Optional.of(taken), answer, codes);
    }

    /** Answers with JSON. */
    public Operation answers(int status, String meaning, String schema) {
        return answers(new Answer(status, meaning, Optional.of(schema), "application/json"));
    }

    /** Answers with another media type than JSON, or without a body if the type is empty. */
    public Operation answersPlainly(int status, String meaning, String type) {
        return answers(new Answer(status, meaning, Optional.empty(), type));
    }

    private Operation answers(Answer given) {
        return new Operation(tag, id, summary, description, parameters, ignored, body, given, codes);
    }

    /** Adds error codes, as in {@link HttpError#code}. */
    public Operation fails(String... more) {
        return new Operation(tag, id, summary, description, parameters, ignored, body, answer,
                Stream.concat(codes.stream(), Arrays.stream(more)).toList());
    }

    /** The same under another path, with another id. */
    public Operation alias(String otherId, String better) {
        return new Operation(ALIASES, otherId, summary, "Another name of `" + better + "`.", parameters, ignored, body,
                answer,
                codes);
    }

    /** A parameter of the path. */
    public static Parameter path(String name, String description, String example) {
        return new Parameter(name, true, true, description, examples(string(), example));
    }

    /** A text in the query. */
    public static Parameter text(String name, String description, String example) {
        return new Parameter(name, false, false, description, examples(string(), example));
    }

    /** A text that must be in the query. */
    public static Parameter needed(String name, String description, String example) {
        return new Parameter(name, false, true, description, examples(string(), example));
    }

    /** A time in the query. */
    public static Parameter time(String name, String description) {
        return new Parameter(name, false, false, description + " A time in ISO 8601, or an epoch.",
                examples(string(), "2026-01-31T12:00:00Z"));
    }

    /** One of some texts in the query. */
    public static Parameter choice(String name, String description, String... values) {
        return new Parameter(name, false, false, description, oneOf(values));
    }

    /** A comma list of some texts in the query. */
    public static Parameter choices(String name, String description, String... values) {
        return new Parameter(name, false, false, description, list(oneOf(values)));
    }

    /** A comma list of any texts in the query. */
    public static Parameter texts(String name, String description, String example) {
        return new Parameter(name, false, false, description, list(examples(string(), example)));
    }

    /** A {@code true|false} in the query. */
    public static Parameter flag(String name, String description) {
        return new Parameter(name, false, false, description,
                Json.object().put("type", "boolean").put("default", false));
    }

    /** The number of rows, as {@link Paging#limit} reads it. */
    public static Parameter limit(int standard, int most) {
        return new Parameter("limit", false, false, "The number of rows of a page.", Json.object()
                .put("type", "integer").put("minimum", 1).put("maximum", most).put("default", standard));
    }

    /** The cursor, as {@link Paging#next} reads it. */
    public static Parameter next() {
        return new Parameter("next", false, false, "Where to go on: the cursor of the page before.", string());
    }

    private static ObjectNode string() {
        return Json.object().put("type", "string");
    }

    private static ObjectNode oneOf(String... values) {
        ObjectNode schema = string();
        var all = schema.putArray("enum");
        Arrays.stream(values).forEach(all::add);
        return schema;
    }

    private static ObjectNode list(ObjectNode item) {
        ObjectNode schema = Json.object().put("type", "array");
        schema.set("items", item);
        return schema;
    }

    private static ObjectNode examples(ObjectNode schema, String example) {
        schema.putArray("examples").add(example);
        return schema;
    }
}
