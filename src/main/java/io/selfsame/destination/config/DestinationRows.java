package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.config.StoredDestination.FileExportFigures;
import io.selfsame.destination.config.StoredDestination.StoredSecret;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Destinations as nodes, both ways. */
final class DestinationRows {

    private DestinationRows() {}

    /** Whatever stands there: one that somebody has changed by hand must not keep the others from being read. */
    static StoredDestination read(SpaceId space, Record row) {
        ObjectNode document = Json.object();
        Map<String, StoredSecret> secrets = new HashMap<>();
        Optional<String> problem = Optional.empty();
        try {
            document.put(DestinationDraft.NAME, row.get("name").asString())
                    .put(DestinationDraft.KIND, row.get("kind").asString())
                    .put(DestinationDraft.ENABLED, row.get("enabled").asBoolean());
            document.set(DestinationDraft.SETTINGS, Json.parse(row.get("settings").asString()));
            document.setAll((ObjectNode) Json.parse(row.get("options").asString()));
            secrets.putAll(secrets(Json.parse(row.get("secrets").asString())));
        } catch (RuntimeException e) {
            problem = Optional.of("What is stored of it is not understood; delete it, and make it anew");
        }
        return new StoredDestination(row.get("id").asString(), space, document, secrets,
                text(row, "pausedBecause"), text(row, "failing"), problem, row.get("version").asLong(0),
                instant(row, "createdAt"), row.get("createdBy").asString(""), instant(row, "updatedAt"),
                row.get("updatedBy").asString(""), export(row.get("export")));
    }

    private static Optional<FileExportFigures> export(Value export) {
        try {
            return export.isNull()
                    ? Optional.empty()
                    : Optional.of(new FileExportFigures(export.get("full").asString(""), export.get("run").asLong(0),
                            export.get("seq").asLong(0), export.get("files").asLong(0), export.get("rows").asLong(0),
                            export.get("bytes").asLong(0), time(export.get("exportedAt")), time(export.get("nextAt"))));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(Value time) {
        return time.isNull() ? Optional.empty() : Optional.of(time.asZonedDateTime().toInstant());
    }

    private static Map<String, StoredSecret> secrets(JsonNode json) {
        Map<String, StoredSecret> secrets = new HashMap<>();
        json.properties().forEach(each -> secrets.put(each.getKey(), new StoredSecret(
                each.getValue().path("sealed").asText(), Instant.parse(each.getValue().path("since").asText()),
                Optional.of(each.getValue().path("until").asText()).filter(text -> !text.isEmpty())
                        .map(Instant::parse))));
        return secrets;
    }

    private static Optional<String> text(Record row, String field) {
        return row.get(field).isNull() ? Optional.empty() : Optional.of(String.valueOf(row.get(field).asObject()));
    }

    private static Instant instant(Record row, String field) {
        try {
            return row.get(field).asZonedDateTime().toInstant();
        } catch (RuntimeException e) {
            return Instant.EPOCH;
        }
    }

    /** All properties of the node that people may change. A value that is null removes its property. */
    static Map<String, Object> properties(StoredDestination stored) {
        ObjectNode options = Json.object();
        DestinationDraft.OPTIONS.forEach(field -> options.set(field, stored.document().path(field)));
        Map<String, Object> properties = state(stored);
        properties.put("name", stored.name());
        properties.put("kind", stored.document().path(DestinationDraft.KIND).asText());
        properties.put("enabled", stored.isEnabled());
        properties.put("settings", Json.write(stored.document().path(DestinationDraft.SETTINGS)));
        properties.put("options", Json.write(options));
        properties.put("secrets", Json.write(secrets(stored.secrets())));
        // For whoever notes what it is to be told.
        JsonNode send = stored.document().path(DestinationDraft.SEND);
        boolean hasMessages = !stored.isFiles();
        properties.put("audiences", hasMessages ? texts(send.path("audiences")) : List.of());
        properties.put("traits", hasMessages ? texts(send.path("traits")) : List.of());
        properties.put("idTypes", idTypes(stored.document().path("ids")));
        properties.put("everybody", stored.tellsEverybody());
        properties.put("leftOut", leftOut(send.path(SelectionForm.DEFINITIONS)));
        properties.put("accounts", send.path(SelectionForm.ACCOUNTS).asText("group"));
        properties.put("follows", stored.followsLedger());
        properties.put("aliases", stored.tellsMerges());
        properties.put("consentCategories", texts(stored.document().path(DestinationDraft.CONSENT)));
        return properties;
    }

    private static List<String> leftOut(JsonNode definitions) {
        return definitions.properties().stream().filter(each -> !each.getValue().path("enabled").asBoolean(true))
                .map(Map.Entry::getKey).toList();
    }

    /** The types of external IDs that messages are made for; {@code *}: any but anonymous ones. */
    private static List<String> idTypes(JsonNode ids) {
        List<String> types = ids.path("strategy").asText().equals("person")
                ? new ArrayList<>(List.of("*"))
                : texts(ids.path("types"));
        if (ids.path("anonymous").asBoolean()) {
            types.add("anonymous_id");
        }
        return types;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** Those that tell whether it sends, and of the last change. */
    static Map<String, Object> state(StoredDestination stored) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("pausedBecause", stored.pausedBecause().orElse(null));
        properties.put("version", stored.version());
        properties.put("updatedAt", time(stored.updatedAt()));
        properties.put("updatedBy", stored.updatedBy());
        return properties;
    }

    /** All properties of a new node but its key. */
    static Map<String, Object> newProperties(StoredDestination stored) {
        Map<String, Object> properties = properties(stored);
        properties.put("space", stored.space().value());
        properties.put("id", stored.id());
        properties.put("createdAt", time(stored.createdAt()));
        properties.put("createdBy", stored.createdBy());
        return properties;
    }

    private static JsonNode secrets(Map<String, StoredSecret> secrets) {
        ObjectNode json = Json.object();
        secrets.forEach((name, secret) -> {
            ObjectNode one = json.putObject(name).put("sealed", secret.sealed()).put("since",
                    secret.since().toString());
            secret.until().ifPresent(until -> one.put("until", until.toString()));
        });
        return json;
    }

    private static ZonedDateTime time(Instant instant) {
        return instant.atZone(ZoneOffset.UTC);
    }
}
