package io.selfsame.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.space.SpaceId;

/**
 * What a committed batch leaves to the next one of its space: who its people are. That holds for as long as nobody else has
 * written to the space, and the ledger tells: then its next place is the one expected here.
 *
 * @param next the first free place of the ledger after the batch
 */
record Carried(long next, Clusters clusters) {

    static final Carried NOTHING = new Carried(0, new Clusters());

    /** What an external ID is reckoned to take with all that hangs on it, in bytes. */
    private static final int BYTES = 1_000;

    /** A sixteenth of the heap, in external IDs. */
    private static final long MOST = Runtime.getRuntime().maxMemory() / 16 / BYTES;

    /** Of all spaces. Thread safe, and lent to one transaction at a time. */
    static final class Shelf {

        private final Cache<SpaceId, Carried> spaces = Caffeine.newBuilder().maximumWeight(MOST)
                .weigher((SpaceId space, Carried carried) -> 1 + carried.clusters().size()).build();

        /** Takes it away: if the transaction fails, or its outcome is not known, nothing is there for the next. */
        Carried take(SpaceId space) {
            Carried carried = spaces.asMap().remove(space);
            return carried == null ? new Carried(0, new Clusters()) : carried;
        }

        /** Puts it back after the commit. Of a space that fills too much of the shelf, one begins anew. */
        void put(SpaceId space, Carried carried) {
            if (carried.clusters().size() < MOST / 4) {
                spaces.put(space, carried);
            }
        }
    }
}
