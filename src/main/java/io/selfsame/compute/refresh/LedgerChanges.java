package io.selfsame.compute.refresh;

import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.query.Events;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.ConsentTraits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.Record;

/**
 * The people whom a part of the ledger may have changed.
 *
 * @param to the last place of the ledger that was read
 * @param events the new events of cached people; empty for people who have to be loaded
 */
public record LedgerChanges(long to, Map<ProfileId, Optional<List<PersonEvent>>> events) {

    private static final Statement TOUCHED = Statement.of("compute/touched");

    /** Rows that the server sends ahead, and where each may bring its whole body along. */
    private static final int AHEAD = 250;
    private static final int BODIES = 50;

    /** A stretch ends where what is to be known of its events takes as much memory as so many with one short value. */
    private static final long ENOUGH = 20_000;

    static LedgerChanges nobody(long to) {
        return new LedgerChanges(to, Map.of());
    }

    public Set<ProfileId> roots() {
        return events.keySet();
    }

    /**
     * Reads from a place of the ledger on.
     *
     * @param to the last place that may be read
     */
    public static LedgerChanges read(Graph graph, SpaceId space, long from, long to, RefreshBatch batch) {
        Map<String, List<String>> columns = new HashMap<>(batch.columns());
        List<String> anyColumns = columns.remove(Events.ANY);
        return graph.read(TOUCHED, Map.of("space", space.value(), "from", from, "to", to, "names",
                List.copyOf(batch.plan().events().keySet()), "columns", columns, "anyColumns",
                anyColumns == null ? List.of() : anyColumns, "consent", ConsentTraits.isAmong(batch.plan().traits())),
                batch.readsBodies() ? BODIES : AHEAD, rows -> read(rows, to, batch));
    }

    private static LedgerChanges read(Iterator<Record> rows, long to, RefreshBatch batch) {
        Map<ProfileId, Optional<List<PersonEvent>>> events = new LinkedHashMap<>();
        long weight = 0;
        long last = to;
        while (rows.hasNext()) {
            if (weight > ENOUGH) {
                return new LedgerChanges(last, events);
            }
            Record row = rows.next();
            last = row.get("seq").asLong();
            weight++;
            var root = new ProfileId(row.get("root").asString());
            if (row.get("changed").asBoolean()) {
                events.put(root, Optional.empty());
                continue;
            }
            Optional<List<PersonEvent>> known = events.computeIfAbsent(root, one -> batch.isKnown(one)
                    ? Optional.of(new ArrayList<>())
                    : Optional.empty());
            if (known.isPresent()) {
                try {
                    for (PersonEvent event : batch.events(row)) {
                        weight += event.weight();
                        known.get().add(event);
                    }
                } catch (RuntimeException | StackOverflowError e) {
                    // Whoever loads them finds the same, and says so.
                    events.put(root, Optional.empty());
                }
            }
        }
        return new LedgerChanges(to, events);
    }

    /** All whom it may have changed, however. */
    static Set<ProfileId> roots(Graph graph, SpaceId space, long from, long to, EvaluationPlan plan) {
        return graph.read(TOUCHED, Map.of("space", space.value(), "from", from, "to", to, "names",
                List.copyOf(plan.events().keySet()), "columns", Map.of(), "anyColumns", List.of(), "consent",
                ConsentTraits.isAmong(plan.traits())), AHEAD, rows -> {
                    Set<ProfileId> roots = new HashSet<>();
                    rows.forEachRemaining(row -> roots.add(new ProfileId(row.get("root").asString())));
                    return roots;
                });
    }
}
