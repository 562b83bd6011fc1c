package io.selfsame.flow;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** How full what is bounded is, for those who watch the service. */
public final class Queues {

    private static final String REFUSED = "selfsame.queue.refused";
    private static final String NO_ROOM = "How often there was no room";

    private Queues() {}

    /** Shows one that is divided between keys, and how often somebody found their share of it taken. */
    public static void show(MeterRegistry registry, String name, FairCapacity<?> capacity) {
        show(registry, name, capacity::used, capacity::most);
        FunctionCounter.builder(REFUSED, capacity, FairCapacity::refused).tag("queue", name).description(NO_ROOM)
                .register(registry);
    }

    /** Shows how often there was no turn. */
    public static void show(MeterRegistry registry, String name, Turns<?> turns) {
        FunctionCounter.builder(REFUSED, turns, Turns::refused).tag("queue", name).description(NO_ROOM)
                .register(registry);
    }

    /**
     * Shows one.
     *
     * @param name as in the message of {@link Overloaded}
     * @param used what is in it now, in whatever unit it weighs
     * @param most what may be
     */
    public static void show(MeterRegistry registry, String name, LongSupplier used, LongSupplier most) {
        Gauge.builder("selfsame.queue.used", () -> used.getAsLong()).tag("queue", name)
                .description("What waits or is worked on; of requests, bytes of heap").register(registry);
        Gauge.builder("selfsame.queue.most", () -> most.getAsLong()).tag("queue", name)
                .description("How much of it there may be; more is refused").register(registry);
    }
}
