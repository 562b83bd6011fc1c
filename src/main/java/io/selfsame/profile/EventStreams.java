package io.selfsame.profile;

import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.Record;

/**
 * Finds the events of people who have many. Events of one profile and one name stand in the index in the order of time, so a
 * page is the first few of each such stream. Which names a profile's events have is found by stepping through the index
 * from name to name. Events without a name (identify, group, alias) are in no stream, and people whose events have
 * hundreds of names are in too many: of those all events are looked at, and only the page is kept.
 */
final class EventStreams {

    private static final Statement OWNERS = Statement.of("profile/eventOwners");
    private static final Statement NAMES = Statement.of("profile/eventNames");

    /** So many events are looked at in less time than it takes to ask for names. */
    private static final long FEW = 2_000;

    private static final int MOST_NAMES = 50;
    private static final int MOST_STREAMS = 2_000;

    private EventStreams() {}

    /**
     * The streams that hold whatever is wanted, as maps of owner and name.
     *
     * @param include names of events; empty for all
     * @param exclude names of events
     * @return empty if all events had better be looked at
     */
    static Optional<List<Map<String, Object>>> of(Tx tx, String root, Set<String> types, Set<String> include,
            Set<String> exclude) {
        if (!ProfileEvents.PERFORMED.containsAll(types)) {
            return Optional.empty();
        }
        List<Record> owners = tx.run(OWNERS, Map.of("root", root));
        if (owners.stream().mapToLong(row -> row.get("events").asLong()).sum() <= FEW) {
            return Optional.empty();
        }
        List<String> names = owners.stream().map(row -> row.get("owner").asString()).toList();
        return (include.isEmpty() ? all(tx, names) : crossed(names, include)).map(streams -> streams.stream()
                .filter(stream -> !exclude.contains(String.valueOf(stream.get("name")))).toList());
    }

    private static Optional<List<Map<String, Object>>> crossed(List<String> owners, Set<String> names) {
        if ((long) owners.size() * names.size() > MOST_STREAMS) {
            return Optional.empty();
        }
        return Optional.of(owners.stream().flatMap(owner -> names.stream().map(name -> stream(owner, name))).toList());
    }

    private static Optional<List<Map<String, Object>>> all(Tx tx, List<String> owners) {
        List<Map<String, Object>> streams = new ArrayList<>();
        List<Map<String, Object>> places = owners.stream().map(owner -> Map.<String, Object>of("owner", owner, "after",
                "")).toList();
        for (int i = 0; i <= MOST_NAMES; i++) {
            List<Record> next = tx.run(NAMES, Map.of("places", places));
            if (next.isEmpty()) {
                return Optional.of(streams);
            }
            next.forEach(row -> streams.add(stream(row.get("owner").asString(), row.get("name").asString())));
            if (streams.size() > MOST_STREAMS) {
                return Optional.empty();
            }
            places = next.stream().map(row -> Map.<String, Object>of("owner", row.get("owner").asString(), "after",
                    row.get("name").asString())).toList();
        }
        return Optional.empty();
    }

    private static Map<String, Object> stream(String owner, String name) {
        return Map.of("owner", owner, "name", name);
    }
}
