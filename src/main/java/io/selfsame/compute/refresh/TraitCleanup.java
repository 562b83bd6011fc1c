package io.selfsame.compute.refresh;

import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/** Traits that must go or change because a definition was made or deleted: some in a transaction, for one slice. Thread safe. */
final class TraitCleanup {

    private static final Statement CHECK_HIDDEN = Statement.of("compute/checkHidden");
    private static final Statement DROP_REPLACED = Statement.of("compute/dropReplaced");
    private static final Statement LEFTOVERS = Statement.of("compute/leftovers");
    private static final Statement FORGET_MEMBERS = Statement.of("compute/forgetMembers");
    private static final Statement FORGET = Statement.of("compute/forget");

    /** Traits, or members, in one transaction. */
    private static final int SOME = 2_000;

    private final Graph graph;
    private final RefreshLimits limits;

    TraitCleanup(Graph graph, RefreshLimits limits) {
        this.graph = graph;
        this.limits = limits;
    }

    /**
     * Custom traits whose names are keys of definitions go if these replace them, and are looked for if an earlier version has taken
     * them; true if there is more.
     */
    boolean hidden(SpaceId space, Lease lease) {
        var slice = new TimeSlice(limits.slice());
        Map<Statement, Map<String, Object>> steps = Map.of(CHECK_HIDDEN, Map.of("space", space.value()), DROP_REPLACED,
                Map.of("space", space.value(), "limit", SOME));
        for (Map.Entry<Statement, Map<String, Object>> step : steps.entrySet()) {
            boolean more = true;
            while (more) {
                if (slice.isOver()) {
                    return true;
                }
                more = graph.write(tx -> {
                    lease.require(tx);
                    return !tx.run(step.getKey(), step.getValue()).isEmpty();
                });
            }
        }
        return false;
    }

    /** What deleted definitions have left becomes custom traits; true if there is more. */
    boolean clearAway(SpaceId space, Lease lease) {
        var slice = new TimeSlice(limits.slice());
        boolean forgotten = false;
        for (Statement statement : List.of(LEFTOVERS, FORGET_MEMBERS, FORGET)) {
            boolean more = true;
            while (more) {
                more = graph.write(tx -> {
                    lease.require(tx);
                    Map<String, Object> parameters = new HashMap<>(Map.of("space", space.value()));
                    if (!statement.equals(FORGET)) {
                        parameters.put("limit", SOME);
                    }
                    List<Record> rows = tx.run(statement, parameters);
                    return !rows.isEmpty() && rows.getFirst().get("changed").asLong() > 0;
                });
                forgotten |= more && statement.equals(FORGET);
                if (more && slice.isOver()) {
                    return true;
                }
            }
        }
        // There may be another.
        return forgotten;
    }
}
