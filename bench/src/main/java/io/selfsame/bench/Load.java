package io.selfsame.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs one plan: a thread for each connection, while the calling thread keeps the time, watches and reads the meters. */
final class Load {
    /** A request without an answer for so long is ended and counted as an error. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final OperatingSystemMXBean SYSTEM = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);

    private final Target target;
    private final Space space;
    private final Source source;
    private final ServerProcess server;
    private final PrintStream progress;

    /** Who sends: see {@link Population}. */
    record Crowd(int people, long seed, long run) implements Source {
        Population population(int connection) {
            return new Population(people, seed, run, connection);
        }

        @Override
        public Requests requests(Plan plan, String host, Space space, int connection) {
            return new PopulationRequests(host, space, population(connection),
                    plan.mix().batches() > 0 ? plan.eventsPerBatch() : 1);
        }
    }

    /** A moment of the meters; CPU in nanoseconds. */
    private record Reading(long time, long requests, long driverCpu, long serverCpu) {
        double driverCoresSince(Reading earlier) {
            return (double) (driverCpu - earlier.driverCpu) / (time - earlier.time);
        }

        double serverCoresSince(Reading earlier) {
            return (double) (serverCpu - earlier.serverCpu) / (time - earlier.time);
        }

        double rateSince(Reading earlier) {
            return (double) (requests - earlier.requests) / (time - earlier.time);
        }
    }

    /**
     * @param progress
     *            takes one line a second
     */
    Load(Target target, Space space, Source source, ServerProcess server, PrintStream progress) {
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
    Result run(Plan plan, int firstConnection) throws InterruptedException {
        Counters counters = new Counters();
        long start = System.nanoTime();
        long measureFrom = start + TimeUnit.SECONDS.toNanos(plan.warmupSeconds());
        long end = measureFrom + TimeUnit.SECONDS.toNanos(plan.seconds());
        List<Worker> workers = workers(plan, new Worker.Window(start, measureFrom, end), counters, firstConnection);
        List<Thread> threads = new ArrayList<>();
        for (Worker worker : workers) {
            threads.add(Thread.ofPlatform().daemon().name("connection-" + threads.size())
                    .uncaughtExceptionHandler((thread, e) -> counters.error("the driver failed: " + e)).start(worker));
        }

        Watch watch = new Watch(plan, workers, counters, start);
        watch.until(measureFrom);
        Reading first = read(counters);
        watch.until(measureFrom + (end - measureFrom) / 2);
        Reading middle = read(counters);
        watch.until(end);
        Reading last = read(counters);
        watch.untilEnded(threads);

        Tally tally = new Tally();
        workers.forEach(worker -> tally.add(worker.tally()));
        long connects = workers.stream().mapToLong(worker -> Math.max(0, worker.connection().connects() - 1)).sum();
        return new Result(plan, tally,
                new Result.Totals(counters.sent.sum(), counters.throttled.sum(), counters.errors.sum(),
                        counters.sample()),
                new Result.Cpu(last.driverCoresSince(first), last.serverCoresSince(first)), watch.memory(),
                last.rateSince(middle) / middle.rateSince(first) - 1, connects);
    }

    private List<Worker> workers(Plan plan, Worker.Window window, Counters counters, int firstConnection) {
        AtomicLong schedule = new AtomicLong();
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < plan.connections(); i++) {
            Requests requests = source.requests(plan, target.host(), space, firstConnection + i);
            workers.add(new Worker(plan, window, schedule, requests, new HttpConnection(target.address()), counters));
        }
        return workers;
    }

    private Reading read(Counters counters) {
        return new Reading(System.nanoTime(), counters.requests.sum(), SYSTEM.getProcessCpuTime(), server.cpuNanos());
    }

    /** Waits, and once a second ends requests that hang, reads the server's memory and prints a line. */
    private final class Watch {
        private final Plan plan;
        private final List<Worker> workers;
        private final Counters counters;
        private final long start;
        private final long startMemory = server.residentMebibytes();
        private long mostMemory = startMemory;
        private long memory = startMemory;
        private long ticks;
        private long requestsBefore;
        private long eventsBefore;
        private long throttledBefore;

        Watch(Plan plan, List<Worker> workers, Counters counters, long start) {
            this.plan = plan;
            this.workers = workers;
            this.counters = counters;
            this.start = start;
        }

        void until(long time) throws InterruptedException {
            for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
                long toTick = start + TimeUnit.SECONDS.toNanos(ticks + 1) - System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(left, toTick)));
                if (System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(ticks + 1)) {
                    tick();
                }
            }
        }

        void untilEnded(List<Thread> threads) throws InterruptedException {
            for (Thread thread : threads) {
                while (!thread.join(Duration.ofSeconds(1))) {
                    endHanging();
                }
            }
            memory = server.residentMebibytes();
        }

        private void tick() {
            ticks++;
            endHanging();
            memory = server.residentMebibytes();
            mostMemory = Math.max(mostMemory, memory);
            long requests = counters.requests.sum();
            long events = counters.events.sum();
            long throttled = counters.throttled.sum();
            progress.printf("%s %3d s%s: %,d requests/s, %,d events/s, %,d throttled/s, %,d errors%s%n", plan.name(),
                    ticks, ticks <= plan.warmupSeconds() ? " (warm-up)" : "", requests - requestsBefore,
                    events - eventsBefore, throttled - throttledBefore, counters.errors.sum(),
                    memory > 0 ? ", server " + memory + " MiB" : "");
            requestsBefore = requests;
            eventsBefore = events;
            throttledBefore = throttled;
        }

        private void endHanging() {
            long now = System.nanoTime();
            for (Worker worker : workers) {
                long since = worker.connection().waitingSince();
                if (since != 0 && now - since > PATIENCE) {
                    worker.connection().abort();
                }
            }
        }

        Result.Memory memory() {
            return new Result.Memory(startMemory, Math.max(mostMemory, memory), memory);
        }
    }
}
