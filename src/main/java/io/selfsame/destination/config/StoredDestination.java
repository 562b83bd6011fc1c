package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.json.ApiSchema;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A destination as it is stored: its secrets are encrypted. Immutable, unless somebody changes the document.
 *
 * @param document as {@link DestinationDraft#document} makes it
 * @param secrets by name; a header is called {@code headers.<name>}
 * @param pausedBecause why it sends nothing, in the words of whoever paused it
 * @param failingBecause why what is sent does not arrive, in the words of whoever sends
 * @param problem why the document is not what was stored: somebody has changed that by hand
 * @param version grows with each change
 * @param createdBy the ID of a management token
 * @param export what one of files has written
 */
record StoredDestination(String id, SpaceId space, ObjectNode document, Map<String, StoredSecret> secrets,
        Optional<String> pausedBecause, Optional<String> failingBecause, Optional<String> problem, long version,
        Instant createdAt, String createdBy, Instant updatedAt, String updatedBy, Optional<FileExportFigures> export) {

    StoredDestination {
        secrets = Map.copyOf(secrets);
    }

    /**
     * A secret as it is stored.
     *
     * @param sealed encrypted
     * @param since when it was set
     * @param until when it is valid no longer, of one that has a successor
     */
    record StoredSecret(String sealed, Instant since, Optional<Instant> until) {

        boolean isValid(Instant at) {
            return until.filter(end -> !end.isAfter(at)).isEmpty();
        }
    }

    String name() {
        return document.path(DestinationDraft.NAME).asText();
    }

    boolean isEnabled() {
        return document.path(DestinationDraft.ENABLED).asBoolean();
    }

    /** Whether it follows the ledger, and has no messages. */
    boolean isFiles() {
        return document.path(DestinationDraft.KIND).asText().equals(DestinationKind.FILES.text());
    }

    /** The folder that it writes into, if it is one of files. */
    Optional<String> folder() {
        return isFiles()
                ? Optional.of(document.path(DestinationDraft.SETTINGS).path(DestinationKind.FOLDER).asText())
                : Optional.empty();
    }

    /** Whether it is told of everybody first, and not only of who changes. */
    boolean tellsEverybody() {
        return !document.path(DestinationDraft.FIRST_SYNC).asText().equals("changes");
    }

    /** Whether it is told of events. */
    boolean tellsEvents() {
        JsonNode events = document.path(DestinationDraft.SEND).path(SelectionForm.EVENTS);
        return isEnabled() && !isFiles() && (events.isObject() || events.asBoolean());
    }

    /** Whether it is told of changes of identity. */
    boolean tellsIdentityChanges() {
        return isEnabled() && !isFiles()
                && document.path(DestinationDraft.SEND).path(SelectionForm.IDENTITY_CHANGES).asBoolean();
    }

    /** The keys of definitions that it names, each once. */
    List<String> chosenKeys() {
        JsonNode send = document.path(DestinationDraft.SEND);
        Set<String> keys = new TreeSet<>();
        send.path(SelectionForm.AUDIENCES).forEach(key -> keys.add(key.asText()));
        send.path(SelectionForm.TRAITS).forEach(key -> keys.add(key.asText()));
        send.path(SelectionForm.DEFINITIONS).fieldNames().forEachRemaining(keys::add);
        keys.remove("*");
        return List.copyOf(keys);
    }

    /** Whether it is told of audiences of accounts by the members of the accounts. */
    boolean tellsMembers() {
        return isEnabled() && !isFiles() && document.path(DestinationDraft.SEND).path(SelectionForm.ACCOUNTS).asText()
                .equals(FormFields.text(Destination.Accounts.MEMBERS));
    }

    /** Whether it is told of merges by alias calls. */
    boolean tellsMerges() {
        return isEnabled() && !isFiles()
                && document.path(DestinationDraft.ALIAS_ON_MERGE).path(DestinationDraft.ENABLED).asBoolean();
    }

    /** Whether it is told of what stands in the ledger. */
    boolean followsLedger() {
        return tellsEvents() || tellsIdentityChanges() || tellsMerges();
    }

    /** The same with other content, by somebody. */
    StoredDestination with(ObjectNode other, Map<String, StoredSecret> otherSecrets, Instant at, String by) {
        return new StoredDestination(id, space, other, otherSecrets, pausedBecause, failingBecause, Optional.empty(),
                version + 1, createdAt, createdBy, at, by, export);
    }

    /** The same, paused or not, by somebody. */
    StoredDestination paused(Optional<String> because, Instant at, String by) {
        return new StoredDestination(id, space, document, secrets, because, failingBecause, problem, version + 1,
                createdAt, createdBy, at, by, export);
    }

    /**
     * What an export has written so far.
     *
     * @param folder of the full export that is being added to
     * @param runs that are done, in all full exports
     * @param ledger up to which place it is in files
     * @param nextAt when it goes on
     */
    @ApiSchema("DestinationExport")
    record FileExportFigures(String folder, long runs, long ledger, long files, long rows, long bytes,
            Optional<Instant> exportedAt,
            Optional<Instant> nextAt) {}
}
