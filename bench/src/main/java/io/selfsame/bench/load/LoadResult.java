package io.selfsame.bench.load;

import java.util.Optional;

/**
 * What a run gave.
 *
 * @param tally
 *            of the measured time
 * @param totals
 *            of the whole run with its warm-up: an error in the warm-up is an error
 * @param drift
 *            requests/s of the second half of the measured time against the first, minus 1; far from 0 means that the server
 *            was not yet steady
 * @param reconnects
 *            connections opened beyond the first of each worker
 */
public record LoadResult(Plan plan, LatencyTally tally, Totals totals, Cpu cpu, Memory memory, double drift,
        long reconnects) {
    /** Counts from start to end. */
    public record Totals(long sent, long throttled, long errors, Optional<String> firstError) {}

    /** Cores in use during the measured time, 1.0 = one core; the server's is 0 when its process is not known. */
    public record Cpu(double driver, double server) {}

    /** Resident memory of the server in MiB at the start and end of the whole run and at most; 0 when not known. */
    public record Memory(long start, long most, long end) {}

    public double requestsPerSecond() {
        return (double) tally.requests() / plan.seconds();
    }

    public double eventsPerSecond() {
        return (double) tally.events() / plan.seconds();
    }

    /** Whether every request was answered as it should be; a 429 that was sent again later is. */
    public boolean isClean() {
        return totals.errors == 0 && tally.requests() > 0;
    }
}
