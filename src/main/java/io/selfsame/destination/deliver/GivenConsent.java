package io.selfsame.destination.deliver;

import io.selfsame.destination.call.CallPlan;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.lease.Lease;
import io.selfsame.outbox.AccountMembers;
import io.selfsame.outbox.Outbox;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.ConsentTraits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Makes up for what destinations were not told of people who had not consented, once they have. Thread safe. */
final class GivenConsent {

    private static final Statement NEW = Statement.of("delivery/newConsent");
    private static final Statement RESEND = Statement.of("delivery/resendConsented");

    /** Events that are looked at in one transaction, which holds the outbox: fewer if there is very much to be said of each person. */
    private static final int EVENTS = 50;

    /** Places of the ledger that are looked through in one transaction. */
    private static final int PLACES = 20_000;

    private final Graph graph;

    GivenConsent(Graph graph) {
        this.graph = graph;
    }

    /**
     * Notes for the destinations of a space whoever has said something about consent, as far as the refresh has looked at the ledger.
     *
     * @param lease of whoever does this
     * @return whether there was anything
     */
    boolean resend(SpaceId space, Lease lease) {
        List<Record> rows = graph.read(NEW, Map.of("space", space.value(), "places", PLACES, "limit",
                Outbox.together(graph, space, EVENTS)));
        if (rows.isEmpty()) {
            return false;
        }
        List<Value> entries = rows.getFirst().get("entries").asList(entry -> entry);
        Set<String> people = new LinkedHashSet<>();
        entries.forEach(entry -> people.add(entry.get(1).asString()));
        long place = rows.getFirst().get("end").asLong();
        graph.write(tx -> {
            lease.require(tx);
            tx.run(RESEND,
                    Map.of("space", space.value(), "people", List.copyOf(people), "place", place, "prefix",
                            ConsentTraits.PREFIX, "reason", CallPlan.NOT_CONSENTED, "longest", Outbox.LONGEST));
            AccountMembers.noteAnew(tx, space,
                    people.stream().map(each -> new AccountMembers.Renewed(each, Optional.empty())).toList());
            return place;
        });
        return true;
    }
}
