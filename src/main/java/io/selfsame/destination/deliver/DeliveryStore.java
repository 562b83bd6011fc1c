package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Change;
import io.selfsame.destination.call.Recipient;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.lease.LeaseLost;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.ConsentTraits;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** What waits for destinations, in the graph. All times are of the database's clock. Thread safe. */
final class DeliveryStore {

    private static final Statement SURVEY = Statement.of("delivery/survey");
    private static final Statement CLAIM = Statement.of("delivery/claim");
    private static final Statement RENEW = Statement.of("delivery/renew");
    private static final Statement REQUIRE = Statement.of("delivery/require");
    private static final Statement RELEASE = Statement.of("delivery/release");
    private static final Statement WITHHELD = Statement.of("delivery/withheld");
    private static final Statement DUE = Statement.of("delivery/due");
    private static final Statement SETTLE = Statement.of("delivery/settle");
    private static final Statement TELL = Statement.of("delivery/tell");
    private static final Statement HASTEN = Statement.of("delivery/hasten");
    private static final Statement PAUSE = Statement.of("delivery/pause");
    private static final Statement HOLD = Statement.of("delivery/hold");
    private static final Statement POSTPONE = Statement.of("delivery/postpone");
    private static final Statement MAY_HASTEN = Statement.of("delivery/mayHasten");
    private static final Statement FAILING = Statement.of("delivery/failing");

    /** How long another instance counts as alive after its last sign of life; as with jobs. */
    private static final int LIFE_SECONDS = 10;

    private static final int HASTENED = 1_000;

    /** Deliveries that are remembered as forbidden, the latest ones. */
    private static final int MOST_FORBIDDEN = 200;

    /** Changes that are postponed in one transaction. */
    private static final int POSTPONED = 2_000;

    /** Seconds between two times at which all is tried at once, though it was to wait: a receiver that comes and goes uses up no attempts. */
    private static final int HASTENED_EVERY = 300;

    /** Changes of one person that are looked at together; those behind them come later. */
    private static final int MOST_CHANGES = 50;

    /** IDs of a person that are remembered to know of a definition: more than messages go to, as people are merged. */
    private static final int MOST_TOLD = 1_000;

    /** Characters of events, values and IDs that know something, of several people that are read at once. */
    private static final long MOST_CHARACTERS = 8_000_000;

    private final Graph graph;
    private final Graph rights;
    private final Recipients recipients;

    /** @param rights the graph for the rights to send */
    DeliveryStore(Graph graph, Graph rights) {
        this.graph = graph;
        this.rights = rights;
        this.recipients = new Recipients(graph);
    }

    /**
     * How it stands with a destination.
     *
     * @param active whether it is to be sent for
     * @param muted whether what waits is dropped, as it is too much
     * @param free whether no instance that lives sends for it
     * @param due whether something is to be sent now
     * @param syncs whether a sync goes on
     * @param failing whether the receiver took nothing the last time
     * @param pending how many changes wait
     * @param kept how many deliveries have ended and are kept
     * @param oldest since when that waits which waits longest
     * @param behind whether it follows the ledger and has not read all of it, or it is time to tell of a merge
     */
    record Standing(String id, boolean active, boolean muted, boolean free, boolean due, boolean syncs, boolean failing,
            long pending, long kept, Optional<Instant> oldest, boolean behind) {

        /** Whether somebody is to send for it. */
        boolean calls() {
            return due || syncs || behind;
        }
    }

    /** All destinations of a space. */
    List<Standing> survey(SpaceId space) {
        return graph
                .read(SURVEY,
                        Map.of("space", space.value(), "seconds", LIFE_SECONDS, "pause", Breaker.PAUSE.toSeconds()))
                .stream().map(row -> new Standing(row.get("id").asString(), row.get("active").asBoolean(),
                        row.get("muted").asBoolean(), row.get("free").asBoolean(), row.get("due").asBoolean(),
                        row.get("syncs").asBoolean(), row.get("failing").asBoolean(), row.get("pending").asLong(),
                        row.get("kept").asLong(), DeliveryRows.time(row, "oldest"), row.get("behind").asBoolean()))
                .toList();
    }

    /**
     * The right to send for a destination, and how the last run ended.
     *
     * @param token of this run
     * @param forbidden deliveries that the receiver has forbidden before the destination was paused
     * @param hastening whether what waits for another attempt was being made due
     * @param withheld whether it is shown that nothing is sent for a reason of our own
     */
    record Claim(String token, Set<String> forbidden, boolean hastening, boolean withheld) {}

    /** Takes the right to send for a destination, for some seconds; empty if another has it. */
    Optional<Claim> claim(SpaceId space, String id) {
        String token = UUID.randomUUID().toString();
        return rights.write(CLAIM, Map.of("key", space.key(id), "token", token, "seconds", LIFE_SECONDS)).stream()
                .findFirst().map(row -> new Claim(token, Set.copyOf(row.get("forbidden").asList(Value::asString)),
                        row.get("hastening").asBoolean(), row.get("withheld").asBoolean()));
    }

    /** Keeps the right for some more seconds, if nobody has taken it. */
    Right.State renew(Destination destination, String token) {
        Map<String, Object> parameters = new HashMap<>(right(destination, token));
        parameters.put("seconds", LIFE_SECONDS);
        return rights.write(RENEW, parameters).stream().findFirst().map(row -> row.get("active").asBoolean()
                && row.get("version").asLong() == destination.version() ? Right.State.HELD : Right.State.CHANGED)
                .orElse(Right.State.LOST);
    }

    /** Shows why what is due is not sent, though the receiver is not to blame; empty: it is sent. */
    void withheld(SpaceId space, String id, Optional<String> why) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("key", space.key(id));
        parameters.put("why", why.orElse(null));
        rights.write(WITHHELD, parameters);
    }

    /** Another instance may send for it now. */
    void release(Destination destination, String token) {
        rights.write(RELEASE, right(destination, token));
    }

    private static Map<String, Object> right(Destination destination, String token) {
        return Map.of("key", destination.space().key(destination.id()), "token", token);
    }

    /**
     * A transaction that counts only while this run sends for the destination.
     *
     * @throws LeaseLost if it does not any more; nothing is written
     */
    void write(Destination destination, String token, Consumer<Tx> work) {
        graph.write(tx -> {
            require(tx, destination, token);
            work.accept(tx);
            return destination;
        });
    }

    /** As {@link #write}, of what notes something for the destination: nobody else notes anything of the space meanwhile. */
    void note(Destination destination, String token, String by, Consumer<Tx> work) {
        graph.write(tx -> {
            // Before the right to send: whoever changes the destination takes them in this order.
            tx.run(HOLD, Map.of("space", destination.space().value(), "by", by));
            require(tx, destination, token);
            work.accept(tx);
            return destination;
        });
    }

    /** All rows. */
    List<Record> rows(Statement statement, Map<String, Object> parameters) {
        return graph.read(statement, parameters);
    }

    /** One row. */
    Record read(Statement statement, Map<String, Object> parameters) {
        return graph.read(statement, parameters).getFirst();
    }

    private static void require(Tx tx, Destination destination, String token) {
        if (tx.run(REQUIRE, right(destination, token)).isEmpty()) {
            throw new LeaseLost("Another instance sends for " + destination + " now");
        }
    }

    /**
     * A person of whom something is to be sent now.
     *
     * @param root the canonical profile; empty if it is gone
     * @param owners all profiles of the person
     * @param changes all that waits, in order
     * @param waits not before this, as the first is tried again then
     */
    record WaitingPerson(Optional<ProfileId> root, Set<ProfileId> owners, List<Change> changes,
            Optional<Instant> waits) {}

    /**
     * People of whom something is to be sent now.
     *
     * @param busy profiles about whom messages are on their way
     */
    List<WaitingPerson> due(Destination destination, Collection<ProfileId> busy, int limit) {
        List<Record> rows = graph.read(DUE,
                Map.of("destination", destination.id(), "busy", Owner.values(busy), "limit", limit,
                        "most", MOST_CHANGES, "characters", MOST_CHARACTERS));
        LedgerEntries ledger = LedgerEntries.of(graph, destination, rows);
        return rows.stream().map(row -> DeliveryRows.person(row, ledger)).toList();
    }

    /** Some people, as messages of a destination need to know them. */
    Map<ProfileId, Recipient> recipients(Destination destination, Collection<ProfileId> roots) {
        return recipients.of(destination, roots);
    }

    /**
     * Notes what became of deliveries, and what the destination knows by now.
     *
     * @param settled by the key of a delivery
     * @param people whose messages were sent
     */
    void settle(Tx tx, Destination destination, Map<String, Settlement.Settled> settled, Collection<Person> people) {
        List<Map<String, Object>> rows = new ArrayList<>();
        settled.forEach((key, each) -> {
            Map<String, Object> row = new HashMap<>();
            row.put("key", key);
            row.put("again", each.again().map(Duration::toMillis).orElse(null));
            row.put("properties", each.properties());
            rows.add(row);
        });
        if (!rows.isEmpty()) {
            tx.run(SETTLE, Map.of("key", destination.space().key(destination.id()), "rows", rows));
        }
        List<Map<String, Object>> told = new ArrayList<>();
        people.forEach(
                person -> person.told().forEach(change -> told.add(DeliveryRows.told(destination, person, change))));
        if (!told.isEmpty()) {
            tx.run(TELL, Map.of("rows", told, "most", MOST_TOLD));
        }
    }

    /** Has nothing of a person be due before a time. */
    void postpone(Destination destination, String token, Collection<ProfileId> owners, Instant until) {
        var parameters = Map.<String, Object>of("destination", destination.id(), "owners", Owner.values(owners),
                "until",
                until.atZone(ZoneOffset.UTC), "limit", POSTPONED);
        var page = new int[1];
        do {
            write(destination, token, tx -> page[0] = tx.run(POSTPONE, parameters).getFirst().get("postponed").asInt());
        } while (page[0] == POSTPONED);
    }

    /** Whether what waits for another attempt may be made due now; that then counts as done. */
    boolean mayHasten(Destination destination, String token) {
        var may = new boolean[1];
        write(destination, token,
                tx -> may[0] = !tx.run(MAY_HASTEN, Map.of("key", destination.space().key(destination.id()),
                        "seconds", HASTENED_EVERY)).isEmpty());
        return may[0];
    }

    /** Makes a page of what waits for another attempt due now; true if there may be more. */
    boolean hasten(Destination destination, String token) {
        var more = new boolean[1];
        write(destination, token,
                tx -> more[0] = tx.run(HASTEN, Map.of("key", destination.space().key(destination.id()), "destination",
                        destination.id(), "limit", HASTENED))
                        .getFirst().get("hastened").asInt() == HASTENED);
        return more[0];
    }

    /**
     * Nothing is sent until a person resumes it.
     *
     * @param forbidden deliveries that the receiver has forbidden, with all others as far as that can be told
     */
    void pause(Destination destination, String token, String why, List<String> forbidden) {
        write(destination, token, tx -> tx.run(PAUSE, Map.of("key", destination.space().key(destination.id()), "why",
                why, "version", destination.version(), "forbidden", forbidden, "most", MOST_FORBIDDEN)));
    }

    /**
     * Shows that the receiver takes nothing, and why; empty: it does again.
     *
     * @param pause how long it is left alone
     */
    void failing(Destination destination, String token, Optional<String> why, Duration pause) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("key", destination.space().key(destination.id()));
        parameters.put("why", why.orElse(null));
        parameters.put("milliseconds", pause.toMillis());
        write(destination, token, tx -> tx.run(FAILING, parameters));
    }
}
