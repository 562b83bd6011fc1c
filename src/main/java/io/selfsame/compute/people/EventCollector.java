package io.selfsame.compute.people;

import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.UnreadableParts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Events of one person as they come, and which of them cannot be read. For one thread. */
final class EventCollector {

    final Map<String, List<PersonEvent>> byName = new HashMap<>();
    final Map<String, String> gaps = new HashMap<>();

    /** What they take in memory, in events with one short value. */
    long weight;

    /**
     * Adds one.
     *
     * @param row of people.cypher
     */
    void add(WantedEvents of, Value row) {
        try {
            add(of.name(), of.event(row, 1));
        } catch (RuntimeException e) {
            gaps.put(of.name(), UnreadableParts.UNREADABLE);
        }
    }

    /**
     * Adds one.
     *
     * @param row of eventsOf.cypher
     */
    void add(WantedEvents of, Record row) {
        try {
            add(of.name(), of.event(row.get("timestamp"), row.get("seq"), row.get("values")));
        } catch (RuntimeException e) {
            gaps.put(of.name(), UnreadableParts.UNREADABLE);
        }
    }

    private void add(String name, PersonEvent event) {
        weight += event.weight();
        byName.computeIfAbsent(name, key -> new ArrayList<>()).add(event);
    }

    void addAll(EventCollector others) {
        byName.putAll(others.byName);
        gaps.putAll(others.gaps);
        weight += others.weight;
    }

    void sort() {
        byName.values().forEach(events -> events.sort(PersonEvent.TIME));
    }
}
