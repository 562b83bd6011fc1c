package io.selfsame.compute;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.space.SpaceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.Record;

/**
 * Whom a stretch of the ledger may have changed.
 *
 * @param to the last place that was read
 * @param events of those who are known already, by segment ID; empty of whoever is to be loaded
 */
record Touched(long to, Map<String, Optional<List<Occurrence>>> events) {

    private static final Statement TOUCHED = Statement.of("compute/touched");

    /** Rows that the server sends ahead, and where each may bring its whole body along. */
    private static final int AHEAD = 250;
    private static final int BODIES = 50;

    /** A stretch ends where what is to be known of its events takes as much memory as so many with one short value. */
    private static final long ENOUGH = 20_000;

    static Touched nobody(long to) {
        return new Touched(to, Map.of());
    }

    Set<String> roots() {
        return events.keySet();
    }

    /** @param to the last place that may be read */
    static Touched read(Graph graph, SpaceId space, long from, long to, RefreshStep step) {
        return graph.read(TOUCHED, Map.of("space", space.value(), "from", from, "to", to, "names",
                List.copyOf(step.catalog().events().keySet()), "columns", step.columns()),
                step.readsBodies() ? BODIES : AHEAD, rows -> read(rows, to, step));
    }

    private static Touched read(Iterator<Record> rows, long to, RefreshStep step) {
        Map<String, Optional<List<Occurrence>>> events = new LinkedHashMap<>();
        long weight = 0;
        long last = to;
        while (rows.hasNext()) {
            if (weight > ENOUGH) {
                return new Touched(last, events);
            }
            Record row = rows.next();
            last = row.get("seq").asLong();
            weight++;
            String root = row.get("root").asString();
            if (row.get("changed").asBoolean()) {
                events.put(root, Optional.empty());
                continue;
            }
            Optional<List<Occurrence>> known = events.computeIfAbsent(root, one -> step.isKnown(one)
                    ? Optional.of(new ArrayList<>())
                    : Optional.empty());
            if (known.isPresent()) {
                try {
                    Occurrence event = step.occurrence(row);
                    weight += event.weight();
                    known.get().add(event);
                } catch (RuntimeException | StackOverflowError e) {
                    // Whoever loads them finds the same, and says so.
                    events.put(root, Optional.empty());
                }
            }
        }
        return new Touched(to, events);
    }

    /** All whom it may have changed, however. */
    static Set<String> roots(Graph graph, SpaceId space, long from, long to, Catalog catalog) {
        return graph.read(TOUCHED, Map.of("space", space.value(), "from", from, "to", to, "names",
                List.copyOf(catalog.events().keySet()), "columns", Map.of()), AHEAD, rows -> {
                    Set<String> roots = new HashSet<>();
                    rows.forEachRemaining(row -> roots.add(row.get("root").asString()));
                    return roots;
                });
    }
}
