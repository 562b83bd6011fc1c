package io.selfsame.destination.deliver;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.selfsame.destination.send.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps messages back from a receiver that is away: while most of them fail, nothing is sent, but a few every half minute. Thread safe.
 */
final class Breaker {

    /** How long nothing is sent before the receiver is tried again. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

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

    /** @param closed is run when the receiver takes messages again, by the thread that found so */
    Breaker(Runnable closed) {
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == CircuitBreaker.State.CLOSED) {
                closed.run();
            } else if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                opened = System.nanoTime();
            }
        });
    }

    /** Whether a message may be sent now; if so, {@link #note} must follow. */
    boolean lets() {
        return breaker.tryAcquirePermission();
    }

    /** How the request went that was let through. A receiver that says no to a message is there. */
    void note(List<Outcome> outcomes) {
        // Without any it was not answered, for a reason of our own.
        boolean away = outcomes.stream().allMatch(outcome -> switch (outcome) {
            case Outcome.Delivered delivered -> false;
            case Outcome.Final refused -> false;
            case Outcome.Pause pause -> false;
            case Outcome.Retry retry -> true;
        });
        if (away) {
            breaker.onError(0, TimeUnit.NANOSECONDS, new ReceiverAway());
        } else {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /** How long nothing is let through. */
    Duration closedFor() {
        return breaker.getState() == CircuitBreaker.State.OPEN
                ? Duration.ofNanos(Math.max(0, PAUSE.toNanos() - (System.nanoTime() - opened)))
                : Duration.ZERO;
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
