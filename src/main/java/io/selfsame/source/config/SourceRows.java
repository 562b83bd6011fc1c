package io.selfsame.source.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import io.selfsame.source.SourceState;
import io.selfsame.source.config.StoredSource.SealedSecret;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;

/** Sources as nodes, both ways. */
final class SourceRows {

    private SourceRows() {}

    /** Whatever stands there: one that somebody has changed by hand must not keep the others from being read. */
    static StoredSource read(Record row) {
        ObjectNode document = Json.object();
        Map<String, SealedSecret> secrets = new HashMap<>();
        Optional<String> problem = Optional.empty();
        try {
            document.put(StoredSource.NAME, row.get("name").asString())
                    .put(StoredSource.KIND, row.get("kind").asString())
                    .put(StoredSource.ENABLED, row.get("enabled").asBoolean());
            document.set(StoredSource.SETTINGS, Json.parse(row.get("settings").asString()));
            Json.parse(row.get("secrets").asString()).properties().forEach(each -> secrets.put(each.getKey(),
                    new SealedSecret(each.getValue().path("sealed").asText(),
                            Instant.parse(each.getValue().path("since").asText()))));
        } catch (RuntimeException e) {
            problem = Optional.of("What is stored of it is not understood; delete it, and make it anew");
        }
        return new StoredSource(row.get("id").asString(), new SpaceId(row.get("space").asString()), document, secrets,
                text(row, "pausedBecause"), problem, row.get("version").asLong(0),
                instant(row, "createdAt").orElse(Instant.EPOCH),
                row.get("createdBy").asString(""), instant(row, "updatedAt").orElse(Instant.EPOCH),
                row.get("updatedBy").asString(""),
                new SourceState(row.get("running").asBoolean(false), text(row, "failing"),
                        row.get("lag").isNull() ? Optional.empty() : Optional.of(row.get("lag").asLong()),
                        row.get("accepted").asLong(0), row.get("repeated").asLong(0), row.get("rejected").asLong(0),
                        instant(row, "lastEventAt")));
    }

    private static Optional<String> text(Record row, String field) {
        return row.get(field).isNull() ? Optional.empty() : Optional.of(String.valueOf(row.get(field).asObject()));
    }

    private static Optional<Instant> instant(Record row, String field) {
        try {
            return Optional.of(row.get(field).asZonedDateTime().toInstant());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** All properties of the node that people may change. A value that is null removes its property. */
    static Map<String, Object> properties(StoredSource stored) {
        Map<String, Object> properties = state(stored);
        properties.put("name", stored.name());
        properties.put("kind", stored.kind());
        properties.put("enabled", stored.isEnabled());
        properties.put("settings", Json.write(stored.document().path(StoredSource.SETTINGS)));
        properties.put("secrets", Json.write(secrets(stored.secrets())));
        return properties;
    }

    /** Those that tell whether events are taken, and of the last change. */
    static Map<String, Object> state(StoredSource stored) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("pausedBecause", stored.pausedBecause().orElse(null));
        properties.put("version", stored.version());
        properties.put("updatedAt", time(stored.updatedAt()));
        properties.put("updatedBy", stored.updatedBy());
        // What was wrong may be so no more.
        properties.put("failing", null);
        return properties;
    }

    /** All properties of a new node but its key. */
    static Map<String, Object> newProperties(StoredSource stored) {
        Map<String, Object> properties = properties(stored);
        properties.put("space", stored.space().value());
        properties.put("id", stored.id());
        properties.put("createdAt", time(stored.createdAt()));
        properties.put("createdBy", stored.createdBy());
        return properties;
    }

    private static JsonNode secrets(Map<String, SealedSecret> secrets) {
        ObjectNode json = Json.object();
        secrets.forEach((name, secret) -> json.putObject(name).put("sealed", secret.sealed()).put("since",
                secret.since().toString()));
        return json;
    }

    private static ZonedDateTime time(Instant instant) {
        return instant.atZone(ZoneOffset.UTC);
    }
}
