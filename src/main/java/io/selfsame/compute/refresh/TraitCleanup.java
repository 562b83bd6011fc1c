package io.selfsame.compute.refresh;

import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.Statement;
import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.StoredTrait;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * Removes custom traits that a new definition replaces, and turns traits of deleted definitions into custom ones: some in each
 * transaction, for one slice. Thread safe.
 */
final class TraitCleanup {

    private static final Statement CHECK_HIDDEN = Statement.of("compute/checkHidden");
    private static final Statement KEEP_HIDDEN = Statement.of("compute/keepHidden");
    private static final Statement DROP_REPLACED = Statement.of("compute/dropReplaced");
    private static final Statement NAME_PROFILES = Statement.of("tracking/nameProfiles");
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
        List<BooleanSupplier> steps = List.of(() -> look(space, lease), () -> drop(space, lease));
        for (BooleanSupplier step : steps) {
            boolean more = true;
            while (more) {
                if (slice.isOver()) {
                    return true;
                }
                more = step.getAsBoolean();
            }
        }
        return false;
    }

    private boolean look(SpaceId space, Lease lease) {
        try {
            return look(space, lease, CHECK_HIDDEN);
        } catch (GraphUnavailable e) {
            if (!e.tookTooLong()) {
                throw e;
            }
            // It would take as long every time, and nothing else of the space be refreshed.
            return look(space, lease, KEEP_HIDDEN);
        }
    }

    private boolean look(SpaceId space, Lease lease, Statement statement) {
        return graph.write(tx -> {
            lease.require(tx);
            return !tx.run(statement, Map.of("space", space.value())).isEmpty();
        });
    }

    /** Whoever had a name by such a trait gets another. */
    private boolean drop(SpaceId space, Lease lease) {
        return graph.write(tx -> {
            lease.require(tx);
            List<Record> rows = tx.run(DROP_REPLACED,
                    Map.of("space", space.value(), "limit", SOME, "naming", StoredTrait.NAMING));
            List<String> renamed = rows.stream().flatMap(row -> row.get("renamed").asList(Value::asString).stream())
                    .toList();
            if (!renamed.isEmpty()) {
                tx.run(NAME_PROFILES, Map.of("profiles", renamed));
            }
            return !rows.isEmpty();
        });
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
