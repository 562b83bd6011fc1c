package io.selfsame.compute.refresh;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.graph.Graph;
import io.selfsame.identity.RulesStore;
import java.time.Duration;
import java.util.Random;

/** Refreshes and checks that do next to nothing at a time, so that a few people take them across every boundary. */
public final class SmallRefresh {

    public static final RefreshLimits LIMITS = new RefreshLimits(2, 2, 3, 24, 12, 1_000, 1_000, Duration.ZERO,
            Duration.ofMinutes(1));

    /** Room for a few at a time, of all that run at once; large ones run alone. */
    private static final EvaluationMemory MEMORY = new EvaluationMemory(8 * 40 * MemoryAllowance.EVENT);

    private SmallRefresh() {}

    /** With pages of two people, two accounts and three ledger places; one page a slice. */
    public static Refresh of(Graph graph, EventColumns columns, RulesStore rules) {
        return new Refresh(graph, MEMORY, columns, rules, LIMITS);
    }

    /** A check of two stretches of two people. */
    public static DailyUpkeep upkeep(Graph graph, Refresh refresh, EventColumns columns, RulesStore rules) {
        return new DailyUpkeep(graph, MEMORY, refresh, columns, rules, new DailyUpkeep.Sampling(2, 2, new Random(7)),
                LIMITS);
    }
}
