package io.selfsame.compute;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.flow.Queues;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The part of the heap that is for people and accounts while they are evaluated, however many spaces have something evaluated at once.
 * What keeps results right, what previews and what explains have each a part of their own, as one can take minutes and another is
 * waited for; in each, spaces take turns. One a process; thread safe.
 */
public final class Memory {

    /** What an event of somebody is reckoned to take, in bytes, with a short value. */
    static final int EVENT = 250;

    /** What a person is reckoned to take besides, in events. */
    static final int PERSON = 10;

    /** Whatever a refresh holds it holds for seconds; one that finds no room for a minute is tried again later. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What somebody waits for has a watch that ends it before. */
    private static final Duration LONG = Duration.ofHours(1);

    private final Budget<SpaceId> results;
    private final Budget<SpaceId> previews;
    private final Budget<SpaceId> explanations;

    /** Of this Java's heap. */
    public Memory() {
        this(Runtime.getRuntime().maxMemory());
    }

    /** @param heap in bytes */
    Memory(long heap) {
        this.results = new Budget<>("results", heap / 8);
        this.previews = new Budget<>("previews", heap / 8);
        this.explanations = new Budget<>("explanations", heap / 16);
    }

    /** Shows how much is taken. */
    public void figures(MeterRegistry registry) {
        Queues.show(registry, "results-memory", results::used, results::most);
        Queues.show(registry, "previews-memory", previews::used, previews::most);
        Queues.show(registry, "explanations-memory", explanations::used, explanations::most);
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
    }

    Room forResults(SpaceId space, Watch watch) {
        return room(results, space, watch, PATIENCE);
    }

    Room forPreview(SpaceId space, Watch watch) {
        return room(previews, space, watch, LONG);
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
}
