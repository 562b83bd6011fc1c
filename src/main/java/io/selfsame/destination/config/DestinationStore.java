package io.selfsame.destination.config;

import io.selfsame.destination.Destination;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Value;

/** The destinations of each space, as they are. Thread safe. */
public final class DestinationStore {

    /** Destinations of one space. */
    static final int MOST = 50;

    private static final Statement LIST = Statement.of("destination/list");
    private static final Statement GET = Statement.of("destination/get");
    private static final Statement UNKNOWN_KEYS = Statement.of("destination/unknownKeys");
    private static final Statement ANY_SECRETS = Statement.of("destination/anySecrets");

    private final Graph graph;
    private final DestinationOpening opening;

    public DestinationStore(Graph graph, SecretBox box) {
        this.graph = graph;
        this.opening = new DestinationOpening(box);
    }

    /** Whether any destination of any space has secrets. */
    public static boolean anySecrets(Graph graph) {
        return !graph.read(ANY_SECRETS, Map.of()).isEmpty();
    }

    /**
     * One, with its secrets in the clear; empty if there is none of that ID. One whose secrets do not open is paused, as is one that somebody has
     * changed by hand.
     */
    public Optional<Destination> get(SpaceId space, String id) {
        return stored(space, id).map(this::opened);
    }

    Destination opened(StoredDestination stored) {
        return opening.open(stored, Instant.now());
    }

    Optional<StoredDestination> stored(SpaceId space, String id) {
        return graph.read(tx -> stored(tx, space, id));
    }

    /** Keys that a destination chooses, or has something different for, and that no definition has. */
    List<String> unknownKeys(StoredDestination stored) {
        List<String> keys = stored.chosenKeys();
        return keys.isEmpty()
                ? List.of()
                : graph.read(UNKNOWN_KEYS, Map.of("space", stored.space().value(), "keys", keys)).getFirst()
                        .get("unknown").asList(Value::asString);
    }

    static Optional<StoredDestination> stored(Tx tx, SpaceId space, String id) {
        return tx.run(GET, Map.of("key", space.key(id))).stream().map(row -> DestinationRows.read(space, row))
                .findFirst();
    }

    /**
     * Some of them, in the order of their IDs, which is that in which they were made.
     *
     * @param after the ID behind which to begin, or empty
     */
    List<StoredDestination> page(SpaceId space, String after, int limit) {
        return graph.read(tx -> page(tx, space, after, limit));
    }

    static List<StoredDestination> page(Tx tx, SpaceId space, String after, int limit) {
        return tx.run(LIST, Map.of("space", space.value(), "after", after, "limit", limit)).stream()
                .map(row -> DestinationRows.read(space, row)).toList();
    }
}
