package io.selfsame.tracking;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.selfsame.flow.FairCapacity;
import io.selfsame.flow.Queues;
import io.selfsame.identity.BatchResolution;
import io.selfsame.identity.IdOutcome;
import io.selfsame.identity.ResolvedEvent;
import io.selfsame.tracking.filter.EventFilters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What is counted of events: bodies, queues, rounds, and what was refused why. Codes are those of our code. Thread safe. */
final class TrackingFigures {

    private final MeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Counter bodies;
    private final Counter accepted;
    private final Timer rounds;
    private final DistributionSummary sizes;

    TrackingFigures(MeterRegistry registry) {
        this.registry = registry;
        this.bodies = Counter.builder("selfsame.tracking.body.bytes").baseUnit("bytes")
                .description("Bytes of bodies on the tracking routes, as decompressed").register(registry);
        this.accepted = Counter.builder("selfsame.events.accepted")
                .description("Events that were committed, or had been before").register(registry);
        this.rounds = Timer.builder("selfsame.rounds").description("Transactions that events were committed in")
                .register(registry);
        this.sizes = DistributionSummary.builder("selfsame.round.events").description("Events of one such transaction")
                .register(registry);
        Gauge.builder("selfsame.rounds.in.flight", inFlight, AtomicInteger::get)
                .description("Such transactions that go on now").register(registry);
        for (RateLimits.LimitOwner of : RateLimits.LimitOwner.values()) {
            // Shown before there is anything to count, as all that is documented.
            limited(of, 0);
        }
        filtered(true);
        filtered(false);
    }

    /** Shows how many events are between their arrival and their commit. */
    void queue(FairCapacity<?> capacity) {
        Queues.show(registry, "event", capacity);
    }

    void body(int bytes) {
        bodies.increment(bytes);
    }

    <T> T round(int events, Supplier<T> commit) {
        inFlight.incrementAndGet();
        try {
            sizes.record(events);
            return rounds.record(commit);
        } finally {
            inFlight.decrementAndGet();
        }
    }

    /** Events that came above a rate; a batch that was refused before it was counted is one. */
    void limited(RateLimits.LimitOwner of, int events) {
        Counter.builder("selfsame.rate.limited.events").tag("by", of.tag())
                .description("Events that were refused as more came than a write key or a space may send")
                .register(registry).increment(events);
    }

    /** Events that were kept out, by what {@link EventFilters#drops} says. */
    void filtered(Map<String, Integer> dropped) {
        dropped.forEach((filter, events) -> filtered(filter.equals(EventFilters.OPTED_OUT)).increment(events));
    }

    private Counter filtered(boolean optedOut) {
        return Counter.builder("selfsame.events.filtered").tag("by", optedOut ? "integrations" : "filter")
                .description("Events that were kept out by a filter, or by what their integrations say")
                .register(registry);
    }

    /** What was committed: events, those refused whole, and the identifiers refused on others. */
    void committed(int taken, BatchResolution resolution, List<Rejection> rejections) {
        accepted.increment(taken);
        rejections.forEach(rejection -> count("selfsame.events.rejected", "Events that were not taken, by code",
                rejection.code()));
        for (ResolvedEvent event : resolution.resolved()) {
            event.decision().outcomes().forEach(this::refused);
        }
    }

    private void refused(IdOutcome outcome) {
        switch (outcome) {
            case IdOutcome.Linked one -> {
            }
            case IdOutcome.Known one -> {
            }
            case IdOutcome.Dropped one -> refusedIdentifier(one.violation().code());
            case IdOutcome.Blocked one -> refusedIdentifier("blocked_value");
            case IdOutcome.NotAllowed one -> refusedIdentifier(IdOutcome.NotAllowed.CODE);
        }
    }

    private void refusedIdentifier(String code) {
        count("selfsame.identifiers.refused", "Identifiers that an event did not get to link, by code", code);
    }

    private void count(String name, String description, String code) {
        Counter.builder(name).description(description).tag("code", code).register(registry).increment();
    }
}
