package io.selfsame.source.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.tracking.EventFeed.Fed;
import java.util.function.ToDoubleFunction;

/** What is counted of sources, by this instance. Thread safe. */
final class SourceFigures {

    private final Counter accepted;
    private final Counter repeated;
    private final Counter rejected;

    SourceFigures(MeterRegistry registry, Sources sources) {
        accepted = counter(registry, "accepted");
        repeated = counter(registry, "repeated");
        rejected = counter(registry, "rejected");
        gauge(registry, "selfsame.source.lag.events", "Events that wait in the sources that this instance reads",
                sources,
                Sources::lag);
        gauge(registry, "selfsame.sources.running", "Sources that this instance reads", sources, Sources::running);
        gauge(registry, "selfsame.sources.failing", "Sources of this instance that do not get on", sources,
                Sources::failing);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("selfsame.source.events")
                .description("Events that sources have brought, by what became of them")
                .tag("outcome", outcome).register(registry);
    }

    private static void gauge(MeterRegistry registry, String name, String description, Sources sources,
            ToDoubleFunction<Sources> value) {
        Gauge.builder(name, sources, value).description(description).register(registry);
    }

    void committed(Fed.Committed committed) {
        accepted.increment(committed.accepted());
        repeated.increment(committed.repeated());
        rejected.increment(committed.rejected().size());
    }
}
