package io.selfsame.destination.deliver;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.selfsame.destination.send.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps messages back from a receiver that is away: while most of them fail, nothing is sent, but a few every half minute. Thread safe.
 */
final class Breaker {

    /** How long nothing is sent before the receiver is tried again. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** Messages by which it is tried. */
    static final int TRIALS = 3;

    private static final int WINDOW_SECONDS = 60;
    private static final int LEAST = 10;
    private static final int FAILED_PERCENT = 70;

    private final CircuitBreaker breaker = CircuitBreaker.of("destination", CircuitBreakerConfig.custom()
            .slidingWindow(WINDOW_SECONDS, LEAST, CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
            .failureRateThreshold(FAILED_PERCENT).waitDurationInOpenState(PAUSE)
            .permittedNumberOfCallsInHalfOpenState(TRIALS).build());

    private volatile long opened;
    private final AtomicInteger openings = new AtomicInteger();

    /**
     * One that lets all through, or tries first.
     *
     * @param away whether the receiver took nothing the last time
     * @param closed is run when the receiver takes messages again, by the thread that found so
     */
    Breaker(boolean away, Runnable closed) {
        if (away) {
            breaker.transitionToOpenState();
            breaker.transitionToHalfOpenState();
        }
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == CircuitBreaker.State.CLOSED) {
                closed.run();
            } else if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                opened = System.nanoTime();
                openings.incrementAndGet();
            }
        });
    }

    /** Whether a message may be sent now; if so, {@link #note} must follow. */
    boolean lets() {
        return breaker.tryAcquirePermission();
    }

    /** How the request went that was let through. A receiver that says no to a message is there. */
    void note(List<Outcome> outcomes) {
        boolean there = false;
        boolean away = false;
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Delivered delivered -> there = true;
                case Outcome.Final refused -> there = true;
                case Outcome.Pause pause -> there = true;
                case Outcome.Retry retry -> away = true;
                case Outcome.NotTried notTried -> {
                }
            }
        }
        if (there) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            // There may be no more messages by which to try it.
            if (breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
                breaker.transitionToClosedState();
            }
        } else if (away) {
            breaker.onError(0, TimeUnit.NANOSECONDS, new ReceiverAway());
        } else {
            breaker.releasePermission();
        }
    }

    /** How long nothing is let through. */
    Duration closedFor() {
        return breaker.getState() == CircuitBreaker.State.OPEN
                ? Duration.ofNanos(Math.max(0, PAUSE.toNanos() - (System.nanoTime() - opened)))
                : Duration.ZERO;
    }

    /** How often it was found, by this breaker, that most messages fail: each time the receiver is tried again later. */
    int openings() {
        return openings.get();
    }

    /** Whether most messages fail. */
    boolean isOpen() {
        return breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    private static final class ReceiverAway extends RuntimeException {

        private static final long serialVersionUID = 1;

        ReceiverAway() {
            super("", null, false, false);
        }
    }
}
