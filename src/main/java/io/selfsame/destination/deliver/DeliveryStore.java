package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Change;
import io.selfsame.destination.call.Recipient;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.outbox.Turns;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.neo4j.driver.Record;

/** What waits for destinations, in the graph. All times are of the database's clock. Thread safe. */
final class DeliveryStore {

    private static final Statement SURVEY = Statement.of("delivery/survey");
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

    private final Graph graph;
    private final Graph rights;
    private final Recipients recipients;
    /** Those that note something wait for the outbox of their space here, and take no place that those of other spaces need. */
    private final Turns<SpaceId> outboxes = new Turns<>();

    /** @param rights the graph for the rights to send */
    DeliveryStore(Graph graph, Graph rights) {
        this.graph = graph;
        this.rights = rights;
        this.recipients = new Recipients(graph);
    }

    /**
     * How it stands with a destination.
     *
     * @param tool whether it is one of the catalogue
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
    record Standing(String id, boolean tool, boolean active, boolean muted, boolean free, boolean due, boolean syncs,
            boolean failing,
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
                        Map.of("space", space.value(), "seconds", Right.LIFE_SECONDS, "pause",
                                Breaker.PAUSE.toSeconds()))
                .stream().map(row -> new Standing(row.get("id").asString(), row.get("tool").asBoolean(),
                        row.get("active").asBoolean(),
                        row.get("muted").asBoolean(), row.get("free").asBoolean(), row.get("due").asBoolean(),
                        row.get("syncs").asBoolean(), row.get("failing").asBoolean(), row.get("pending").asLong(),
                        row.get("kept").asLong(), DeliveryRows.time(row, "oldest"), row.get("behind").asBoolean()))
                .toList();
    }

    /** Takes the right to send for a destination, for some seconds; empty if another has it. */
    Optional<Right> claim(Destination destination) {
        return Right.claim(rights, destination);
    }

    /** Shows why what is due is not sent, though the receiver is not to blame; empty: it is sent. */
    void withheld(SpaceId space, String id, Optional<String> why) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("key", space.key(id));
        parameters.put("why", why.orElse(null));
        rights.write(WITHHELD, parameters);
    }

    /**
     * A transaction that counts only while this run sends for the destination.
     *
     * @throws io.selfsame.lease.LeaseLost if it does not any more; nothing is written
     */
    void write(Right right, Consumer<Tx> work) {
        right.write(graph, tx -> {}, work);
    }

    /** As {@link #write}, of what notes something for the destination: nobody else notes anything of the space meanwhile. */
    void note(Right right, String by, Consumer<Tx> work) {
        SpaceId space = right.destination().space();
        outboxes.during(space, () -> {
            // The outbox before the right to send: whoever changes the destination takes them in this order.
            right.write(graph, tx -> tx.run(HOLD, Map.of("space", space.value(), "by", by)), work);
            return space;
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

    /**
     * A person of whom something is to be sent now.
     *
     * @param root the canonical profile; empty if it is gone
     * @param owners all profiles of the person
     * @param changes all that waits, in order
     * @param waits not before this, as the first is tried again then
     * @param characters of events, values and IDs that know something
     */
    record WaitingPerson(Optional<ProfileId> root, Set<ProfileId> owners, List<Change> changes,
            Optional<Instant> waits, long characters) {}

    /**
     * People of whom something is to be sent now.
     *
     * @param busy profiles about whom messages are on their way
     * @param limit people
     * @param characters of events, values and IDs that know something; of one person there may be more
     */
    List<WaitingPerson> due(Destination destination, Collection<ProfileId> busy, int limit, long characters) {
        List<Record> rows = graph.read(DUE,
                Map.of("destination", destination.id(), "busy", Owner.values(busy), "limit", limit,
                        "most", MOST_CHANGES, "characters", characters));
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
    void postpone(Right right, Collection<ProfileId> owners, Instant until) {
        var parameters = Map.<String, Object>of("destination", right.destination().id(), "owners", Owner.values(owners),
                "until",
                until.atZone(ZoneOffset.UTC), "limit", POSTPONED);
        var page = new int[1];
        do {
            write(right, tx -> page[0] = tx.run(POSTPONE, parameters).getFirst().get("postponed").asInt());
        } while (page[0] == POSTPONED);
    }

    /** Whether what waits for another attempt may be made due now; that then counts as done. */
    boolean mayHasten(Right right) {
        var may = new boolean[1];
        write(right,
                tx -> may[0] = !tx.run(MAY_HASTEN, Map.of("key", key(right),
                        "seconds", HASTENED_EVERY)).isEmpty());
        return may[0];
    }

    /** Makes a page of what waits for another attempt due now; true if there may be more. */
    boolean hasten(Right right) {
        var more = new boolean[1];
        write(right,
                tx -> more[0] = tx.run(HASTEN, Map.of("key", key(right), "destination",
                        right.destination().id(), "limit", HASTENED))
                        .getFirst().get("hastened").asInt() == HASTENED);
        return more[0];
    }

    /**
     * Nothing is sent until a person resumes it.
     *
     * @param forbidden deliveries that the receiver has forbidden, with all others as far as that can be told
     */
    void pause(Right right, String why, List<String> forbidden) {
        write(right, tx -> tx.run(PAUSE, Map.of("key", key(right), "why",
                why, "version", right.destination().version(), "forbidden", forbidden, "most", MOST_FORBIDDEN)));
    }

    /**
     * Shows that the receiver takes nothing, and why; empty: it does again.
     *
     * @param pause how long it is left alone
     */
    void failing(Right right, Optional<String> why, Duration pause) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("key", key(right));
        parameters.put("why", why.orElse(null));
        parameters.put("milliseconds", pause.toMillis());
        write(right, tx -> tx.run(FAILING, parameters));
    }

    private static String key(Right right) {
        return right.destination().space().key(right.destination().id());
    }
}
