package io.selfsame.profile;

import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.ids.ProfileId;
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

    /** The events of one name of one profile. */
    record EventStream(ProfileId owner, String name) {

        /** As the statements that read streams take it. */
        Map<String, Object> parameters() {
            return Map.of("owner", owner.value(), "name", name);
        }
    }

    /**
     * The streams that hold whatever is wanted.
     *
     * @param include names of events; empty for all
     * @param exclude names of events
     * @return empty if all events had better be looked at
     */
    static Optional<List<EventStream>> of(Tx tx, ProfileId root, Set<String> types, Set<String> include,
            Set<String> exclude) {
        if (!ProfileEvents.PERFORMED.containsAll(types)) {
            return Optional.empty();
        }
        List<Record> owners = tx.run(OWNERS, Map.of("root", root.value()));
        if (owners.stream().mapToLong(row -> row.get("events").asLong()).sum() <= FEW) {
            return Optional.empty();
        }
        List<ProfileId> profiles = owners.stream().map(EventStreams::owner).toList();
        return (include.isEmpty() ? all(tx, profiles) : crossed(profiles, include)).map(streams -> streams.stream()
                .filter(stream -> !exclude.contains(stream.name())).toList());
    }

    private static Optional<List<EventStream>> crossed(List<ProfileId> owners, Set<String> names) {
        if ((long) owners.size() * names.size() > MOST_STREAMS) {
            return Optional.empty();
        }
        return Optional.of(owners.stream().flatMap(owner -> names.stream().map(name -> new EventStream(owner, name)))
                .toList());
    }

    private static Optional<List<EventStream>> all(Tx tx, List<ProfileId> owners) {
        List<EventStream> streams = new ArrayList<>();
        List<Map<String, Object>> places = owners.stream().map(owner -> place(owner, "")).toList();
        for (int i = 0; i <= MOST_NAMES; i++) {
            List<Record> next = tx.run(NAMES, Map.of("places", places));
            if (next.isEmpty()) {
                return Optional.of(streams);
            }
            List<EventStream> found = next.stream().map(row -> new EventStream(owner(row), row.get("name").asString()))
                    .toList();
            streams.addAll(found);
            if (streams.size() > MOST_STREAMS) {
                return Optional.empty();
            }
            places = found.stream().map(stream -> place(stream.owner(), stream.name())).toList();
        }
        return Optional.empty();
    }

    private static Map<String, Object> place(ProfileId owner, String after) {
        return Map.of("owner", owner.value(), "after", after);
    }

    private static ProfileId owner(Record row) {
        return new ProfileId(row.get("owner").asString());
    }
}
