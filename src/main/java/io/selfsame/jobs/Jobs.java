package io.selfsame.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.graph.Graph;
import io.selfsame.http.Endpoints;
import io.selfsame.space.SpaceId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs scheduled jobs in this instance: for each space with definitions or with changed job settings, and some kinds for all
 * spaces. Instances share the jobs, and each job runs on one instance at a time. When an instance dies, others run its jobs
 * within 15 s. Thread safe.
 */
public final class Jobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    /** What runs at a stop may end; what does not loses its lease, and is done again elsewhere or later. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final Map<String, JobKind> kinds;
    private final String instance;
    private final JobStore store;
    private final LocalSchedule localSchedule;
    private final Supervisor supervisor;
    private final JobRunner runner;
    private final ClockWatch clock;
    private boolean closed;

    /**
     * Runs nothing before {@link #start}.
     *
     * @param kinds the kinds of jobs
     * @param registry where runs are counted
     */
    public Jobs(Graph graph, List<JobKind> kinds, MeterRegistry registry) {
        Map<String, JobKind> named = new LinkedHashMap<>();
        kinds.forEach(kind -> named.put(kind.name(), kind));
        this.kinds = Collections.unmodifiableMap(named);
        this.instance = newInstance();
        this.store = new JobStore(graph);
        Set<JobId> running = ConcurrentHashMap.newKeySet();
        this.localSchedule = new LocalSchedule(instance, this.kinds);
        this.supervisor = new Supervisor(store, localSchedule, this.kinds, instance, running);
        this.runner = new JobRunner(store, localSchedule, supervisor, this.kinds, instance, running, registry);
        Gauge.builder("selfsame.leases.held", running, Set::size).description("Jobs that this instance is at")
                .register(registry);
        this.clock = new ClockWatch(InstantSource.system(), System::nanoTime, jump -> {
            supervisor.planAnew();
            localSchedule.beatAnew(Supervisor.PAUSE);
        });
    }

    private static String newInstance() {
        byte[] bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return "ins_" + HexFormat.of().formatHex(bytes);
    }

    /** The name of this instance among those that share the jobs. */
    public String instance() {
        return instance;
    }

    /** Starts running jobs. */
    public void start() {
        localSchedule.start(runner, supervisor, Supervisor.PAUSE);
        clock.start();
    }

    /** Adds {@code /v1/spaces/{space}/jobs}. */
    public void routes(Endpoints endpoints) {
        new JobsApi(store, localSchedule, kinds, instance).routes(endpoints);
    }

    /** Runs the frequent jobs of a space here as soon as possible. Returns at once. */
    public void wake(SpaceId space) {
        kinds.values().stream().filter(JobKind::isFrequent)
                .forEach(kind -> localSchedule.wake(new JobId(space, kind.name())));
    }

    /** Stops all jobs within a few seconds, whatever they do. Other instances may continue them at once. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        clock.close();
        supervisor.stop();
        if (!localSchedule.stop(STOP_PATIENCE)) {
            LOG.info("Jobs that still run are given up");
        }
        runner.stop();
        // A Neo4j that is away must not hold us up: the others find out by themselves.
        Thread leaving = Thread.ofPlatform().daemon().name("leave-jobs").start(() -> {
            try {
                store.leave(instance);
            } catch (RuntimeException e) {
                LOG.debug("Leaving failed", e);
            }
        });
        try {
            leaving.join(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
