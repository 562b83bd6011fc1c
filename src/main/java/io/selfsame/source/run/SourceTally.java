package io.selfsame.source.run;

import io.selfsame.tracking.EventFeed.Fed;
import java.util.Optional;

/** What a run has done since that was noted, and how it stands. Thread safe. */
final class SourceTally {

    private long accepted;
    private long repeated;
    private long rejected;
    private Optional<Long> lag = Optional.empty();
    private Optional<String> failing = Optional.empty();

    /** What is to be noted. */
    record Sum(long accepted, long repeated, long rejected, Optional<Long> lag, Optional<String> failing) {}

    synchronized void add(Fed.Committed committed) {
        accepted += committed.accepted();
        repeated += committed.repeated();
        rejected += committed.rejected().size();
    }

    /** Events that wait. */
    synchronized void lag(long waiting) {
        lag = Optional.of(waiting);
    }

    /** Events that wait, as far as is known. */
    synchronized long lag() {
        return lag.orElse(0L);
    }

    /** Why it does not get on; empty if it does. */
    synchronized void failing(Optional<String> why) {
        failing = why;
    }

    synchronized boolean isFailing() {
        return failing.isPresent();
    }

    /** As it is now. */
    synchronized Sum sum() {
        return new Sum(accepted, repeated, rejected, lag, failing);
    }

    /** What of it has been noted counts no more. */
    synchronized void noted(Sum sum) {
        accepted -= sum.accepted();
        repeated -= sum.repeated();
        rejected -= sum.rejected();
    }
}
