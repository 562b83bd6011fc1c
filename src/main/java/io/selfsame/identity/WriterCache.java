package io.selfsame.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a committed batch leaves to the next one of its space: who its people are. While other services write to the space the
 * ledger tells: then its next place is another than the one expected here. What somebody changes by hand, in Neo4j Browser, moves
 * no ledger; so it is not kept for long.
 *
 * @param next the first free place of the ledger after the batch
 * @param since when the oldest of it was read, in nanoseconds
 */
record WriterCache(long next, Clusters clusters, long since) {

    static final WriterCache NOTHING = new WriterCache(0, new Clusters(), 0);

    /** What an external ID is reckoned to take with all that hangs on it, in bytes. */
    private static final int BYTES = 1_000;

    /** A sixteenth of the heap, in external IDs. */
    private static final long MOST = Runtime.getRuntime().maxMemory() / 16 / BYTES;

    /** Of all spaces. Thread safe, and lent to one transaction at a time. */
    static final class WriterCaches {

        /** Until a change by hand is noticed in a space that events pour into. */
        static final Duration AGE = Duration.ofSeconds(10);

        /** The same, in one that has a moment's peace. */
        static final Duration IDLE = Duration.ofSeconds(2);

        private final LongSupplier clock;
        private final Cache<SpaceId, WriterCache> spaces;

        WriterCaches() {
            this(System::nanoTime);
        }

        /** @param clock in nanoseconds, of any beginning */
        WriterCaches(LongSupplier clock) {
            this.clock = clock;
            this.spaces = Caffeine.newBuilder().maximumWeight(MOST)
                    .weigher((SpaceId space, WriterCache carried) -> 1 + carried.clusters().size())
                    .expireAfterWrite(IDLE).ticker(clock::getAsLong).build();
        }

        /**
         * Takes it away: if the transaction fails, or its outcome is not known, nothing is there for the next. Empty if there is
         * nothing, or it is too old.
         */
        WriterCache take(SpaceId space) {
            WriterCache carried = spaces.asMap().remove(space);
            return carried == null || now() - carried.since() > AGE.toNanos()
                    ? new WriterCache(0, new Clusters(), now())
                    : carried;
        }

        /** When what is read now is read. */
        long now() {
            return clock.getAsLong();
        }

        /** Puts it back after the commit. Of a space that fills too much of the cache, one begins anew. */
        void put(SpaceId space, WriterCache carried) {
            if (carried.clusters().size() < MOST / 4) {
                spaces.put(space, carried);
            }
        }
    }
}
