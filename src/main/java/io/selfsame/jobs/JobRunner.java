package io.selfsame.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.lease.LeaseLost;
import io.selfsame.lease.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a job if this instance gets the lease, and schedules its next run. Thread safe. */
final class JobRunner implements Consumer<JobId> {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /** Until what another instance does, or what was lost to it, may be free. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** Until Neo4j may have come back. */
    private static final Duration AWAY = Duration.ofSeconds(5);

    private static final int LONGEST_RESULT = 1_000;

    private final JobStore store;
    private final LocalSchedule localSchedule;
    private final Supervisor supervisor;
    private final Map<String, JobKind> kinds;
    private final String instance;
    private final Set<JobId> running;
    private final MeterRegistry registry;
    private final RepeatedFailureLog failureLog = new RepeatedFailureLog(LOG);
    private volatile boolean stopping;

    /**
     * Sets up an idle one.
     *
     * @param running the jobs that this instance is at, kept here for the supervisor: it renews their leases
     */
    JobRunner(JobStore store, LocalSchedule localSchedule, Supervisor supervisor, Map<String, JobKind> kinds,
            String instance,
            Set<JobId> running, MeterRegistry registry) {
        this.store = store;
        this.localSchedule = localSchedule;
        this.supervisor = supervisor;
        this.kinds = kinds;
        this.instance = instance;
        this.running = running;
        this.registry = registry;
    }

    /** From now on no lease is good for anything. */
    void stop() {
        stopping = true;
    }

    @Override
    public void accept(JobId id) {
        JobKind kind = kinds.get(id.name());
        if (kind == null) {
            return;
        }
        Optional<Duration> pause = attempt(id, kind, localSchedule.begin(id));
        if (supervisor.owns(id)) {
            pause.ifPresent(next -> localSchedule.put(id, next));
        }
    }

    private Optional<Duration> attempt(JobId id, JobKind kind, boolean woken) {
        running.add(id);
        try {
            JobStore.LeaseAttempt taken = store.take(id, id.space().key(kind.lease()), instance, woken);
            return switch (taken.outcome()) {
                case TAKEN -> work(id, kind, taken);
                case HELD -> {
                    // The run that goes on may have begun before what this one was woken for.
                    if (woken) {
                        store.request(id);
                    }
                    yield Optional.of(SOON);
                }
                case ABSENT -> Optional.of(SOON);
                case PAUSED -> Optional.empty();
                case EARLY -> taken.nextRun().map(next -> Duration.between(taken.now(), next));
            };
        } catch (GraphUnavailable e) {
            // The supervisor says so, once, and not each job.
            return Optional.of(AWAY);
        } catch (RuntimeException e) {
            failureLog.fails("The lease of " + id, e);
            return Optional.of(AWAY);
        } finally {
            running.remove(id);
        }
    }

    private Optional<Duration> work(JobId id, JobKind kind, JobStore.LeaseAttempt taken) {
        long began = System.nanoTime();
        Progress progress = Progress.done("");
        Optional<String> error = Optional.empty();
        try {
            progress = kind.work().run(id.space(), new HeldLease(id, taken.lease(), instance, taken.run(),
                    () -> stopping));
            failureLog.succeeds("Job " + id);
        } catch (LeaseLost e) {
            LOG.info("Job {} was given up: {}", id, e.getMessage());
            return Optional.of(SOON);
        } catch (GraphUnavailable e) {
            error = Optional.of(RepeatedFailureLog.words(e));
        } catch (Throwable e) {
            // Whatever it is, the others go on, and this one is tried again.
            failureLog.fails("Job " + id, e);
            error = Optional.of(RepeatedFailureLog.words(e));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Timer.builder("selfsame.job").description("Runs of jobs that ended on this instance")
                .tags("job", id.name(), "outcome",
                        error.isPresent() ? "failed" : progress.behind() ? "behind" : "succeeded")
                .register(registry)
                .record(took);
        Instant now = taken.now().plus(took);
        Schedule.SpaceSchedule schedule = taken.schedule().orElseGet(() -> kind.standard().of(id.space()));
        Optional<Instant> next = error.isPresent()
                ? Optional.of(schedule.retry(taken.failures() + 1, now))
                // At once, but behind those whose time has come before: long work of four spaces must not stop a fifth.
                : progress.more() ? Optional.of(now) : schedule.next(taken.now(), now);
        Optional<JobStore.NextDelay> rest = store.finish(id, instance, taken,
                new JobStore.Finished(took, shortened(progress.words()), error, progress.behind(), next));
        return rest.isPresent() ? rest.get().pause() : Optional.of(SOON);
    }

    private static String shortened(String words) {
        return words.length() > LONGEST_RESULT ? words.substring(0, LONGEST_RESULT) + "…" : words;
    }
}
