package io.selfsame.compute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Events of one person as they come, and which of them cannot be read. For one thread. */
final class GatheredEvents {

    final Map<String, List<Occurrence>> byName = new HashMap<>();
    final Map<String, String> gaps = new HashMap<>();

    /** What they take in memory, in events with one short value. */
    long weight;

    /** @param row of people.cypher */
    void add(Wanted of, Value row) {
        try {
            add(of.name(), of.occurrence(row, 1));
        } catch (RuntimeException e) {
            gaps.put(of.name(), Gaps.UNREADABLE);
        }
    }

    /** @param row of eventsOf.cypher */
    void add(Wanted of, Record row) {
        try {
            add(of.name(), of.occurrence(row.get("timestamp"), row.get("seq"), row.get("values")));
        } catch (RuntimeException e) {
            gaps.put(of.name(), Gaps.UNREADABLE);
        }
    }

    private void add(String name, Occurrence event) {
        weight += event.weight();
        byName.computeIfAbsent(name, key -> new ArrayList<>()).add(event);
    }

    void addAll(GatheredEvents others) {
        byName.putAll(others.byName);
        gaps.putAll(others.gaps);
        weight += others.weight;
    }

    void sort() {
        byName.values().forEach(events -> events.sort(Occurrence.TIME));
    }
}
