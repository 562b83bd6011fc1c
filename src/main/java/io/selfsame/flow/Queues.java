package io.selfsame.flow;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Metrics of everything with a limit: how full it is. */
public final class Queues {

    private Queues() {}

    /** Something with a limit, in the unit of its users. */
    public interface Bounded {

        /** What is in it, or taken of it, now. */
        long used();

        /** What may be. */
        long most();

        /** How often somebody found no room in it so far, or had to make room. */
        long refused();
    }

    /** Registers the metrics of one. */
    public static void show(MeterRegistry registry, String name, Bounded bounded) {
        Gauge.builder("selfsame.queue.used", bounded, Bounded::used).tag("queue", name).strongReference(true)
                .description("What waits or is worked on; of requests, bytes of heap").register(registry);
        Gauge.builder("selfsame.queue.most", bounded, Bounded::most).tag("queue", name).strongReference(true)
                .description("How much of it there may be; more is refused").register(registry);
        FunctionCounter.builder("selfsame.queue.refused", bounded, Bounded::refused).tag("queue", name)
                .description("How often there was no room").register(registry);
    }
}
