package io.selfsame.tracking.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.error.Invalid;
import io.selfsame.json.Invisible;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Filters from JSON, and back. Pure. */
final class EventFiltersJson {

    /** Filters of a space. */
    static final int MOST = 50;

    /** What the condition of one filter, and those of all filters of a space, may cost, as {@link FqlCost} counts it. */
    static final int MOST_COST = 1_000;
    static final int MOST_COST_IN_ALL = 5_000;

    private static final String COST = ". It counts how often each character of an event is looked at: most by match with many"
            + " characters between two *, by contains with a long text, and by titlecase";

    /** Problems that are named. */
    private static final int MOST_NAMED = 10;

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DESCRIPTION = 500;
    private static final int MOST_SOURCES = 1_000;

    private static final KnownFields BODY = KnownFields.of("filters").ignoring("version", "integrations", "updatedAt",
            "updatedBy",
            "data");
    private static final KnownFields FILTER = KnownFields
            .of("name", "description", "if", "drop", "enabled", "sourceIds")
            .ignoring("dropped", "lastDroppedAt");

    private EventFiltersJson() {}

    /**
     * Reads a body.
     *
     * @param sources the IDs of the write keys and sources there are
     * @throws Invalid if it is none; the message lists some problems
     */
    static List<EventFilter> read(JsonNode body, Set<String> sources) {
        BODY.require(body);
        if (!(body.path("filters") instanceof ArrayNode entries)) {
            throw new Invalid("filters is a list of filters");
        }
        if (entries.size() > MOST) {
            throw new Invalid("There are " + entries.size() + " filters; the limit is " + MOST);
        }
        List<String> problems = new ArrayList<>();
        List<EventFilter> filters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            String where = "filters[" + i + "]";
            try {
                EventFilter filter = filter(entries.get(i), where);
                if (!names.add(filter.name())) {
                    problems.add(where + ".name: another filter has the name '" + filter.name() + "'");
                }
                FqlCheck.problem(filter.condition()).ifPresent(problem -> problems.add(where + ".if: " + problem));
                Set<String> unknown = new TreeSet<>(filter.sourceIds());
                unknown.removeAll(sources);
                if (!unknown.isEmpty()) {
                    problems.add(where + ".sourceIds: the space has no write key and no source with the ID "
                            + KnownFields.quoted(unknown.iterator().next()));
                }
                filters.add(filter);
            } catch (Invalid e) {
                problems.add(e.getMessage());
            }
        }
        int cost = filters.stream().mapToInt(EventFilter::cost).sum();
        if (cost > MOST_COST_IN_ALL) {
            problems.add("The filters cost " + cost + " together; the limit is " + MOST_COST_IN_ALL + COST);
        }
        if (!problems.isEmpty()) {
            int more = problems.size() - MOST_NAMED;
            throw new Invalid(String.join("; ", problems.subList(0, Math.min(MOST_NAMED, problems.size())))
                    + (more > 0 ? "; and " + more + " more" : ""));
        }
        return filters;
    }

    /** Reads what was stored. */
    static List<EventFilter> stored(JsonNode filters) {
        List<EventFilter> all = new ArrayList<>();
        try {
            filters.forEach(entry -> all.add(filter(entry, "filters[" + all.size() + "]")));
        } catch (Invalid e) {
            // No sender of events can mend it.
            throw new IllegalStateException("Stored filters cannot be read: " + e.getMessage());
        }
        return all;
    }

    private static EventFilter filter(JsonNode entry, String where) {
        if (!entry.isObject()) {
            throw new Invalid(where + ": a filter is an object with name and if");
        }
        FILTER.problem(entry).ifPresent(problem -> {
            throw new Invalid(where + ": " + problem);
        });
        String name = text(entry, "name", where, LONGEST_NAME).filter(text -> !Invisible.isBlank(text))
                .orElseThrow(
                        () -> new Invalid(where + ".name: a filter has a name, under which it counts what it drops"));
        Optional<String> condition = text(entry, "if", where, FqlParser.LONGEST);
        Fql parsed;
        try {
            parsed = condition.map(FqlParser::parse).orElse(new Fql.Literal(BooleanNode.TRUE));
        } catch (Invalid e) {
            throw new Invalid(where + ".if: " + e.getMessage());
        }
        int cost = FqlCost.of(parsed);
        if (cost > MOST_COST) {
            throw new Invalid(where + ".if: it costs " + cost + "; the limit is " + MOST_COST + COST);
        }
        Optional<String> description = text(entry, "description", where, LONGEST_DESCRIPTION);
        return new EventFilter(name, description, condition, parsed, cost,
                flag(entry, "drop", where), flag(entry, "enabled", where), sources(entry, where));
    }

    private static Optional<String> text(JsonNode entry, String field, String where, int longest) {
        JsonNode value = entry.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().length() > longest) {
            throw new Invalid(where + "." + field + " is a text of at most " + longest + " characters");
        }
        return Optional.of(value.textValue());
    }

    private static boolean flag(JsonNode entry, String field, String where) {
        JsonNode value = entry.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new Invalid(where + "." + field + " is true or false; without it, it is true");
        }
        return value.asBoolean(true);
    }

    private static Set<String> sources(JsonNode entry, String where) {
        JsonNode ids = entry.path("sourceIds");
        if (ids.isMissingNode() || ids.isNull()) {
            return Set.of();
        }
        Set<String> sources = new HashSet<>();
        ids.forEach(id -> sources.add(id.asText()));
        if (!ids.isArray() || ids.size() > MOST_SOURCES || sources.isEmpty()) {
            throw new Invalid(where + ".sourceIds is a list of 1 to " + MOST_SOURCES
                    + " IDs of write keys or sources; without it, the filter is for all");
        }
        return sources;
    }

    /** As stored, and as {@link #stored} reads it. */
    static String write(List<EventFilter> filters) {
        ArrayNode all = Json.array();
        for (EventFilter filter : filters) {
            ObjectNode one = all.addObject().put("name", filter.name());
            filter.description().ifPresent(text -> one.put("description", text));
            filter.text().ifPresent(text -> one.put("if", text));
            one.put("drop", filter.drop()).put("enabled", filter.enabled());
            if (!filter.sourceIds().isEmpty()) {
                ArrayNode sources = one.putArray("sourceIds");
                new TreeSet<>(filter.sourceIds()).forEach(sources::add);
            }
        }
        return Json.write(all);
    }
}
