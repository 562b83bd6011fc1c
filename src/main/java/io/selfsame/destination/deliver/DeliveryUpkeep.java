package io.selfsame.destination.deliver;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.json.Json;
import io.selfsame.lease.Lease;
import io.selfsame.outbox.AccountMembers;
import io.selfsame.outbox.Outbox;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done for destinations beside sending, by whoever has the lease of a space: notes new IDs, keeps within bounds what waits and
 * what is kept, and forgets what deleted destinations have left. Each step is a page, in one transaction. Thread safe.
 */
final class DeliveryUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryUpkeep.class);

    private static final Statement HOLD = Statement.of("delivery/hold");
    private static final Statement MUTE = Statement.of("delivery/mute");
    private static final Statement DROP_WAITING = Statement.of("delivery/dropWaiting");
    private static final Statement DROP_ENDED = Statement.of("delivery/dropEnded");
    private static final Statement DROP_MINUTES = Statement.of("delivery/dropMinutes");
    private static final Statement DELETED = Statement.of("delivery/deleted");
    private static final Statement DROP_OF = Statement.of("delivery/dropOf");
    private static final Statement FORGET = Statement.of("delivery/forget");
    private static final Statement NEW_IDS = Statement.of("delivery/newIds");
    private static final Statement RESEND = Statement.of("delivery/resend");

    /** Deliveries that have ended and are kept, of a destination. */
    private static final int KEPT = 100_000;

    /** How long a change waits before what waits is dropped. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** Those that tell least are forgotten first. */
    private static final List<String> ENDED = List.of("superseded", "filtered", "delivered", "failed");

    /** Ledger entries that are looked at in one transaction for new IDs. */
    private static final int LEDGER = 200;

    /** Places of the ledger that are looked through at once for those. */
    private static final int PLACES = 20_000;

    /** People with new IDs in one transaction, which holds the outbox: fewer if there is very much to be said of each. */
    private static final int TOGETHER = 5;

    /** Nodes that are forgotten in one transaction. */
    private static final int PAGE = 2_000;

    private static final ZonedDateTime WHENEVER = Instant.parse("9999-01-01T00:00:00Z").atZone(ZoneOffset.UTC);

    private final Graph graph;
    private final long mostWaiting;

    /** @param mostWaiting changes that may wait for one destination */
    DeliveryUpkeep(Graph graph, long mostWaiting) {
        this.graph = graph;
        this.mostWaiting = mostWaiting;
    }

    /** Pauses a destination for which too much waits, and drops a page of what waits for one that is; true if there may be more. */
    boolean bound(SpaceId space, DeliveryStore.Standing standing, Lease lease) {
        if (!standing.muted() && isTooMuch(standing)) {
            String why = standing.pending() + " changes waited, some of them since " + standing.oldest().map(
                    Instant::toString).orElse("now") + ": more than " + mostWaiting + ", or longer than "
                    + LONGEST.toDays()
                    + " days. They were dropped. POST …/resume tells it of everybody anew";
            graph.write(tx -> {
                lease.require(tx);
                tx.run(HOLD, Map.of("space", space.value(), "by", "bound"));
                tx.run(MUTE, Map.of("key", space.key(standing.id()), "why", why));
                return standing;
            });
            LOG.warn("Destination {} of space {} is paused: {}", standing.id(), space, why);
            return true;
        }
        return standing.muted() && standing.pending() > 0
                && page(lease, DROP_WAITING, Map.of("key", space.key(standing.id()),
                        "destination", standing.id(), "limit", PAGE), row -> row.get("dropped").asInt()) == PAGE;
    }

    private boolean isTooMuch(DeliveryStore.Standing standing) {
        return standing.pending() > mostWaiting || standing.oldest()
                .filter(since -> since.isBefore(Instant.now().minus(LONGEST))).isPresent();
    }

    /** Forgets a page of deliveries that are more than are kept; true if there may be more. */
    boolean trim(SpaceId space, DeliveryStore.Standing standing, Lease lease) {
        long excess = standing.kept() - KEPT;
        for (String status : ENDED) {
            if (excess > 0) {
                int limit = (int) Math.min(excess, PAGE);
                int dropped = drop(space, standing.id(), status, WHENEVER, limit, lease);
                if (dropped > 0) {
                    return excess > dropped;
                }
            }
        }
        return false;
    }

    /** Forgets deliveries and figures of before; says how many. */
    long forget(SpaceId space, String destination, Instant before, Lease lease) {
        ZonedDateTime time = before.atZone(ZoneOffset.UTC);
        long all = 0;
        for (String status : ENDED) {
            int dropped;
            do {
                dropped = drop(space, destination, status, time, PAGE, lease);
                all += dropped;
            } while (dropped == PAGE);
        }
        int dropped;
        do {
            dropped = page(lease, DROP_MINUTES, Map.of("destination", destination, "before", time, "limit", PAGE),
                    row -> row.get("dropped").asInt());
        } while (dropped == PAGE);
        return all;
    }

    private int drop(SpaceId space, String destination, String status, ZonedDateTime before, int limit, Lease lease) {
        return page(lease, DROP_ENDED,
                Map.of("key", space.key(destination), "destination", destination, "status", status,
                        "before", before, "limit", limit),
                row -> row.get("dropped").asInt());
    }

    private int page(Lease lease, Statement statement, Map<String, Object> parameters, ToIntFunction<Record> count) {
        return graph.write(tx -> {
            lease.require(tx);
            return tx.run(statement, parameters).stream().mapToInt(count).sum();
        });
    }

    /**
     * Notes for the destinations of a space whoever has got new IDs, as far as the refresh has looked at the ledger.
     *
     * @param lease of whoever does this
     * @return whether there was anything
     */
    boolean newIds(SpaceId space, Lease lease) {
        List<Record> rows = graph.read(NEW_IDS, Map.of("space", space.value(), "places", PLACES, "limit", LEDGER));
        if (rows.isEmpty()) {
            return false;
        }
        List<Value> entries = rows.getFirst().get("entries").asList(Function.identity());
        int together = entries.isEmpty() ? 1 : Outbox.together(graph, space, TOGETHER);
        for (int from = 0; from < entries.size(); from += together) {
            List<Value> some = entries.subList(from, Math.min(entries.size(), from + together));
            // Up to the last but one: an entry may be about several people.
            resend(space, lease, some, some.getFirst().get(0).asLong() - 1);
        }
        resend(space, lease, List.of(), rows.getFirst().get("end").asLong());
        return true;
    }

    /** Notes for the destinations of a space who has come to belong to accounts; true if there may be more. */
    boolean newMembers(SpaceId space, Lease lease) {
        Optional<AccountMembers.Newcomers> some = AccountMembers.newcomers(graph, space);
        if (some.isEmpty()) {
            return false;
        }
        graph.write(tx -> {
            lease.require(tx);
            tx.run(HOLD, Map.of("space", space.value(), "by", "members"));
            AccountMembers.noteNew(tx, space, some.get());
            return space;
        });
        return true;
    }

    private void resend(SpaceId space, Lease lease, List<Value> entries, long place) {
        List<Map<String, Object>> people = new ArrayList<>();
        List<AccountMembers.Renewed> members = new ArrayList<>();
        entries.forEach(entry -> {
            String root = entry.get(1).asString();
            boolean merged = entry.get(2).asBoolean();
            List<String> types = linkedTypes(entry.get(3).asString());
            people.add(Map.of("root", root, "merged", merged, "types", types));
            members.add(new AccountMembers.Renewed(root, merged ? Optional.empty() : Optional.of(types)));
        });
        graph.write(tx -> {
            lease.require(tx);
            tx.run(RESEND, Map.of("space", space.value(), "people", people, "place", place, "most",
                    Recipients.MOST_IDS, "longest", Outbox.LONGEST));
            AccountMembers.noteAnew(tx, space, members);
            return place;
        });
    }

    private static List<String> linkedTypes(String identifiers) {
        List<String> types = new ArrayList<>();
        Json.parse(identifiers).forEach(id -> {
            if (id.path("fate").asText().equals("linked")) {
                types.add(id.path("type").asText());
            }
        });
        return types;
    }

    /** Forgets what destinations that are no more have left, a page of one at a time; true if there is more. */
    boolean dropDeleted(SpaceId space, Lease lease) {
        List<Record> gone = graph.read(DELETED, Map.of("space", space.value()));
        if (gone.isEmpty()) {
            return false;
        }
        String id = gone.getFirst().get("id").asString();
        graph.write(tx -> {
            lease.require(tx);
            dropDeleted(tx, space, id);
            return id;
        });
        return true;
    }

    private static void dropDeleted(Tx tx, SpaceId space, String id) {
        if (tx.run(DROP_OF, Map.of("destination", id, "limit", PAGE)).getFirst().get("dropped").asInt() == 0) {
            tx.run(FORGET, Map.of("key", space.key(id)));
        }
    }
}
