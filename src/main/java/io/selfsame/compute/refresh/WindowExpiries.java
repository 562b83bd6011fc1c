package io.selfsame.compute.refresh;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.flow.Overloaded;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;

/**
 * Evaluates people for whom the end of a window has come, in the order of these ends, over several slices; after the last it
 * begins again. So a person who cannot be evaluated does not keep others from it. At most one run at a time for a space,
 * otherwise thread safe.
 */
final class WindowExpiries {

    private static final Statement DUE = Statement.of("compute/due");
    private static final Statement DROP_NOTES = Statement.of("compute/dropNotes");

    private final Graph graph;

    /** Where slices have ended, of the spaces that another is to follow for. */
    private final Map<SpaceId, ExpiryPlace> places = new ConcurrentHashMap<>();

    /**
     * The place after a note that was read, in the order of notes.
     *
     * @param at as the database has it, not an instant: the database orders the same instant in two time zones as two values
     */
    private record ExpiryPlace(ZonedDateTime at, String id) {

        private static final ExpiryPlace BEGINNING = new ExpiryPlace(EventColumns.BEGINNING.atZone(ZoneOffset.UTC),
                "");

        static ExpiryPlace of(Record row) {
            return new ExpiryPlace(row.get("at").asZonedDateTime(), row.get("id").asString());
        }
    }

    WindowExpiries(Graph graph) {
        this.graph = graph;
    }

    /** Looks at some; true if there may be more. */
    boolean look(SpaceId space, RefreshBatch batch, Lease lease, RefreshSummary tally) {
        var slice = new TimeSlice(batch.limits().slice());
        // Whoever fails begins anew.
        ExpiryPlace place = Optional.ofNullable(places.remove(space)).orElse(ExpiryPlace.BEGINNING);
        Set<String> live = batch.plan().definitions().stream().map(Definition::id).collect(Collectors.toSet());
        while (true) {
            List<Record> page = graph.read(DUE, Map.of("space", space.value(), "after", place.at(), "last", place.id(),
                    "now", batch.now().atZone(ZoneOffset.UTC), "limit", batch.limits().people()));
            try {
                look(space, page, live, batch, lease, tally);
            } catch (Overloaded e) {
                // Nothing is wrong with these: they are looked at when there is room, and those after them then.
                places.put(space, place);
                throw e;
            }
            if (page.size() < batch.limits().people()) {
                return false;
            }
            place = ExpiryPlace.of(page.getLast());
            if (slice.isOver()) {
                places.put(space, place);
                return true;
            }
        }
    }

    private void look(SpaceId space, List<Record> page, Set<String> live, RefreshBatch batch, Lease lease,
            RefreshSummary tally) {
        Set<ProfileId> roots = new HashSet<>();
        Set<AccountKey> accounts = new HashSet<>();
        // Disabled, broken and deleted ones are not evaluated: before they are again, everybody is looked at for them.
        var idle = new ResultChanges();
        List<String> nowhere = new ArrayList<>();
        for (Record row : page) {
            // What somebody has made by hand may lead from anything to anything.
            if (row.get("owner").isNull() || row.get("definition").isNull()) {
                nowhere.add(row.get("id").asString());
                continue;
            }
            Definition.Level level = row.get("account").asBoolean()
                    ? Definition.Level.ACCOUNTS
                    : Definition.Level.USERS;
            if (live.contains(row.get("definition").asString())) {
                switch (level.owner(row.get("owner").asString())) {
                    case ProfileId root -> roots.add(root);
                    case AccountKey account -> accounts.add(account);
                }
            } else {
                idle.never(level.owner(row.get("holder").asString()), row.get("definition").asString());
            }
        }
        var writer = new ResultWriter(graph, space, lease, batch);
        writer.add(idle);
        tally.add(roots.size());
        batch.look(roots, accounts, changes -> {
            tally.add(changes);
            writer.add(changes);
        });
        writer.finish(tx -> {
            if (!nowhere.isEmpty()) {
                tx.run(DROP_NOTES, Map.of("ids", nowhere));
            }
        });
    }
}
