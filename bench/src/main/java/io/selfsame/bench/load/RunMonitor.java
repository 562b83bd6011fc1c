package io.selfsame.bench.load;

import io.selfsame.bench.http.Counters;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits, and once a second reads the server's memory and prints a line. */
final class RunMonitor {
    private final Plan plan;
    private final Counters counters;
    private final ServerProcess server;
    private final PrintStream progress;
    private final long start;
    private final long startMemory;
    private long mostMemory;
    private long memory;
    private long ticks;
    private long requestsBefore;
    private long eventsBefore;
    private long throttledBefore;

    RunMonitor(Plan plan, Counters counters, ServerProcess server, PrintStream progress, long start) {
        this.plan = plan;
        this.counters = counters;
        this.server = server;
        this.progress = progress;
        this.start = start;
        this.startMemory = server.residentMebibytes();
        this.mostMemory = startMemory;
        this.memory = startMemory;
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
            thread.join();
        }
        memory = server.residentMebibytes();
    }

    private void tick() {
        ticks++;
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

    LoadResult.Memory memory() {
        return new LoadResult.Memory(startMemory, Math.max(mostMemory, memory), memory);
    }
}
