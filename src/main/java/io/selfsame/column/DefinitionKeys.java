package io.selfsame.column;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.space.SpaceId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Record;

/**
 * The keys of each space's definitions: traits that definitions write, and calls cannot set. They have the version of the
 * {@link EventColumns}: whoever writes events compares it under the ledger's lock, and whoever makes or deletes a definition raises it
 * under the same lock, so that no event is written by keys that are no longer true. Thread safe.
 */
public final class DefinitionKeys {

    private static final Statement KEYS = Statement.of("column/keys");
    private static final Statement CHANGE = Statement.of("column/changeKeys");

    /** Keys of all spaces together, of up to 100 characters: at most a 128th of the heap. */
    private static final long MOST = Runtime.getRuntime().maxMemory() / 128 / 300;

    private final Cache<SpaceId, KeySet> cache = Caffeine.newBuilder().maximumWeight(MOST)
            .<SpaceId, KeySet>weigher((space, keys) -> 1 + keys.ofPeople().size() + keys.ofAccounts().size()).build();

    /** The keys of a space in one version. Immutable. */
    public record KeySet(long version, Set<String> ofPeople, Set<String> ofAccounts) {

        public KeySet {
            ofPeople = Set.copyOf(ofPeople);
            ofAccounts = Set.copyOf(ofAccounts);
        }
    }

    /**
     * The keys in the version that the holder of the ledger's lock read.
     *
     * @param version that of the columns
     */
    public KeySet at(Tx tx, SpaceId space, long version) {
        KeySet known = cache.getIfPresent(space);
        if (known == null || known.version() != version) {
            // Not of readers without the lock: Neo4j shows them a commit bit by bit.
            known = read(tx, space, version);
            cache.put(space, known);
        }
        return known;
    }

    private static KeySet read(Tx tx, SpaceId space, long version) {
        Set<String> people = new HashSet<>();
        Set<String> accounts = new HashSet<>();
        for (Record row : tx.run(KEYS, Map.of("space", space.value()))) {
            (row.get("accounts").asBoolean() ? accounts : people).add(row.get("key").asString());
        }
        return new KeySet(version, people, accounts);
    }

    /** Takes the lock on a space's ledger to change the keys; what the transaction does after it is seen by all later events. */
    public static void change(Tx tx, SpaceId space) {
        tx.run(CHANGE, Map.of("space", space.value()));
    }
}
