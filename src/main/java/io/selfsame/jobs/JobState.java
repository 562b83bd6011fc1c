package io.selfsame.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of a job, as stored in the graph.
 *
 * @param now by the clock of the database, as every other time here
 * @param version of the settings; 0 if nobody ever changed them
 * @param requested whether a run is requested that has not begun
 * @param createdAt when it was first planned
 * @param lastSucceeded the start of the last run that succeeded
 * @param failures failed runs since then
 * @param holder the instance that ran it last or runs it now
 * @param overdue since when work has waited that only this job does, whatever its runs say
 */
record JobState(JobId id, Instant now, long version, JobSettings settings, boolean requested,
        Optional<Instant> createdAt,
        Optional<Instant> nextRun, Optional<Instant> lastStarted, Optional<Instant> lastFinished,
        Optional<Instant> lastSucceeded, Optional<Long> lastDurationMs, Optional<String> lastResult,
        Optional<JobError> lastError, int failures, Optional<String> holder, boolean running,
        Optional<Instant> overdue) {

    /** How late work may be before it counts as late: between two looks at what there is to run. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    record JobError(String message, Instant at) {}

    /** When it runs in this space. */
    Schedule.SpaceSchedule schedule(JobKind kind) {
        return settings.schedule().orElseGet(() -> kind.standard().of(id.space()));
    }

    /**
     * How old the outcome of the work is, in seconds: since the start of the last run that succeeded, or since what it has left
     * undone was to be done. 0 if by the schedule it is not time for another, or the job is paused.
     */
    long lagSeconds(JobKind kind) {
        Optional<Instant> since = Stream.of(lastSucceeded.or(() -> createdAt), overdue).flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        if (settings.paused() || since.isEmpty()) {
            return 0;
        }
        boolean late = schedule(kind).next(since.get(), since.get()).filter(due -> now.isAfter(due.plus(GRACE)))
                .isPresent();
        return late ? Duration.between(since.get(), now).toSeconds() : 0;
    }
}
