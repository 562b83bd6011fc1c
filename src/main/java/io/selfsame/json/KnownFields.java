package io.selfsame.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields that a JSON object may have. Others are refused: who sends a field wants something, and would not learn that nobody
 * does it. Immutable.
 */
public final class KnownFields {

    /** Unknown fields that an error names. */
    private static final int MOST_NAMED = 3;

    /** Characters of a name that an error quotes. */
    private static final int LONGEST = 60;

    private final List<String> fields;

    /** What may be there, and means nothing. */
    private final Set<String> ignored;

    private KnownFields(List<String> fields, Set<String> ignored) {
        this.fields = fields;
        this.ignored = ignored;
    }

    /** These and no others, in the order in which errors name them. */
    public static KnownFields of(String... fields) {
        return new KnownFields(List.of(fields), Set.of());
    }

    /** As this one, and more fields are ignored. With those that answers show and nobody can set, an answer can be sent back. */
    public KnownFields ignoring(String... more) {
        Set<String> all = new HashSet<>(ignored);
        all.addAll(List.of(more));
        return new KnownFields(fields, Set.copyOf(all));
    }

    /**
     * Requires a JSON object with no other fields.
     *
     * @throws Invalid if it is none, or has others; the message names those that are known
     */
    public void require(JsonNode body) {
        if (!body.isObject()) {
            throw new Invalid("The body is a JSON object with " + all());
        }
        problem(body).ifPresent(problem -> {
            throw new Invalid("U" + problem.substring(1));
        });
    }

    /** The unknown fields of an object as part of a sentence; empty if there is none, or it is no object. */
    public Optional<String> problem(JsonNode object) {
        return problem(object, "");
    }

    /**
     * As {@link #problem(JsonNode)}, of an object inside a body.
     *
     * @param where what stands before the name of a field in an error, such as {@code options.}
     */
    public Optional<String> problem(JsonNode object, String where) {
        List<String> unknown = new ArrayList<>();
        object.fieldNames().forEachRemaining(field -> {
            if (!fields.contains(field) && !ignored.contains(field)) {
                unknown.add(field);
            }
        });
        return unknown.isEmpty() ? Optional.empty() : Optional.of(sentence(unknown, where));
    }

    private String sentence(List<String> unknown, String where) {
        List<String> named = unknown.stream().limit(MOST_NAMED).map(field -> quoted(where + field)).toList();
        int more = unknown.size() - named.size();
        return "unknown field" + (unknown.size() == 1 ? " " : "s ") + String.join(", ", named)
                + (more == 0 ? "" : " and " + more + " more") + "; "
                + (fields.size() == 1 ? "the only one is " : "known are ")
                + all();
    }

    /** A name as errors show it: no longer than they can bear. */
    public static String quoted(String name) {
        return '"' + (name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name) + '"';
    }

    private String all() {
        return String.join(", ", fields);
    }
}
