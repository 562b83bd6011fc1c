package io.selfsame.bench.load;

import com.sun.management.OperatingSystemMXBean;
import io.selfsame.bench.http.Counters;
import io.selfsame.bench.http.RequestSender;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs one plan: a thread for each connection, while the calling thread keeps the time, watches and reads the meters. */
public final class Load {
    private static final OperatingSystemMXBean SYSTEM = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);

    private final ServerAddress target;
    private final SpaceAccess space;
    private final RequestSource source;
    private final ServerProcess server;
    private final PrintStream progress;

    /** A moment of the meters; CPU in nanoseconds. */
    private record MeterReading(long time, long requests, long driverCpu, long serverCpu) {
        double driverCoresSince(MeterReading earlier) {
            return (double) (driverCpu - earlier.driverCpu) / (time - earlier.time);
        }

        double serverCoresSince(MeterReading earlier) {
            return (double) (serverCpu - earlier.serverCpu) / (time - earlier.time);
        }

        double rateSince(MeterReading earlier) {
            return (double) (requests - earlier.requests) / (time - earlier.time);
        }
    }

    /**
     * @param progress
     *            takes one line a second
     */
    public Load(ServerAddress target, SpaceAccess space, RequestSource source, ServerProcess server,
            PrintStream progress) {
        this.target = target;
        this.space = space;
        this.source = source;
        this.server = server;
        this.progress = progress;
    }

    /**
     * Loads the server and returns when the last answer has come. Each call of one {@code Load} needs another
     * {@code firstConnection}, so that its messages are new.
     */
    public LoadResult run(Plan plan, int firstConnection) throws InterruptedException {
        Counters counters = new Counters();
        long start = System.nanoTime();
        long measureFrom = start + TimeUnit.SECONDS.toNanos(plan.warmupSeconds());
        long end = measureFrom + TimeUnit.SECONDS.toNanos(plan.seconds());
        List<Worker> workers = workers(plan, new LoadWindow(start, measureFrom, end), counters, firstConnection);
        List<Thread> threads = new ArrayList<>();
        for (Worker worker : workers) {
            threads.add(Thread.ofPlatform().daemon().name("connection-" + threads.size())
                    .uncaughtExceptionHandler((thread, e) -> counters.error("the driver failed: " + e)).start(worker));
        }

        RunMonitor monitor = new RunMonitor(plan, counters, server, progress, start);
        monitor.until(measureFrom);
        MeterReading first = read(counters);
        monitor.until(measureFrom + (end - measureFrom) / 2);
        MeterReading middle = read(counters);
        monitor.until(end);
        MeterReading last = read(counters);
        monitor.untilEnded(threads);

        LatencyTally tally = new LatencyTally();
        workers.forEach(worker -> tally.add(worker.tally()));
        long reconnects = workers.stream().mapToLong(worker -> worker.sender().reconnects()).sum();
        return new LoadResult(plan, tally,
                new LoadResult.Totals(counters.sent.sum(), counters.throttled.sum(), counters.errors.sum(),
                        counters.sample()),
                new LoadResult.Cpu(last.driverCoresSince(first), last.serverCoresSince(first)), monitor.memory(),
                last.rateSince(middle) / middle.rateSince(first) - 1, reconnects);
    }

    private List<Worker> workers(Plan plan, LoadWindow window, Counters counters, int firstConnection) {
        AtomicLong schedule = new AtomicLong();
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < plan.connections(); i++) {
            RequestStream requests = source.requests(plan, space, firstConnection + i);
            workers.add(new Worker(plan, window, schedule, requests,
                    new RequestSender(target, counters, plan.retries())));
        }
        return workers;
    }

    private MeterReading read(Counters counters) {
        return new MeterReading(System.nanoTime(), counters.requests.sum(), SYSTEM.getProcessCpuTime(),
                server.cpuNanos());
    }
}
