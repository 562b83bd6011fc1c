package io.selfsame.compute.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.json.Json;
import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Definitions as nodes, both ways. */
final class DefinitionRows {

    /** Once or twice a refresh may fail, as when Neo4j was away for a moment. */
    private static final long STUCK = 3;

    /** Window ends come by the thousand at times, as after the service was away; then they wait for a while. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private DefinitionRows() {}

    static SavedDefinition read(Record row) {
        DefinitionKind kind = text(row, "class").equals(DefinitionKind.AUDIENCE.traitClass())
                ? DefinitionKind.AUDIENCE
                : DefinitionKind.COMPUTED_TRAIT;
        List<String> unreadable = new ArrayList<>();
        Level level = readable("level", () -> Level.valueOf(row.get("level").asString()), Level.USERS, unreadable);
        String text = readable("query", () -> row.get("query").asString(), "", unreadable);
        ObjectNode options = readable("options", () -> (ObjectNode) Json.parse(row.get("options").asString()),
                Json.object(), unreadable);
        DefinitionStatus status = readable("status", () -> DefinitionStatus.valueOf(row.get("status").asString()),
                DefinitionStatus.FAILED,
                unreadable);
        int version = readable("version", () -> row.get("version").asInt(), 0, unreadable);
        Set<String> needs = readable("options", () -> DefinitionOptions.needs(options, level), Set.of(), unreadable);
        boolean enabled = readable("enabled", () -> row.get("enabled").asBoolean(), false, unreadable);
        Instant createdAt = readable("createdAt", () -> instant(row, "createdAt"), Instant.EPOCH, unreadable);
        Instant updatedAt = readable("updatedAt", () -> instant(row, "updatedAt"), Instant.EPOCH, unreadable);
        Query query;
        Optional<String> problem = unreadable.isEmpty()
                ? Optional.empty()
                : Optional.of("What is stored of it is not understood: its " + String.join(", ", unreadable));
        try {
            query = QueryInput.parse(text, kind, level);
        } catch (QueryException e) {
            query = standIn(kind, level);
            problem = Optional.of("The stored query is not understood; send it anew. " + e.getMessage());
        }
        var definition = new Definition(text(row, "id"), text(row, "trait"), level, query,
                needs, version);
        return new SavedDefinition(definition, text(row, "name"), text(row, "description"), enabled, text, options,
                problem,
                status, row.get("error").isNull() ? Optional.empty() : Optional.of(text(row, "error")), stuck(row),
                createdAt, updatedAt, text(row, "createdBy"), text(row, "updatedBy"));
    }

    /** Whatever stands there. */
    private static String text(Record row, String part) {
        return String.valueOf(row.get(part).asObject());
    }

    /** A part of a definition that somebody may have changed by hand must not keep the others from being read. */
    private static <T> T readable(String part, Supplier<T> value, T otherwise, List<String> unreadable) {
        try {
            return value.get();
        } catch (RuntimeException e) {
            unreadable.add(part);
            return otherwise;
        }
    }

    /** Why no definition of the space is kept right any more, if the refresh itself fails again and again, or does not come round. */
    private static Optional<String> stuck(Record row) {
        long failures = row.get("refreshFailures").asLong(0);
        if (failures >= STUCK) {
            return Optional.of("The refresh of the space has failed " + failures + " times in a row: "
                    + row.get("refreshError").asString("for an unknown reason"));
        }
        Value overdue = row.get("overdue");
        return !overdue.isNull() && instant(row, "overdue").isBefore(Instant.now().minus(LATE))
                ? Optional.of("The refresh of the space is behind: windows that ended at " + instant(row, "overdue")
                        + " are still to be looked at")
                : Optional.empty();
    }

    /** A query for where there has to be one. */
    private static Query standIn(DefinitionKind kind, Level level) {
        return QueryInput.parse(switch (kind) {
            case AUDIENCE -> level == Level.ACCOUNTS ? "ANY(event('-').count() > 0)" : "event('-').count() > 0";
            case COMPUTED_TRAIT -> "event('-').count()";
        }, kind, level);
    }

    private static Instant instant(Record row, String field) {
        return row.get(field).asZonedDateTime().toInstant();
    }

    /** All properties of the node but its key. */
    static Map<String, Object> properties(SpaceId space, SavedDefinition saved) {
        Definition definition = saved.definition();
        Map<String, Object> properties = new HashMap<>(changeable(saved));
        properties.put("space", space.value());
        properties.put("id", definition.id());
        properties.put("trait", definition.key());
        properties.put("traitKey", space.key(definition.level() + "/" + definition.key()));
        properties.put("class", saved.kind().traitClass());
        properties.put("level", definition.level().name());
        properties.put("version", definition.version());
        properties.put("status", saved.status().name());
        properties.put("createdAt", time(saved.createdAt()));
        properties.put("createdBy", saved.createdBy());
        return properties;
    }

    /** Those that people may change. */
    static Map<String, Object> changeable(SavedDefinition saved) {
        return Map.of("name", saved.name(), "description", saved.description(), "enabled",
                saved.enabled(), "query", saved.text(), "options", Json.write(saved.options()),
                "updatedAt", time(saved.updatedAt()), "updatedBy", saved.updatedBy());
    }

    static ZonedDateTime time(Instant instant) {
        return instant.atZone(ZoneOffset.UTC);
    }
}
