package io.selfsame.acceptance;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Random events, merges, definitions and clocks; after each step what an incremental refresh has stored, what a full
 * recompute says, and what the oracle says are the same. {@code -Dseed=7} repeats a run, {@code -Dselfsame.rounds=500} makes
 * a long one; by default it ends after 15 rounds or 60 seconds.
 */
class RefreshOracleIT {

    private static final int ROUNDS = 15;
    private static final int STEPS = 12;
    private static final Duration BUDGET = Duration.ofSeconds(60);

    @Test
    void incremental_and_full_results_are_those_of_the_oracle() {
        long first = Long.getLong("seed", System.nanoTime() % 1_000_000);
        Integer asked = Integer.getInteger("selfsame.rounds");
        int rounds = asked == null ? ROUNDS : asked;
        Instant enough = Instant.now().plus(BUDGET);
        System.out.println("RefreshOracleIT: -Dseed=" + first + " -Dselfsame.rounds=" + rounds);
        for (long seed = first; seed < first + rounds && (asked != null || Instant.now().isBefore(enough)); seed++) {
            RefreshRound round = new RefreshRound(seed);
            for (int step = 0; step < STEPS; step++) {
                round.step();
            }
        }
    }
}
