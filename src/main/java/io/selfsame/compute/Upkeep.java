package io.selfsame.compute;

import io.selfsame.column.Columns;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.RulesStore;
import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done once a day: a sample is computed anew and compared, and what nobody asks for any more is dropped. Thread safe. */
public final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final Statement EVERYBODY = Statement.of("compute/everybody");
    private static final Statement DROP_OLD = Statement.of("compute/dropOld");

    private static final int SAMPLE = 2_000;
    private static final int PAGE = 1_000;
    private static final Duration PREVIEWS = Duration.ofDays(1);
    private static final Duration RUNS = Duration.ofDays(30);

    private final Graph graph;
    private final Refresh refresh;
    private final Definitions definitions;
    private final Columns columns;
    private final RulesStore rules;

    public Upkeep(Graph graph, Refresh refresh, Columns columns, RulesStore rules) {
        this.graph = graph;
        this.refresh = refresh;
        this.definitions = new Definitions(graph);
        this.columns = columns;
        this.rules = rules;
    }

    /**
     * Refreshes, then computes a sample of people anew, from an arbitrary place on, and compares. Results that differ are drift: none
     * is expected. They are reported and mended.
     */
    public String check(SpaceId space, Lease lease) {
        refresh.run(space, lease);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var catalog = definitions.enabled(space).catalog();
        if (catalog.definitions().isEmpty()) {
            return "nothing to check";
        }
        Collection<String> sample = sample(space);
        var step = new RefreshStep(graph, catalog, columns.latest(space), rules.current(space).traitPolicies(),
                now, Optional.empty());
        Difference difference = step.look(sample, List.of());
        // Whoever was changed since the refresh above differs rightly; a second look after another refresh tells.
        if (difference.changesResults()) {
            refresh.refresh(space, now, lease);
            difference = step.look(sample, List.of());
        }
        long drift = difference.size();
        if (drift > 0) {
            LOG.warn("{} of the results of {} people in {} had drifted from what a full recompute says; mended", drift,
                    sample.size(), space);
            Difference mend = difference;
            Refresh.write(graph, lease, tx -> ResultStore.write(tx, space, mend, now));
            refresh.forget(space);
        }
        return sample.size() + " people computed anew, " + drift + " results had drifted";
    }

    private Collection<String> sample(SpaceId space) {
        // Names begin with the time at which people were first seen, in base 62; any is as good to begin with.
        String start = io.selfsame.identity.ProfileId.PREFIX + (char) ('0' + (int) (Math.random() * 3));
        var some = Refresh.rootsOf(graph.read(EVERYBODY, Map.of("space", space.value(), "after", start, "limit",
                SAMPLE)));
        return some.size() == SAMPLE
                ? some
                : Refresh.rootsOf(graph.read(EVERYBODY, Map.of("space", space.value(), "after", "", "limit", SAMPLE)));
    }

    /** Drops previews after a day and runs after a month, and columns that no definition asks for. */
    public String retain(SpaceId space, Lease lease) {
        Instant now = Instant.now();
        long dropped = 0;
        long some;
        do {
            some = graph.write(tx -> {
                lease.require(tx);
                return tx.run(DROP_OLD, Map.of("space", space.value(), "previews",
                        now.minus(PREVIEWS).atZone(ZoneOffset.UTC), "runs", now.minus(RUNS).atZone(ZoneOffset.UTC),
                        "limit", PAGE)).getFirst().get("dropped").asLong();
            });
            dropped += some;
        } while (some == PAGE);
        columns.retain(space, definitions.enabled(space).catalog().columns());
        return dropped + " previews and runs dropped";
    }
}
