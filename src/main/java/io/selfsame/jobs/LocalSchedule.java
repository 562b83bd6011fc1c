package io.selfsame.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/**
 * The next runs of this instance, which Quartz keeps in memory. A job has at most one time, that of its next run; after a run it
 * gets another. Thread safe.
 *
 * <p>Frequent jobs, other jobs and the supervisor have threads of their own. The supervisor must not wait for jobs, as the
 * leases of this instance depend on it.
 */
final class LocalSchedule {

    private static final int FREQUENT_THREADS = 4;
    private static final int RARE_THREADS = 1;
    private static final JobKey SUPERVISOR = JobKey.jobKey("supervisor");
    private static final TriggerKey BEAT = TriggerKey.triggerKey("beat");

    private final Map<String, JobKind> kinds;
    private final Scheduler supervisor;
    private final Scheduler frequent;
    private final Scheduler rare;

    /** Jobs that are to run before their time. Guarded by this. */
    private final Set<JobId> woken = new HashSet<>();

    private boolean closed;

    /**
     * Sets up an idle one.
     *
     * @param name unlike that of any other in this process
     */
    LocalSchedule(String name, Map<String, JobKind> kinds) {
        this.kinds = kinds;
        this.supervisor = scheduler(name + "-supervisor", 1);
        this.frequent = scheduler(name + "-frequent", FREQUENT_THREADS);
        this.rare = scheduler(name + "-rare", RARE_THREADS);
    }

    private static Scheduler scheduler(String name, int threads) {
        var settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", name);
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        settings.setProperty("org.quartz.scheduler.jmx.export", "false");
        settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", Integer.toString(threads));
        settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        return quartz(() -> new StdSchedulerFactory(settings).getScheduler());
    }

    /**
     * Starts.
     *
     * @param run runs a job
     * @param supervise is run now and every {@code pause}, and puts in here what there is to run
     */
    void start(Consumer<JobId> run, Runnable supervise, Duration pause) {
        JobDetail job = JobBuilder.newJob(SuperviseJob.class).withIdentity(SUPERVISOR).storeDurably().build();
        quartz(() -> supervisor.scheduleJob(job, beat(pause)));
        start(frequent, () -> new RunJob(run));
        start(rare, () -> new RunJob(run));
        start(supervisor, () -> new SuperviseJob(supervise));
    }

    /** A beat that was missed is not made up for. */
    private static Trigger beat(Duration pause) {
        return TriggerBuilder.newTrigger().withIdentity(BEAT).forJob(SUPERVISOR).startNow()
                .withSchedule(SimpleScheduleBuilder.simpleSchedule().withIntervalInMilliseconds(pause.toMillis())
                        .repeatForever().withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }

    /** Runs the supervisor now and every pause from now on, by a clock that was set: its next time may be an hour off. */
    synchronized void beatAnew(Duration pause) {
        if (!closed) {
            quartz(() -> supervisor.rescheduleJob(BEAT, beat(pause)));
        }
    }

    private static void start(Scheduler scheduler, Supplier<Job> jobs) {
        quartz(() -> {
            scheduler.setJobFactory((fired, itself) -> jobs.get());
            scheduler.start();
            return scheduler;
        });
    }

    /** Has the supervisor look at once, as something was changed. */
    synchronized void lookNow() {
        Trigger now = TriggerBuilder.newTrigger().withIdentity("now").forJob(SUPERVISOR).startNow().build();
        if (!closed && !quartz(() -> supervisor.checkExists(now.getKey()))) {
            quartz(() -> supervisor.scheduleJob(now));
        }
    }

    /** A job runs next after a pause; what was said of its next run before is void. While it runs, its next run waits. */
    synchronized void put(JobId id, Duration pause) {
        if (closed) {
            return;
        }
        long delay = woken.contains(id) ? 0 : Math.max(0, pause.toMillis());
        JobDetail job = JobBuilder.newJob(RunJob.class).withIdentity(key(id)).build();
        // What is late runs in the order of when it should have.
        Trigger trigger = TriggerBuilder.newTrigger().withIdentity(id.space().value(), id.name()).forJob(job)
                .startAt(Date.from(Instant.now().plusMillis(delay))).withSchedule(SimpleScheduleBuilder
                        .simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires())
                .build();
        quartz(() -> {
            scheduler(id).scheduleJob(job, Set.of(trigger), true);
            return job;
        });
    }

    /** A job runs as soon as there is a thread, and if it runs already, once more after that. */
    synchronized void wake(JobId id) {
        woken.add(id);
        put(id, Duration.ZERO);
    }

    /** A job begins to run. Whoever wakes it from now on wants another run. */
    synchronized boolean begin(JobId id) {
        return woken.remove(id);
    }

    /** A job does not run here any more, but may end the run that it is in. */
    synchronized void remove(JobId id) {
        woken.remove(id);
        if (!closed) {
            quartz(() -> scheduler(id).deleteJob(key(id)));
        }
    }

    private Scheduler scheduler(JobId id) {
        JobKind kind = kinds.get(id.name());
        if (kind == null) {
            throw new IllegalArgumentException("There is no job '" + id.name() + "'");
        }
        return kind.isFrequent() ? frequent : rare;
    }

    private static JobKey key(JobId id) {
        return JobKey.jobKey(id.space().value(), id.name());
    }

    /**
     * Starts nothing more, and waits for what runs.
     *
     * @return whether all of it has ended in time
     */
    boolean stop(Duration patience) {
        synchronized (this) {
            closed = true;
        }
        var stopping = List.of(supervisor, frequent, rare).stream().map(scheduler -> Thread.ofPlatform().daemon()
                .name("stop-jobs").start(() -> quartz(() -> {
                    scheduler.shutdown(true);
                    return scheduler;
                }))).toList();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            boolean all = true;
            for (Thread thread : stopping) {
                all &= thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private interface ScheduledCall<T> {
        T call() throws SchedulerException;
    }

    /** In memory nothing of this fails, but by a mistake of ours. */
    private static <T> T quartz(ScheduledCall<T> call) {
        try {
            return call.call();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not take it", e);
        }
    }
}
