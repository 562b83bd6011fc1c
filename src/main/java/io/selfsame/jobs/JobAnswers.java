package io.selfsame.jobs;

import io.selfsame.json.ApiSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the routes of jobs answer. */
final class JobAnswers {

    private JobAnswers() {}

    /** When a job runs: every so many seconds, or by a cron expression. */
    @ApiSchema
    record JobSchedule(Optional<Integer> intervalSeconds, Optional<String> cron) {

        static JobSchedule of(Schedule.SpaceSchedule schedule) {
            return switch (schedule) {
                case Schedule.Every every -> new JobSchedule(Optional.of(every.seconds()), Optional.empty());
                case Schedule.Cron cron -> new JobSchedule(Optional.empty(), Optional.of(cron.expression()));
            };
        }
    }

    @ApiSchema("JobError")
    record JobErrorFields(String message, Instant at, int timesInARow) {}

    @ApiSchema
    record Job(String name, JobSchedule schedule, boolean paused, boolean running, @Nullable String holder,
            @Nullable Instant lastStartedAt, @Nullable Instant lastFinishedAt, @Nullable Long lastDurationMs,
            @Nullable String lastResult, long lagSeconds, @Nullable Instant nextRunAt,
            @Nullable JobErrorFields lastError) {

        static Job of(JobState state, JobKind kind) {
            Optional<Instant> next = state.requested() ? Optional.of(state.now()) : state.nextRun();
            return new Job(state.id().name(), JobSchedule.of(state.schedule(kind)), state.settings().paused(),
                    state.running(), state.holder().orElse(null), state.lastStarted().orElse(null),
                    state.lastFinished().orElse(null), state.lastDurationMs().orElse(null),
                    state.lastResult().orElse(null), state.lagSeconds(kind), next.orElse(null),
                    state.lastError().map(error -> new JobErrorFields(error.message(), error.at(), state.failures()))
                            .orElse(null));
        }
    }

    @ApiSchema
    record JobsAnswer(String instance, List<Job> jobs) {}

    @ApiSchema
    record JobAnswer(String instance, Job job) {}
}
