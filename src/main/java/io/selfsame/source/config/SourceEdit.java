package io.selfsame.source.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.ksuid.Ksuid;
import io.selfsame.cli.imports.MessageFile;
import io.selfsame.destination.config.FormFields;
import io.selfsame.destination.config.KafkaSettings;
import io.selfsame.destination.config.SecretInput;
import io.selfsame.destination.config.SecretMoves;
import io.selfsame.destination.config.SettingsReader;
import io.selfsame.destination.config.SettingsReader.ReadSettings;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.destination.secret.SecretBox.SecretPlace;
import io.selfsame.error.Conflict;
import io.selfsame.error.Invalid;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import io.selfsame.source.Source;
import io.selfsame.source.SourceSettings;
import io.selfsame.source.SourceState;
import io.selfsame.source.config.StoredSource.SealedSecret;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of a source by the body of a request, and what stored ones mean. Asks nothing of the graph. Thread safe. */
final class SourceEdit {

    private static final int LONGEST_NAME = 200;

    private static final KnownFields NEW = answered(KnownFields.of(StoredSource.NAME, StoredSource.KIND,
            StoredSource.ENABLED, StoredSource.SETTINGS)).ignoring(StoredSource.VERSION);
    private static final KnownFields CHANGE = answered(KnownFields.of(StoredSource.NAME, StoredSource.KIND,
            StoredSource.ENABLED, StoredSource.SETTINGS, StoredSource.VERSION));

    private final SecretBox box;

    SourceEdit(SecretBox box) {
        this.box = box;
    }

    /** Refuses a change with fields that there are not, whatever it is a change of. */
    static void requireKnown(JsonNode change) {
        CHANGE.require(change);
    }

    /** What we answer with and nobody can set: whoever sends back a source as it came is understood. */
    private static KnownFields answered(KnownFields fields) {
        return fields.ignoring("id", "spaceId", "status", "pausedBecause", "failingBecause", "lag", "accepted",
                "repeated",
                "rejected", "lastEventAt", "createdBy", "updatedBy", "createdAt", "updatedAt");
    }

    /** What somebody wants a source to be, with defaults for what was not said. */
    private record SourceDraft(String name, SourceKind kind, boolean enabled, ReadSettings settings) {

        static SourceDraft read(JsonNode all, Set<String> stored) {
            List<String> problems = new ArrayList<>();
            var body = new FormFields(all, "", problems);
            String name = body.text(StoredSource.NAME, "", LONGEST_NAME);
            String text = body.text(StoredSource.KIND, "", LONGEST_NAME);
            Optional<SourceKind> kind = SourceKind.of(text);
            if (kind.isEmpty() && !text.isEmpty()) {
                body.problem(StoredSource.KIND, "is " + KnownFields.quoted(text) + ", which is none; there are "
                        + SourceKind.all());
            }
            var draft = new SourceDraft(name, kind.orElse(SourceKind.KAFKA), body.flag(StoredSource.ENABLED, true),
                    kind.map(one -> SettingsReader.read(one.settings(), body, stored, url -> Optional.empty()))
                            .orElseGet(() -> new ReadSettings(Json.object(), Map.of())));
            if (problems.isEmpty() && kind.orElseThrow() == SourceKind.FOLDER) {
                MessageFile.problem(mapping(draft.settings().plain()), encoding(draft.settings().plain()))
                        .ifPresent(problems::add);
            }
            if (!problems.isEmpty()) {
                throw new Invalid("Not taken: " + String.join("; ", problems));
            }
            return draft;
        }

        ObjectNode document() {
            ObjectNode all = Json.object().put(StoredSource.NAME, name).put(StoredSource.KIND, kind.text())
                    .put(StoredSource.ENABLED, enabled);
            all.set(StoredSource.SETTINGS, settings.plain());
            return all;
        }
    }

    /**
     * A new one.
     *
     * @throws Invalid with all that is wrong
     * @throws Conflict if secrets cannot be stored
     */
    StoredSource made(SpaceId space, JsonNode body, Instant at, String by) {
        NEW.require(body);
        SourceDraft draft = SourceDraft.read(body, Set.of());
        String id = "sou_" + Ksuid.newKsuid();
        return new StoredSource(id, space, draft.document(), secrets(space, id, Map.of(), draft.settings(), at),
                Optional.empty(), Optional.empty(), 1, at, by, at, by, SourceState.NEW);
    }

    /**
     * One after a change: the same object if it changes nothing.
     *
     * @throws Invalid with all that is wrong, or cannot be changed
     * @throws Conflict if somebody has changed it since the caller read it, or secrets cannot be stored
     */
    StoredSource changed(StoredSource before, JsonNode body, Instant at, String by) {
        CHANGE.require(body);
        FormFields.requireVersion("source", before.version(), body.path(StoredSource.VERSION));
        JsonNode kind = body.path(StoredSource.KIND);
        if (!kind.isMissingNode() && !kind.asText().equals(before.kind())) {
            throw new Invalid("The kind of a source never changes; make a new one");
        }
        SourceDraft draft = SourceDraft.read(FormFields.merged(before.document(), body), before.secrets().keySet());
        SecretMoves.requireAnew(before.document().path(StoredSource.SETTINGS), draft.settings());
        Map<String, SealedSecret> secrets = secrets(before.space(), before.id(), before.secrets(), draft.settings(),
                at);
        ObjectNode document = draft.document();
        return document.equals(before.document()) && secrets.equals(before.secrets())
                ? before
                : before.with(document, secrets, at, by);
    }

    private Map<String, SealedSecret> secrets(SpaceId space, String id, Map<String, SealedSecret> before,
            ReadSettings settings, Instant at) {
        Map<String, SealedSecret> after = new HashMap<>();
        settings.secrets().forEach((name, input) -> {
            var place = new SecretPlace(space.value(), id, name);
            Optional<SealedSecret> there = Optional.ofNullable(before.get(name));
            switch (input) {
                case SecretInput.Kept kept -> there.ifPresent(secret -> after.put(name, secret));
                case SecretInput.Given(String text) -> after.put(name,
                        there.filter(secret -> box.open(place, secret.sealed()).filter(text::equals).isPresent())
                                .orElseGet(() -> new SealedSecret(box.seal(place, text), at)));
                case SecretInput.Generated none -> throw new IllegalStateException("No source signs anything");
            }
        });
        return after;
    }

    /** The source with its secrets; one whose secrets do not open is paused. Empty if somebody has changed it by hand into none. */
    Optional<Source> open(StoredSource stored) {
        try {
            SourceDraft draft = SourceDraft.read(stored.document(), stored.secrets().keySet());
            Map<String, String> secrets = new HashMap<>();
            stored.secrets().forEach((name, secret) -> box
                    .open(new SecretPlace(stored.space().value(), stored.id(), name), secret.sealed())
                    .ifPresent(text -> secrets.put(name, text)));
            Optional<String> locked = secrets.size() == stored.secrets().size()
                    ? Optional.empty()
                    : Optional.of(box.advice());
            return Optional.of(new Source(stored.id(), stored.space(), draft.name(), settings(stored, draft, secrets),
                    draft.enabled(), stored.problem().or(() -> locked).or(stored::pausedBecause), stored.version()));
        } catch (Invalid e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> mapping(JsonNode plain) {
        return Optional.of(plain.path(SourceKind.MAPPING)).filter(mapping -> !mapping.isEmpty());
    }

    private static String encoding(JsonNode plain) {
        String encoding = plain.path(SourceKind.ENCODING).asText();
        return encoding.isEmpty() ? "UTF-8" : encoding;
    }

    private static SourceSettings settings(StoredSource stored, SourceDraft draft, Map<String, String> secrets) {
        JsonNode plain = draft.settings().plain();
        return switch (draft.kind()) {
            case KAFKA -> {
                String group = plain.path(SourceKind.GROUP).asText();
                yield new SourceSettings.Kafka(KafkaSettings.cluster(plain, secrets),
                        List.of(plain.path(SourceKind.TOPICS).asText().split(",", -1)),
                        group.isEmpty() ? "selfsame-" + stored.id() : group,
                        plain.path(SourceKind.START).asText().equals(SourceKind.EARLIEST));
            }
            case FOLDER -> new SourceSettings.Folder(plain.path(SourceKind.FOLDER_NAME).asText(), mapping(plain),
                    encoding(plain));
        };
    }
}
