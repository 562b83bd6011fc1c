package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Change;
import io.selfsame.destination.call.Recipient;
import io.selfsame.destination.call.Told;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.lease.Lease;
import io.selfsame.lease.LeaseLost;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** What waits for destinations, in the graph. All times are of the database's clock. Thread safe. */
final class DeliveryStore {

    private static final Statement SURVEY = Statement.of("delivery/survey");
    private static final Statement CLAIM = Statement.of("delivery/claim");
    private static final Statement RENEW = Statement.of("delivery/renew");
    private static final Statement REQUIRE = Statement.of("delivery/require");
    private static final Statement RELEASE = Statement.of("delivery/release");
    private static final Statement DUE = Statement.of("delivery/due");
    private static final Statement RECIPIENTS = Statement.of("delivery/recipients");
    private static final Statement SETTLE = Statement.of("delivery/settle");
    private static final Statement TELL = Statement.of("delivery/tell");
    private static final Statement HASTEN = Statement.of("delivery/hasten");
    private static final Statement PAUSE = Statement.of("delivery/pause");
    private static final Statement SYNCS = Statement.of("delivery/syncs");
    private static final Statement SYNC_MEMBERS = Statement.of("delivery/syncMembers");
    private static final Statement SYNC_VALUES = Statement.of("delivery/syncValues");
    private static final Statement DELETED = Statement.of("delivery/deleted");
    private static final Statement DROP_OF = Statement.of("delivery/dropOf");
    private static final Statement FORGET = Statement.of("delivery/forget");
    private static final Statement NEW_IDS = Statement.of("delivery/newIds");
    private static final Statement RESEND = Statement.of("delivery/resend");
    private static final Statement FAILING = Statement.of("delivery/failing");

    /** How long another instance counts as alive after its last sign of life; as with jobs. */
    private static final int LIFE_SECONDS = 10;

    /** External IDs of one person in messages: as many as identity rules allow by default. */
    private static final int MOST_IDS = 1_000;

    private static final int HASTENED = 1_000;

    /** Changes of one person that are looked at together; those behind them come later. */
    private static final int MOST_CHANGES = 200;

    /** People of a first sync that are looked at in one transaction, which holds the outbox. */
    private static final int SYNCED = 500;

    /** Ledger entries that are looked at in one transaction for new IDs. */
    private static final int LEDGER = 200;

    /** People with new IDs in one transaction, which holds the outbox: each may have many definitions, and the space many destinations. */
    private static final int TOGETHER = 5;

    /** Nodes that are forgotten in one transaction. */
    private static final int DROPPED = 2_000;

    private final Graph graph;

    DeliveryStore(Graph graph) {
        this.graph = graph;
    }

    /**
     * How it stands with a destination.
     *
     * @param free whether no instance that lives does
     * @param due whether something is to be sent now
     * @param syncs whether a first sync goes on
     * @param behind whether it follows the ledger, and has not read all of it
     */
    record Standing(String id, long version, boolean active, boolean free, boolean due, boolean syncs, boolean behind) {

        /** Whether there is something to be done for it. */
        boolean calls() {
            return due || syncs || behind;
        }
    }

    /** All destinations of a space. */
    List<Standing> survey(SpaceId space) {
        return graph.read(SURVEY, Map.of("space", space.value(), "seconds", LIFE_SECONDS)).stream()
                .map(row -> new Standing(row.get("id").asString(), row.get("version").asLong(),
                        row.get("active").asBoolean(), row.get("free").asBoolean(),
                        row.get("due").asBoolean(), row.get("syncs").asBoolean(), row.get("behind").asBoolean()))
                .toList();
    }

    /**
     * Takes the right to send for a destination, for some seconds; empty if another has it.
     *
     * @param token of this run
     */
    boolean claim(SpaceId space, String id, String token) {
        return !graph.write(CLAIM, Map.of("key", space.key(id), "token", token, "seconds", LIFE_SECONDS)).isEmpty();
    }

    /** Keeps the right for some more seconds; false if it is lost, or the destination is not as it was when it was read. */
    boolean renew(Destination destination, String token) {
        Map<String, Object> parameters = new HashMap<>(right(destination, token));
        parameters.put("seconds", LIFE_SECONDS);
        return graph.write(RENEW, parameters).stream().anyMatch(row -> row.get("active").asBoolean()
                && row.get("version").asLong() == destination.version());
    }

    /** Another instance may send for it now. */
    void release(Destination destination, String token) {
        graph.write(RELEASE, right(destination, token));
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
            if (tx.run(REQUIRE, right(destination, token)).isEmpty()) {
                throw new LeaseLost("Another instance sends for " + destination + " now");
            }
            work.accept(tx);
            return destination;
        });
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
     */
    record WaitingPerson(Optional<ProfileId> root, Set<ProfileId> owners, List<Change> changes, Optional<Instant> waits) {}

    /**
     * People of whom something is to be sent now.
     *
     * @param busy profiles about whom messages are on their way
     */
    List<WaitingPerson> due(Destination destination, Collection<ProfileId> busy, int limit) {
        List<Record> rows = graph.read(DUE, Map.of("destination", destination.id(), "busy", Owner.values(busy), "limit", limit,
                "most", MOST_CHANGES));
        LedgerEntries ledger = LedgerEntries.of(graph, destination, rows);
        return rows.stream().map(row -> person(row, ledger)).toList();
    }

    private static WaitingPerson person(Record row, LedgerEntries ledger) {
        Set<ProfileId> owners = new HashSet<>(row.get("owners").asList(owner -> new ProfileId(owner.asString())));
        Optional<ProfileId> nobody = owners.stream().filter(DeliveryStore::isNobody).findFirst();
        return new WaitingPerson(text(row, "root").map(ProfileId::new).or(() -> nobody), owners, row.get("changes").asList(
                change -> change(change, ledger)),
                row.get("waits").isNull()
                        ? Optional.empty()
                        : Optional.of(row.get("waits").asZonedDateTime().toInstant()));
    }

    /** Whether an owner is no profile, but stands for an event that nobody took: then it is the key of its entry in the ledger. */
    private static boolean isNobody(ProfileId owner) {
        return owner.value().indexOf('/') >= 0;
    }

    private static Change change(Value row, LedgerEntries ledger) {
        var what = switch (row.get("kind").asString()) {
            case "entered" -> new Change.What.Entered();
            case "exited" -> new Change.What.Exited();
            case "computed" -> new Change.What.Computed(row.get("value").isNull()
                    ? Json.tree(row.get("scalar").asObject())
                    : Json.parse(row.get("value").asString()));
            case LedgerEntries.EVENT -> ledger.event(row);
            case LedgerEntries.ALIAS -> ledger.alias(row);
            case LedgerEntries.IDENTITY -> ledger.identity(row);
            default -> throw new IllegalStateException("A delivery of kind " + row.get("kind"));
        };
        return new Change(row.get("key").asString(), row.get("place").asLong(),
                new ProfileId(row.get("owner").asString()),
                new Change.DefinitionRef(row.get("definition").asString(""), row.get("trait").asString("")), what,
                row.get("at").asZonedDateTime().toInstant(), row.get("again").asBoolean(false), texts(row.get("tried")),
                row.get("attempts").asInt(), texts(row.get("done")));
    }

    private static Set<String> texts(Value list) {
        return list.isNull() ? Set.of() : new HashSet<>(list.asList(Value::asString));
    }

    private static Optional<String> text(Record row, String name) {
        return row.get(name).isNull() ? Optional.empty() : Optional.of(row.get(name).asString());
    }

    /** Some people, as messages of a destination need to know them. */
    Map<ProfileId, Recipient> recipients(Destination destination, Collection<ProfileId> roots) {
        Map<ProfileId, Recipient> recipients = new HashMap<>();
        graph.read(RECIPIENTS, Map.of("destination", destination.id(), "roots", roots.stream().map(ProfileId::value).toList(),
                "most", MOST_IDS)).forEach(row -> {
                    var root = new ProfileId(row.get("root").asString());
                    Map<String, Set<String>> told = new HashMap<>();
                    row.get("told").values().forEach(each -> told
                            .computeIfAbsent(each.get(0).asString(), id -> new LinkedHashSet<>())
                            .addAll(each.get(1).asList(Value::asString)));
                    Map<String, Told> known = new HashMap<>();
                    told.forEach((definition, ids) -> known.put(definition, new Told(ids)));
                    recipients.put(root, new Recipient(root, row.get("ids").asList(
                            id -> new ExternalId(id.get(0).asString(), id.get(1).asString())), Json.object(), known));
                });
        roots.stream().filter(DeliveryStore::isNobody)
                .forEach(root -> recipients.put(root, new Recipient(root, List.of(), Json.object(), Map.of())));
        return recipients;
    }

    /**
     * Notes what became of deliveries, and what the destination knows by now.
     *
     * @param settled by the key of a delivery
     * @param known by person and definition
     */
    void settle(Tx tx, Destination destination, Map<String, Settled> settled,
            Map<ProfileId, Map<String, Told>> known) {
        List<Map<String, Object>> rows = new ArrayList<>();
        settled.forEach((key, each) -> {
            Map<String, Object> row = new HashMap<>();
            row.put("key", key);
            row.put("again", each.again().map(Duration::toMillis).orElse(null));
            row.put("properties", each.properties());
            rows.add(row);
        });
        if (!rows.isEmpty()) {
            tx.run(SETTLE, Map.of("rows", rows));
        }
        List<Map<String, Object>> told = new ArrayList<>();
        known.forEach((root, definitions) -> definitions.forEach((definition, knows) -> told.add(Map.of("key",
                destination.id() + "/" + definition + "/" + root, "space", destination.space().value(), "destination",
                destination.id(), "owner", root.value(), "definition", definition, "ids", List.copyOf(knows.ids())))));
        if (!told.isEmpty()) {
            tx.run(TELL, Map.of("rows", told));
        }
    }

    /** Makes a page of what waits for another attempt due now; true if there may be more. */
    boolean hasten(Destination destination, String token) {
        var more = new boolean[1];
        write(destination, token, tx -> more[0] = tx.run(HASTEN, Map.of("destination", destination.id(), "limit", HASTENED))
                .getFirst().get("hastened").asInt() == HASTENED);
        return more[0];
    }

    /** Nothing is sent until a person resumes it. */
    void pause(Destination destination, String token, String why) {
        write(destination, token, tx -> tx.run(PAUSE, Map.of("key", destination.space().key(destination.id()), "why", why, "version", destination.version())));
    }

    /** Shows that the receiver takes nothing, and why; empty: it does again. */
    void failing(Destination destination, String token, Optional<String> why) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("key", destination.space().key(destination.id()));
        parameters.put("why", why.orElse(null));
        write(destination, token, tx -> tx.run(FAILING, parameters));
    }

    /** A first sync that goes on: of an audience, or of a computed trait. */
    record Sync(String key, boolean audience) {}

    List<Sync> syncs(Destination destination) {
        return graph.read(SYNCS, Map.of("destination", destination.id())).stream()
                .map(row -> new Sync(row.get("key").asString(), row.get("audience").asBoolean())).toList();
    }

    /** Notes the next people of a first sync; true if there may be more. */
    boolean sync(Destination destination, String token, Sync sync) {
        var more = new boolean[1];
        write(destination, token, tx -> {
            int looked = tx.run(sync.audience() ? SYNC_MEMBERS : SYNC_VALUES, Map.of("key", sync.key(), "limit", SYNCED))
                    .getFirst().get("looked").asInt();
            more[0] = looked == SYNCED;
        });
        return more[0];
    }

    /**
     * Notes for the destinations of a space whoever has got new IDs, as far as the refresh has looked at the ledger.
     *
     * @param lease of whoever does this
     * @return whether there was anything
     */
    boolean newIds(SpaceId space, Lease lease) {
        List<Record> rows = graph.read(NEW_IDS, Map.of("space", space.value(), "limit", LEDGER));
        if (rows.isEmpty()) {
            return false;
        }
        List<Value> entries = rows.getFirst().get("entries").asList(Function.identity());
        for (int from = 0; from < entries.size(); from += TOGETHER) {
            List<Value> some = entries.subList(from, Math.min(entries.size(), from + TOGETHER));
            // Up to the last but one: an entry may be about several people.
            resend(space, lease, some, some.getFirst().get(0).asLong() - 1);
        }
        resend(space, lease, List.of(), entries.size() < LEDGER
                ? rows.getFirst().get("seen").asLong()
                : entries.getLast().get(0).asLong());
        return true;
    }

    private void resend(SpaceId space, Lease lease, List<Value> entries, long place) {
        List<Map<String, Object>> people = entries.stream().map(entry -> {
            List<String> types = new ArrayList<>();
            Json.parse(entry.get(3).asString()).forEach(id -> {
                if (id.path("fate").asText().equals("linked")) {
                    types.add(id.path("type").asText());
                }
            });
            return Map.<String, Object>of("root", entry.get(1).asString(), "merged", entry.get(2).asBoolean(), "types", types);
        }).toList();
        graph.write(tx -> {
            lease.require(tx);
            return tx.run(RESEND, Map.of("space", space.value(), "people", people, "place", place));
        });
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
            if (tx.run(DROP_OF, Map.of("destination", id, "limit", DROPPED)).getFirst().get("dropped").asInt() == 0) {
                tx.run(FORGET, Map.of("key", space.key(id)));
            }
            return id;
        });
        return true;
    }
}
