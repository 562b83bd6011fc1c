package io.selfsame.source.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.error.Conflict;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.source.Source;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The sources of each space, as they are and as people change them. Each change is one transaction that holds the lock of the space's
 * sources. Always true: a space has at most so many, and no two of them have one name. Thread safe, and safe with other instances.
 */
public final class SourceStore {

    /** Sources of one space. */
    static final int MOST = 20;

    private static final Statement LIST = Statement.of("source/list");
    private static final Statement GET = Statement.of("source/get");
    private static final Statement LOCK = Statement.of("source/lock");
    private static final Statement CREATE = Statement.of("source/create");
    private static final Statement ANY_SECRETS = Statement.of("source/anySecrets");
    private static final Statement CHANGE = Statement.of("source/change");
    private static final Statement DELETE = Statement.of("source/delete");

    private final Graph graph;
    private final SourceEdit edit;

    public SourceStore(Graph graph, SecretBox box) {
        this.graph = graph;
        this.edit = new SourceEdit(box);
    }

    /** Whether any source of any space has secrets. */
    public static boolean anySecrets(Graph graph) {
        return !graph.read(ANY_SECRETS, Map.of()).isEmpty();
    }

    /** One, with its secrets in the clear; paused if they do not open. Empty if there is none of that ID. */
    public Optional<Source> find(SpaceId space, String id) {
        return stored(space, id).flatMap(edit::open);
    }

    /** The IDs of the sources of a space. */
    public List<String> ids(SpaceId space) {
        return all(space).stream().map(StoredSource::id).toList();
    }

    Optional<Source> opened(StoredSource stored) {
        return edit.open(stored);
    }

    Optional<StoredSource> stored(SpaceId space, String id) {
        return graph.read(tx -> stored(tx, space, id));
    }

    private static Optional<StoredSource> stored(Tx tx, SpaceId space, String id) {
        return tx.run(GET, Map.of("key", space.key(id))).stream().map(SourceRows::read).findFirst();
    }

    /** All of a space, in the order in which they were made. */
    List<StoredSource> all(SpaceId space) {
        return graph.read(tx -> all(tx, space));
    }

    private static List<StoredSource> all(Tx tx, SpaceId space) {
        return tx.run(LIST, Map.of("space", space.value(), "limit", MOST)).stream().map(SourceRows::read).toList();
    }

    /**
     * Makes one.
     *
     * @param by the ID of a management token
     * @param dryRun only to see whether it would be taken
     * @throws io.selfsame.error.Invalid if the body is none of a source
     * @throws Conflict if the space has too many or one of that name, or if secrets cannot be stored
     */
    StoredSource create(SpaceId space, JsonNode body, String by, boolean dryRun) {
        return locked(space, dryRun, tx -> {
            StoredSource made = edit.made(space, body, now(), by);
            List<StoredSource> others = all(tx, space);
            if (others.size() >= MOST) {
                throw new Conflict("The space has " + MOST + " sources, which is the limit; delete one first");
            }
            requireOtherName(others, made);
            requireOtherFolder(others, made);
            if (!dryRun) {
                tx.run(CREATE, Map.of("key", space.key(made.id()), "properties", SourceRows.newProperties(made)));
            }
            return made;
        });
    }

    /** Changes one; empty if there is none of that ID. Fails as {@link #create}, and if somebody has changed it meanwhile. */
    Optional<StoredSource> change(SpaceId space, String id, JsonNode body, String by, boolean dryRun) {
        return locked(space, dryRun, tx -> stored(tx, space, id).map(before -> {
            StoredSource after = edit.changed(before, body, now(), by);
            List<StoredSource> all = all(tx, space);
            requireOtherName(all, after);
            requireOtherFolder(all, after);
            if (!dryRun) {
                write(tx, before, after, SourceRows.properties(after));
            }
            return after;
        }));
    }

    /** Has no events taken from it until somebody resumes it; empty if there is none of that ID. */
    Optional<StoredSource> pause(SpaceId space, String id, String because, String by) {
        return state(space, id, before -> before.pausedBecause().filter(because::equals).isPresent()
                ? before
                : before.paused(Optional.of(because), now(), by));
    }

    /** Has events taken from it again; empty if there is none of that ID. */
    Optional<StoredSource> resume(SpaceId space, String id, String by) {
        return state(space, id, before -> before.pausedBecause().isEmpty()
                ? before
                : before.paused(Optional.empty(), now(), by));
    }

    /** Deletes one, and its secrets; false if there is none of that ID. */
    boolean delete(SpaceId space, String id, boolean dryRun) {
        return locked(space, dryRun, tx -> {
            boolean isThere = stored(tx, space, id).isPresent();
            if (isThere && !dryRun) {
                tx.run(DELETE, Map.of("key", space.key(id)));
            }
            return isThere;
        });
    }

    private Optional<StoredSource> state(SpaceId space, String id, UnaryOperator<StoredSource> change) {
        return locked(space, false, tx -> stored(tx, space, id).map(before -> {
            StoredSource after = change.apply(before);
            write(tx, before, after, SourceRows.state(after));
            return after;
        }));
    }

    private static void write(Tx tx, StoredSource before, StoredSource after, Map<String, Object> properties) {
        if (after.version() != before.version()) {
            tx.run(CHANGE, Map.of("key", after.space().key(after.id()), "properties", properties));
        }
    }

    private <T> T locked(SpaceId space, boolean dryRun, Function<Tx, T> work) {
        return dryRun ? graph.read(work) : graph.write(tx -> {
            tx.run(LOCK, Map.of("space", space.value()));
            return work.apply(tx);
        });
    }

    private static void requireOtherName(List<StoredSource> all, StoredSource one) {
        all.stream().filter(other -> other.name().equals(one.name()) && !other.id().equals(one.id())).findFirst()
                .ifPresent(other -> {
                    throw new Conflict("The source " + other.id() + " has the name '" + other.name()
                            + "'; give another name");
                });
    }

    /** Two would take each other's files. */
    private static void requireOtherFolder(List<StoredSource> all, StoredSource one) {
        Optional<String> folder = folder(one);
        all.stream().filter(other -> !other.id().equals(one.id()) && folder.isPresent() && folder.equals(folder(other)))
                .findFirst().ifPresent(other -> {
                    throw new Conflict("The source " + other.id() + " has the folder '" + folder.get()
                            + "'; give another folder");
                });
    }

    private static Optional<String> folder(StoredSource one) {
        return Optional.of(one.document().at("/settings/" + SourceKind.FOLDER_NAME).asText())
                .filter(folder -> !folder.isEmpty());
    }

    /** What Neo4j stores of an instant, and JSON shows of it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
