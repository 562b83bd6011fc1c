package io.selfsame.acceptance.audience;

import io.selfsame.testing.Seeds;
import org.junit.jupiter.api.Test;

/**
 * Random events, merges, definitions and clocks; after each step what an incremental refresh has stored, what a full
 * recompute says, and what the oracle says are the same. {@code -Dseed=7} repeats a run, {@code -Dselfsame.rounds=500} makes
 * a long one.
 */
class RefreshOracleIT {

    private static final int ROUNDS = 6;
    private static final int STEPS = 12;

    @Test
    void incremental_and_full_results_are_those_of_the_oracle() {
        long first = Seeds.of(RefreshOracleIT.class);
        int rounds = Seeds.rounds(ROUNDS);
        for (long seed = first; seed < first + rounds; seed++) {
            RefreshRound round = new RefreshRound(seed);
            for (int step = 0; step < STEPS; step++) {
                round.step();
            }
        }
    }
}
