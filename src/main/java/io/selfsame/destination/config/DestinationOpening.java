package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.DestinationSettings.FileFormat;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.destination.secret.SecretBox.SecretPlace;
import io.selfsame.error.Invalid;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes of what is stored what is sent by. One that cannot be read is paused, and says why; nothing fails. Thread safe. */
final class DestinationOpening {

    private final SecretBox box;

    DestinationOpening(SecretBox box) {
        this.box = box;
    }

    /** The destination with its secrets as they are valid at a time. */
    Destination open(StoredDestination stored, Instant at) {
        try {
            var draft = DestinationDraft.read(stored.document(), stored.secrets().keySet(), url -> Optional.empty(),
                    ToolForms.STORED);
            Map<String, String> secrets = new HashMap<>();
            boolean opens = stored.secrets().entrySet().stream().filter(each -> each.getValue().isValid(at))
                    .allMatch(each -> box
                            .open(new SecretPlace(stored.space().value(), stored.id(), each.getKey()),
                                    each.getValue().sealed())
                            .map(text -> secrets.put(each.getKey(), text) == null).orElse(false));
            return destination(stored, draft,
                    opens ? settings(draft, secrets) : new DestinationSettings.Unreadable(box.advice()),
                    opens ? Optional.empty() : Optional.of(box.advice()));
        } catch (Invalid e) {
            return closed(stored, "What is stored of it is not understood; send it anew. " + e.getMessage());
        }
    }

    private static Destination destination(StoredDestination stored, DestinationDraft draft,
            DestinationSettings settings,
            Optional<String> problem) {
        return new Destination(stored.id(), stored.space(), draft.name(), settings, draft.enabled(), draft.send(),
                draft.calls(), draft.ids(), draft.aliasOnMerge(), draft.firstSync(),
                draft.consentCategories(),
                stored.problem().or(() -> problem).or(stored::pausedBecause), stored.version());
    }

    private static Destination closed(StoredDestination stored, String why) {
        return new Destination(stored.id(), stored.space(), stored.name(), new DestinationSettings.Unreadable(why),
                stored.isEnabled(),
                new Destination.Selection(new Destination.Keys.All(), new Destination.Keys.All(), List.of()),
                Destination.Calls.STANDARD, Destination.Ids.STANDARD, Destination.AliasOnMerge.OFF,
                Destination.FirstSync.EVERYBODY, Set.of(), Optional.of(stored.problem().orElse(why)), stored.version());
    }

    private static DestinationSettings settings(DestinationDraft draft, Map<String, String> secrets) {
        JsonNode plain = draft.settings().plain();
        URI url = URI.create(plain.path(DestinationKind.URL).asText());
        int rate = plain.path(DestinationKind.RATE).asInt();
        return switch (draft.kind()) {
            case WEBHOOK -> new DestinationSettings.Webhook(url,
                    Stream.of(DestinationKind.SECRET, SettingsReader.PREVIOUS).filter(secrets::containsKey)
                            .map(secrets::get).toList(),
                    Optional.ofNullable(secrets.get(DestinationKind.SEGMENT_SECRET)), headers(secrets),
                    plain.path(DestinationKind.BATCH).asInt(), rate);
            case SEGMENT -> new DestinationSettings.SegmentApi(url, secrets.getOrDefault(DestinationKind.WRITE_KEY, ""),
                    rate);
            case KAFKA -> new DestinationSettings.Kafka(KafkaSettings.cluster(plain, secrets),
                    plain.path(KafkaSettings.TOPIC).asText(), plain.path(KafkaSettings.COMPRESSION).asText());
            case FILES -> files(plain);
            case CATALOGUE -> ToolForms.opened(draft.tool(), plain, secrets, rate);
        };
    }

    private static DestinationSettings files(JsonNode plain) {
        Set<String> tables = new HashSet<>();
        plain.path(DestinationKind.TABLES).forEach(table -> tables.add(table.asText()));
        return new DestinationSettings.Files(
                FileFormat.valueOf(plain.path(DestinationKind.FORMAT).asText().toUpperCase(Locale.ROOT)),
                plain.path(DestinationKind.FOLDER).asText(), tables, plain.path(DestinationKind.INTERVAL).asInt(),
                plain.path(DestinationKind.GZIP).asBoolean(), plain.path(DestinationKind.ESCAPE).asBoolean());
    }

    private static Map<String, String> headers(Map<String, String> secrets) {
        Map<String, String> headers = new LinkedHashMap<>();
        secrets.forEach((name, value) -> SettingsReader.header(name).ifPresent(header -> headers.put(header, value)));
        return headers;
    }
}
