package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.destination.UrlCheck;
import io.selfsame.destination.catalogue.Catalogue;
import io.selfsame.destination.config.DestinationEdit.EditedDestination;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.error.Conflict;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.outbox.AccountMembers;
import io.selfsame.outbox.Outbox;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Makes, changes, pauses and deletes destinations, each in one transaction that holds the lock of the space's destinations. Always true:
 * a space has at most so many, and no two of them have one name or one folder. Thread safe, and safe with other instances.
 */
public final class DestinationChanges {

    private static final Statement CREATE = Statement.of("destination/create");
    private static final Statement CHANGE = Statement.of("destination/change");
    private static final Statement DELETE = Statement.of("destination/delete");
    private static final Statement EXPORT_AGAIN = Statement.of("files/again");

    private static final Statement FOLLOW = Statement.of("delivery/beginFollow");

    /** How often a change is begun anew, as somebody else has changed the destination meanwhile. */
    private static final int ATTEMPTS = 10;

    private final Graph graph;
    private final DestinationEdit edit;

    /**
     * @param urls looks at the addresses that people set
     * @param catalogue empty if there is none
     */
    public DestinationChanges(Graph graph, SecretBox box, UrlCheck urls, Optional<Catalogue> catalogue) {
        this.graph = graph;
        this.edit = new DestinationEdit(box, urls, new ToolSettingsReader(catalogue));
    }

    /**
     * Makes one.
     *
     * @param by the ID of a management token
     * @param dryRun only to see whether it would be taken
     * @throws io.selfsame.error.Invalid if the body is none of a destination
     * @throws Conflict if the space has too many or one of that name or folder, or if secrets cannot be stored
     */
    EditedDestination create(SpaceId space, JsonNode body, String by, boolean dryRun) {
        // Before the lock is held: the catalogue may have to be asked.
        EditedDestination made = edit.made(space, body, now(), by);
        return locked(space, dryRun, tx -> {
            requireRoom(tx, made.destination());
            if (!dryRun) {
                StoredDestination one = made.destination();
                tx.run(CREATE, Map.of("key", space.key(one.id()), "properties", DestinationRows.newProperties(one)));
                if (one.isEnabled() && one.tellsEverybody() && !one.isFiles()) {
                    Outbox.tellEverybody(tx, space, one.id(), false);
                }
                members(tx, one);
                follow(tx, Optional.empty(), one);
            }
            return made;
        });
    }

    /** Changes one; empty if there is none of that ID. Fails as {@link #create}, and if somebody has changed it meanwhile. */
    Optional<EditedDestination> change(SpaceId space, String id, JsonNode body, String by, boolean dryRun) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<StoredDestination> before = graph.read(tx -> DestinationStore.stored(tx, space, id));
            if (before.isEmpty()) {
                return Optional.empty();
            }
            // Before the lock is held: the catalogue may have to be asked.
            EditedDestination after = edit.changed(before.get(), body, now(), by);
            Optional<EditedDestination> changed = locked(space, dryRun, tx -> {
                boolean same = DestinationStore.stored(tx, space, id)
                        .filter(now -> now.version() == before.get().version()
                                && now.pausedBecause().equals(before.get().pausedBecause()))
                        .isPresent();
                return same ? Optional.of(change(tx, before.get(), after, dryRun)) : Optional.empty();
            });
            if (changed.isPresent()) {
                return changed;
            }
        }
        throw new Conflict("Others change the destination at the same time; try again");
    }

    private static EditedDestination change(Tx tx, StoredDestination before, EditedDestination after, boolean dryRun) {
        requireOther(tx, after.destination());
        if (!dryRun) {
            write(tx, before, after.destination(), DestinationRows.properties(after.destination()));
            sync(tx, before, after.destination());
            members(tx, after.destination());
            follow(tx, Optional.of(before), after.destination());
        }
        return after;
    }

    /**
     * Has it send nothing until somebody resumes it. What happens meanwhile waits. Empty if there is none of that ID.
     *
     * @param because for people
     * @param by the ID of a management token
     */
    Optional<StoredDestination> paused(SpaceId space, String id, String because, String by) {
        return state(space, id, before -> before.pausedBecause().filter(because::equals).isPresent()
                ? before
                : before.paused(Optional.of(because), now(), by));
    }

    /** Has it send again, with all that waits, or, if that was too much, with everybody; empty if there is none of that ID. */
    Optional<StoredDestination> resume(SpaceId space, String id, String by) {
        return locked(space, false, tx -> DestinationStore.stored(tx, space, id).map(before -> {
            StoredDestination after = before.pausedBecause().isEmpty()
                    ? before
                    : before.paused(Optional.empty(), now(), by);
            write(tx, before, after, DestinationRows.state(after));
            if (Outbox.unmute(tx, space, id)) {
                Outbox.tellEverybody(tx, space, id, true);
                Outbox.review(tx, space, id);
            }
            return after;
        }));
    }

    /** Deletes one, and its secrets; false if there is none of that ID. */
    boolean delete(SpaceId space, String id, boolean dryRun) {
        return locked(space, dryRun, tx -> {
            boolean isThere = DestinationStore.stored(tx, space, id).isPresent();
            if (isThere && !dryRun) {
                tx.run(DELETE, Map.of("key", space.key(id)));
            }
            return isThere;
        });
    }

    /** Of one that missed what happened, or is sent something else now: what it knows is made to be what holds. */
    private static void sync(Tx tx, StoredDestination before, StoredDestination after) {
        if (after.isFiles()) {
            if (after.isEnabled() && !before.isEnabled()) {
                tx.run(EXPORT_AGAIN, Map.of("key", after.space().key(after.id())));
            }
            return;
        }
        boolean ids = differ(before, after, DestinationDraft.IDS);
        if (after.isEnabled() && (!before.isEnabled() || ids || differ(before, after, DestinationDraft.SEND))) {
            if (after.tellsEverybody()) {
                Outbox.tellEverybody(tx, after.space(), after.id(), ids);
            }
            Outbox.review(tx, after.space(), after.id());
        }
    }

    private static void members(Tx tx, StoredDestination after) {
        if (after.tellsMembers()) {
            AccountMembers.begin(tx, after.space());
        }
    }

    private static boolean differ(StoredDestination one, StoredDestination other, String field) {
        return !one.document().path(field).equals(other.document().path(field));
    }

    /** What stands in the ledger before is not told: that may be years of events. */
    private static void follow(Tx tx, Optional<StoredDestination> before, StoredDestination after) {
        boolean events = begins(before, after, StoredDestination::tellsEvents);
        boolean identity = begins(before, after, StoredDestination::tellsIdentityChanges);
        boolean merges = begins(before, after, StoredDestination::tellsMerges);
        if (events || identity || merges) {
            tx.run(FOLLOW, Map.of("key", after.space().key(after.id()), "space", after.space().value(), "fresh",
                    begins(before, after, StoredDestination::followsLedger), "events", events, "identity", identity,
                    "merges", merges));
        }
    }

    private static boolean begins(Optional<StoredDestination> before, StoredDestination after,
            Predicate<StoredDestination> does) {
        return does.test(after) && before.filter(does).isEmpty();
    }

    private Optional<StoredDestination> state(SpaceId space, String id, UnaryOperator<StoredDestination> change) {
        return locked(space, false, tx -> DestinationStore.stored(tx, space, id).map(before -> {
            StoredDestination after = change.apply(before);
            write(tx, before, after, DestinationRows.state(after));
            return after;
        }));
    }

    private static void write(Tx tx, StoredDestination before, StoredDestination after,
            Map<String, Object> properties) {
        if (after.version() != before.version()) {
            tx.run(CHANGE, Map.of("key", after.space().key(after.id()), "properties", properties));
        }
    }

    private <T> T locked(SpaceId space, boolean dryRun, Function<Tx, T> work) {
        return dryRun ? graph.read(work) : graph.write(tx -> {
            Outbox.open(tx, space, "destinations");
            return work.apply(tx);
        });
    }

    private static void requireRoom(Tx tx, StoredDestination made) {
        if (DestinationStore.page(tx, made.space(), "", DestinationStore.MOST).size() >= DestinationStore.MOST) {
            throw new Conflict("The space has " + DestinationStore.MOST
                    + " destinations, which is the limit; delete one first");
        }
        requireOther(tx, made);
    }

    private static void requireOther(Tx tx, StoredDestination one) {
        DestinationStore.page(tx, one.space(), "", DestinationStore.MOST).stream()
                .filter(other -> !other.id().equals(one.id())).forEach(other -> {
                    if (other.name().equals(one.name())) {
                        throw new Conflict("The destination " + other.id() + " has the name '" + other.name()
                                + "'; give another name");
                    }
                    // Each would remove what the other has written.
                    one.folder().filter(folder -> other.folder().equals(Optional.of(folder))).ifPresent(folder -> {
                        throw new Conflict("The destination " + other.id() + " has the folder '" + folder
                                + "'; give another folder");
                    });
                });
    }

    /** What Neo4j stores of an instant, and JSON shows of it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
