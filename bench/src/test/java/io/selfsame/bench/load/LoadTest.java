package io.selfsame.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.shop.PopulationCrowd;
import io.selfsame.bench.testing.FakeSelfsame;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadTest {
    private static final int RATE = 100;
    private static final int STALL_MILLIS = 400;

    /** 40 requests are due while one is stalled, on one connection: all of them must show it, not the one alone. */
    @Test
    void openLoopCountsEveryRequestThatAStallDelayed() throws Exception {
        Histogram latencies = loadWithOneStall(new Plan("open", Mix.SINGLES, 1, RATE, 1, 0, 1, true)).tally()
                .latencies()
                .get(Operation.SINGLE);
        assertEquals(RATE, latencies.getTotalCount());
        long delayed = latencies.getCountBetweenValues(TimeUnit.MILLISECONDS.toMicros(STALL_MILLIS / 2),
                latencies.getMaxValue());
        assertTrue(delayed >= RATE * STALL_MILLIS / 2000, delayed + " requests show the stall");
    }

    @Test
    void requestsThatWereDueButNeverSentAreInTheLatencies() throws Exception {
        try (FakeSelfsame server = new FakeSelfsame(number -> stall(1100))) {
            LoadResult result = load(server).run(new Plan("open", Mix.SINGLES, 1, RATE, 1, 0, 1, true), 0);
            assertEquals(RATE, result.tally().latencies().get(Operation.SINGLE).getTotalCount());
            assertEquals(RATE - 1, result.tally().unsent());
            assertEquals(1, result.tally().requests());
        }
    }

    @Test
    void warmUpIsNotMeasuredButItsErrorsCount() throws Exception {
        try (FakeSelfsame server = new FakeSelfsame(
                number -> number == 0 ? List.of(new FakeSelfsame.Reply(500, "", "cold")) : List.of())) {
            LoadResult result = load(server).run(new Plan("warm", Mix.SINGLES, 2, RATE, 1, 1, 1, true), 0);
            long unsent = result.tally().unsent(); // on a machine that is busy with something else
            assertEquals(RATE, result.tally().requests() + unsent);
            assertEquals(2 * RATE, result.totals().sent() + unsent);
            assertEquals(1, result.totals().errors());
            assertTrue(result.totals().firstError().orElseThrow().contains("cold"));
        }
    }

    private static LoadResult loadWithOneStall(Plan plan) throws IOException, InterruptedException {
        try (FakeSelfsame server = new FakeSelfsame(number -> number == 30 ? stall(STALL_MILLIS) : List.of())) {
            return load(server).run(plan, 0);
        }
    }

    private static List<FakeSelfsame.Reply> stall(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return List.of();
    }

    private static Load load(FakeSelfsame server) {
        return new Load(ServerAddress.of(URI.create(server.url())), new SpaceAccess("s", "wk", "at"),
                new PopulationCrowd(100, 1, 1),
                new ServerProcess(List.of()),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }
}
