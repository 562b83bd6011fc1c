package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.ksuid.Ksuid;
import io.selfsame.destination.UrlCheck;
import io.selfsame.destination.config.StoredDestination.StoredSecret;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.destination.secret.SecretBox.SecretPlace;
import io.selfsame.error.Conflict;
import io.selfsame.error.Invalid;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of a destination by the body of a request. Asks nothing of the graph. Thread safe. */
final class DestinationEdit {

    /** So long the former signing secret signs, too. */
    static final Duration ROTATION = Duration.ofHours(24);

    private final SecretBox box;
    private final UrlCheck urls;
    private final ToolForms tools;

    DestinationEdit(SecretBox box, UrlCheck urls, ToolForms tools) {
        this.box = box;
        this.urls = urls;
        this.tools = tools;
    }

    /** @param generated a secret that was made for it, in the clear, to be shown once */
    record EditedDestination(StoredDestination destination, Optional<String> generated) {}

    /**
     * A new one.
     *
     * @throws Invalid with all that is wrong
     * @throws Conflict if secrets cannot be stored
     */
    EditedDestination made(SpaceId space, JsonNode body, Instant at, String by) {
        var draft = DestinationDraft.read(body, Set.of(), urls, tools);
        String id = "dst_" + Ksuid.newKsuid();
        var secrets = new SecretChange(space, id, Map.of(), at);
        draft.settings().secrets().forEach(secrets::apply);
        return new EditedDestination(new StoredDestination(id, space, draft.document(), secrets.after,
                Optional.empty(), Optional.empty(), Optional.empty(), 1, at, by, at, by, Optional.empty()),
                secrets.generated);
    }

    /**
     * One after a change: the same object if it changes nothing.
     *
     * @throws Invalid with all that is wrong, or cannot be changed
     * @throws Conflict if somebody has changed it since the caller read it, or secrets cannot be stored
     */
    EditedDestination changed(StoredDestination before, JsonNode body, Instant at, String by) {
        FormFields.requireVersion("destination", before.version(), body.path(DestinationDraft.VERSION));
        JsonNode kind = body.path(DestinationDraft.KIND);
        if (!kind.isMissingNode() && !kind.equals(before.document().path(DestinationDraft.KIND))) {
            throw new Invalid("The kind of a destination never changes; make a new one");
        }
        var draft = DestinationDraft.read(FormFields.merged(before.document(), body), before.secrets().keySet(), urls,
                tools);
        var secrets = new SecretChange(before.space(), before.id(), before.secrets(), at);
        draft.settings().secrets().forEach(secrets::apply);
        secrets.keepPrevious();
        ObjectNode document = draft.document();
        if (draft.tool().isEmpty()) {
            SecretMoves.requireAnew(before.document().path(DestinationDraft.SETTINGS), draft.settings());
        } else {
            ToolForms.requireSecretsAnew(before.document().path(DestinationDraft.SETTINGS), draft);
        }
        boolean isSame = document.equals(before.document()) && secrets.after.equals(secrets.valid());
        return new EditedDestination(isSame ? before : before.with(document, secrets.after, at, by),
                secrets.generated);
    }

    /** The secrets of one destination as they become. */
    private final class SecretChange {

        private final SpaceId space;
        private final String id;
        private final Map<String, StoredSecret> before;
        private final Instant at;
        private final Map<String, StoredSecret> after = new HashMap<>();
        private Optional<String> generated = Optional.empty();

        SecretChange(SpaceId space, String id, Map<String, StoredSecret> before, Instant at) {
            this.space = space;
            this.id = id;
            this.before = before;
            this.at = at;
        }

        void apply(String name, SecretInput input) {
            switch (input) {
                case SecretInput.Kept kept -> keep(name);
                case SecretInput.Given(String text) -> {
                    if (open(name).filter(text::equals).isPresent()) {
                        keep(name);
                    } else {
                        set(name, text);
                    }
                }
                case SecretInput.Generated none -> {
                    String made = SigningSecrets.next();
                    set(name, made);
                    generated = Optional.of(made);
                }
            }
        }

        private void keep(String name) {
            Optional.ofNullable(before.get(name)).ifPresent(secret -> after.put(name, secret));
        }

        private Optional<String> open(String name) {
            return Optional.ofNullable(before.get(name)).flatMap(secret -> box.open(place(name), secret.sealed()));
        }

        private void set(String name, String text) {
            after.put(name, new StoredSecret(box.seal(place(name), text), at, Optional.empty()));
            StoredSecret former = before.get(name);
            if (name.equals(DestinationKind.SECRET) && former != null) {
                open(name).ifPresent(opened -> after.put(SettingsReader.PREVIOUS,
                        new StoredSecret(box.seal(place(SettingsReader.PREVIOUS), opened), former.since(),
                                Optional.of(at.plus(ROTATION)))));
            }
        }

        /** The former signing secret is none that requests know of. It stays for its time, unless there is a newer former one. */
        void keepPrevious() {
            Optional.ofNullable(before.get(SettingsReader.PREVIOUS)).filter(secret -> secret.isValid(at))
                    .ifPresent(secret -> after.putIfAbsent(SettingsReader.PREVIOUS, secret));
        }

        /** Those from before without one that has ended. */
        Map<String, StoredSecret> valid() {
            Map<String, StoredSecret> valid = new HashMap<>(before);
            valid.values().removeIf(secret -> !secret.isValid(at));
            return valid;
        }

        private SecretPlace place(String name) {
            return new SecretPlace(space.value(), id, name);
        }
    }
}
