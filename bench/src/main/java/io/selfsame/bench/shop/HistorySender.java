package io.selfsame.bench.shop;

import io.selfsame.bench.http.Counters;
import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.RequestSender;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Sends a history in batches over several connections, in the order of time but for what is in flight together. */
final class HistorySender {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    private final ServerAddress target;
    private final Path folder;
    private final int connections;
    private final int batch;
    private final boolean gzip;

    HistorySender(ServerAddress target, Path folder, int connections, int batch, boolean gzip) {
        this.target = target;
        this.folder = folder;
        this.connections = connections;
        this.batch = batch;
        this.gzip = gzip;
    }

    /** Which batches were taken. All before the first gap count as sent; those after it are sent again, and do no harm. */
    private static final class AcceptedBatches {
        private final BitSet batches = new BitSet();

        synchronized void add(int number) {
            batches.set(number);
        }

        synchronized int beforeGap() {
            return batches.nextClearBit(0);
        }
    }

    /**
     * Sends what the state says is missing, and writes down how far it came every few seconds.
     *
     * @throws IOException
     *             when a batch was not taken in full
     */
    void send(History history, HistoryState state) throws IOException, InterruptedException {
        Counters counters = new Counters();
        AtomicInteger next = new AtomicInteger();
        AcceptedBatches taken = new AcceptedBatches();
        SpaceAccess space = state.space().orElseThrow();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().daemon().name("history-" + i)
                    .uncaughtExceptionHandler((thread, e) -> counters.error("the driver failed: " + e))
                    .start(() -> work(history, state, space, next, taken, counters)));
        }
        long start = System.nanoTime();
        for (Thread thread : threads) {
            while (!thread.join(PROGRESS)) {
                report(history, state, taken, counters, start);
            }
        }
        report(history, state, taken, counters, start);
        if (counters.errors.sum() > 0) {
            throw new IOException(counters.sample().orElse("") + "\nThe same command goes on from here.");
        }
    }

    private void work(History history, HistoryState state, SpaceAccess space, AtomicInteger next, AcceptedBatches taken,
            Counters counters) {
        ShopCalls calls = new ShopCalls(space, new ShopMessages(state.seed(), state.until()), gzip);
        try (RequestSender sender = new RequestSender(target, counters, true)) {
            long deadline = System.nanoTime() + PATIENCE;
            for (int number = next.getAndIncrement(); counters.errors.sum() == 0; number = next.getAndIncrement()) {
                int first = state.sent() + number * batch;
                if (first >= history.size()) {
                    return;
                }
                List<ShopCalls.Message> messages = IntStream.range(first, Math.min(first + batch, history.size()))
                        .mapToObj(history::get).map(event -> new ShopCalls.Message(event, ShopMessages.id(event)))
                        .toList();
                if (!sender.send(Operation.BATCH, calls.batch(messages), deadline)) {
                    counters.error("a batch was not taken");
                    return;
                }
                taken.add(number);
                deadline = System.nanoTime() + PATIENCE;
            }
        }
    }

    private void report(History history, HistoryState state, AcceptedBatches taken, Counters counters, long start)
            throws IOException {
        int sent = Math.min(history.size(), state.sent() + taken.beforeGap() * batch);
        state.withSent(sent).write(folder);
        double seconds = (System.nanoTime() - start) / 1e9;
        double rate = counters.events.sum() / seconds;
        System.err.printf("%,d of %,d messages (%.1f %%), %,.0f/s, %,d answered 429, %.0f s to go%n", sent,
                history.size(), 100.0 * sent / history.size(), rate, counters.throttled.sum(),
                rate > 0 ? (history.size() - sent) / rate : 0);
    }
}
