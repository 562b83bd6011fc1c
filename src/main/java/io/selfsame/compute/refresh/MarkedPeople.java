package io.selfsame.compute.refresh;

import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;
import java.util.List;
import java.util.Map;

/**
 * Evaluates people who are marked. A mark is removed before the evaluation, and its owner is noted until the results are
 * written. So no mark is lost: one that is set meanwhile stays, one of an interrupted run is in the note, and no locks are held
 * during the evaluation. At most one run at a time for a space, otherwise thread safe.
 */
final class MarkedPeople {

    private static final Statement STALE = Statement.of("compute/stale");

    private final Graph graph;

    MarkedPeople(Graph graph) {
        this.graph = graph;
    }

    /** Looks at some; true if there may be more. */
    boolean look(SpaceId space, RefreshProgress position, RefreshBatch batch, Lease lease, RefreshSummary tally) {
        var slice = new TimeSlice(batch.limits().slice());
        // Of a run that was not through.
        List<ProfileId> people = position.unmarked();
        boolean more = position.marked() || !people.isEmpty();
        while (more && !slice.isOver()) {
            if (people.isEmpty()) {
                people = take(space, batch, lease);
            }
            more = !people.isEmpty();
            if (more) {
                int some = Math.min(people.size(), batch.limits().people());
                List<ProfileId> rest = people.subList(some, people.size());
                look(space, people.subList(0, some), rest, batch, lease, tally);
                people = rest;
            }
        }
        return more;
    }

    private List<ProfileId> take(SpaceId space, RefreshBatch batch, Lease lease) {
        return graph.write(tx -> {
            lease.require(tx);
            List<ProfileId> people = PeopleLoader.rootsOf(tx.run(STALE, Map.of("space", space.value(), "limit",
                    batch.limits().people())));
            ResultWriter.advance(tx, space, Map.of("unmarked", Owner.values(people)));
            return people;
        });
    }

    private void look(SpaceId space, List<ProfileId> people, List<ProfileId> rest, RefreshBatch batch, Lease lease,
            RefreshSummary tally) {
        batch.forget(people);
        tally.add(people.size());
        var writer = new ResultWriter(graph, space, lease, batch);
        batch.look(people, List.of(), changes -> {
            tally.add(changes);
            writer.add(changes);
        });
        writer.finish(tx -> ResultWriter.advance(tx, space, Map.of("unmarked", Owner.values(rest))));
    }
}
