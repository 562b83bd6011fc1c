package io.selfsame.compute.people;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.flow.Queues;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The part of the heap that people and accounts may take while they are evaluated, in all spaces together. Refreshes, previews
 * and explanations have a part each, as a preview can take minutes and a user waits for an explanation. In each part spaces take
 * turns. One for each process; thread safe.
 */
public final class EvaluationMemory {

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

    /** Divides the heap of this Java process. */
    public EvaluationMemory() {
        this(Runtime.getRuntime().maxMemory());
    }

    /**
     * Divides a heap.
     *
     * @param heap in bytes
     */
    public EvaluationMemory(long heap) {
        this(heap, PATIENCE, LARGE_PATIENCE);
    }

    /**
     * Divides a heap.
     *
     * @param patience of whoever waits for room for results
     * @param largePatience of whoever waits for more than half of it
     */
    EvaluationMemory(long heap, Duration patience, Duration largePatience) {
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

    /** The memory for one run in one space. */
    public interface MemoryShare {

        /** Of those for whom somebody else has taken it. */
        MemoryShare TAKEN = new MemoryShare() {
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
         * @throws RunControl.RunEnded if the run is to end
         */
        <T> T during(long events, Supplier<T> work);

        /**
         * As {@link #during}, of what shows only while it is loaded how much it takes: begins anew with twice the room.
         *
         * @param events to begin with, no more than the most
         * @throws MemoryAllowance.Exceeded if the most is not enough
         */
        default <T> T growing(long events, long most, Function<MemoryAllowance, T> work) {
            long taken = events;
            while (true) {
                var allowance = new MemoryAllowance(taken);
                try {
                    return during(taken, () -> work.apply(allowance));
                } catch (MemoryAllowance.Exceeded e) {
                    if (taken == most) {
                        throw e;
                    }
                    taken = Math.min(most, 2 * Math.max(MemoryAllowance.PERSON, taken));
                }
            }
        }
    }

    /** The largest memory of one explanation, in events. */
    public long mostOfExplanation() {
        return Math.min(PeopleLoader.TOGETHER, explanations.most() / MemoryAllowance.EVENT);
    }

    public MemoryShare forResults(SpaceId space, RunControl control) {
        MemoryShare most = room(results, space, control, largePatience);
        MemoryShare large = room(results, space, control, patience);
        MemoryShare small = room(smallResults, space, control, patience);
        return new MemoryShare() {
            @Override
            public <T> T during(long events, Supplier<T> work) {
                if (events <= SMALL) {
                    return small.during(events, work);
                }
                // One waits so long at a time: the threads of the others are wanted as well.
                if (2 * events * MemoryAllowance.EVENT <= results.most() || !waitsForMost.tryAcquire()) {
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

    public MemoryShare forExplanation(SpaceId space, RunControl control) {
        return room(explanations, space, control, LONG);
    }

    private static MemoryShare room(Budget<SpaceId> budget, SpaceId space, RunControl control, Duration patience) {
        return new MemoryShare() {
            @Override
            public <T> T during(long events, Supplier<T> work) {
                return budget.during(space, events * MemoryAllowance.EVENT, patience, control::check, work);
            }
        };
    }

    /** The time that a preview waits for memory does not count against its time limit. */
    public MemoryShare forPreview(SpaceId space, RunControl control) {
        return new MemoryShare() {
            @Override
            public <T> T during(long events, Supplier<T> work) {
                long asked = System.nanoTime();
                return previews.during(space, events * MemoryAllowance.EVENT, LONG, control::checkWanted, () -> {
                    control.postpone(Duration.ofNanos(System.nanoTime() - asked));
                    return work.get();
                });
            }
        };
    }
}
