package io.selfsame.compute;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.flow.Queues;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The part of the heap that is for people and accounts while they are evaluated, however many spaces have something evaluated at once.
 * What keeps results right, what previews and what explains have each a part of their own, as one can take minutes and another is
 * waited for; in each, spaces take turns. One a process; thread safe.
 */
public final class Memory {

    /** What an event of somebody is reckoned to take, in bytes, with a short value; see {@link Occurrence#weight}. */
    static final int EVENT = 250;

    /** What a person is reckoned to take besides, in events. */
    static final int PERSON = 10;

    /**
     * What is no more than this has a room of its own, so that what is large in one space keeps nobody's small waiting. In events; it is
     * the least that a refresh asks for.
     */
    private static final long SMALL = RefreshLimits.STANDARD.least();

    /** A refresh that finds no room so soon goes on later: its thread is wanted by other spaces. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Of one who wants most of it: it comes in only when nearly all others are through, and while it waits nobody passes it. */
    private static final Duration LARGE_PATIENCE = Duration.ofSeconds(30);

    /** For what has a watch, which ends it before if it is not wanted any more. */
    private static final Duration LONG = Duration.ofHours(1);

    private final Duration patience;
    private final Duration largePatience;
    private final Semaphore waitsForMost = new Semaphore(1);
    private final Budget<SpaceId> results;
    private final Budget<SpaceId> smallResults;
    private final Budget<SpaceId> previews;
    private final Budget<SpaceId> explanations;

    /** Of this Java's heap. */
    public Memory() {
        this(Runtime.getRuntime().maxMemory());
    }

    /** @param heap in bytes */
    Memory(long heap) {
        this(heap, PATIENCE, LARGE_PATIENCE);
    }

    /**
     * Divides a heap.
     *
     * @param patience of whoever waits for room for results
     * @param largePatience of whoever waits for more than half of it
     */
    Memory(long heap, Duration patience, Duration largePatience) {
        this.patience = patience;
        this.largePatience = largePatience;
        this.results = new Budget<>("results", heap / 64 * 7);
        this.smallResults = new Budget<>("results", heap / 64);
        this.previews = new Budget<>("previews", heap / 16);
        this.explanations = new Budget<>("explanations", heap / 16);
    }

    /** Shows how much is taken. */
    public void figures(MeterRegistry registry) {
        Queues.show(registry, "results-memory", results);
        Queues.show(registry, "small-results-memory", smallResults);
        Queues.show(registry, "previews-memory", previews);
        Queues.show(registry, "explanations-memory", explanations);
    }

    /** What there is for one run, of one space. */
    interface Room {

        /** Of those for whom somebody else has taken it. */
        Room TAKEN = new Room() {
            @Override
            public <T> T during(long events, Supplier<T> work) {
                return work.get();
            }
        };

        /**
         * Waits for room, and takes it while work is done: at once for all that is held together, as nobody who has some may wait for
         * more.
         *
         * @param events or as much as so many
         * @throws io.selfsame.flow.Overloaded if there is none in time
         * @throws Watch.Ended if the run is to end
         */
        <T> T during(long events, Supplier<T> work);

        /**
         * As {@link #during}, of what shows only while it is loaded how much it takes: begins anew with twice the room.
         *
         * @param events to begin with, no more than the most
         * @throws Allowance.Exceeded if the most is not enough
         */
        default <T> T growing(long events, long most, Function<Allowance, T> work) {
            long taken = events;
            while (true) {
                var allowance = new Allowance(taken);
                try {
                    return during(taken, () -> work.apply(allowance));
                } catch (Allowance.Exceeded e) {
                    if (taken == most) {
                        throw e;
                    }
                    taken = Math.min(most, 2 * Math.max(PERSON, taken));
                }
            }
        }
    }

    /** What an explanation may take at most, in events. */
    long mostOfExplanation() {
        return Math.min(PeopleReader.TOGETHER, explanations.most() / EVENT);
    }

    Room forResults(SpaceId space, Watch watch) {
        Room most = room(results, space, watch, largePatience);
        Room large = room(results, space, watch, patience);
        Room small = room(smallResults, space, watch, patience);
        return new Room() {
            @Override
            public <T> T during(long events, Supplier<T> work) {
                if (events <= SMALL) {
                    return small.during(events, work);
                }
                // One waits so long at a time: the threads of the others are wanted as well.
                if (2 * events * EVENT <= results.most() || !waitsForMost.tryAcquire()) {
                    return large.during(events, work);
                }
                var waits = new AtomicBoolean(true);
                try {
                    return most.during(events, () -> {
                        waits.set(false);
                        waitsForMost.release();
                        return work.get();
                    });
                } finally {
                    if (waits.get()) {
                        waitsForMost.release();
                    }
                }
            }
        };
    }

    Room forExplanation(SpaceId space, Watch watch) {
        return room(explanations, space, watch, LONG);
    }

    private static Room room(Budget<SpaceId> budget, SpaceId space, Watch watch, Duration patience) {
        return new Room() {
            @Override
            public <T> T during(long events, Supplier<T> work) {
                return budget.during(space, events * EVENT, patience, watch::check, work);
            }
        };
    }

    /** The time of a preview is for its work, and does not run while others have the room. */
    Room forPreview(SpaceId space, Watch watch) {
        return new Room() {
            @Override
            public <T> T during(long events, Supplier<T> work) {
                long asked = System.nanoTime();
                return previews.during(space, events * EVENT, LONG, watch::checkWanted, () -> {
                    watch.postpone(Duration.ofNanos(System.nanoTime() - asked));
                    return work.get();
                });
            }
        };
    }
}
