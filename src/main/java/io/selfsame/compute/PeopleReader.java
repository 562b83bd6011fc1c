package io.selfsame.compute;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.Column;
import io.selfsame.column.Columns;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.json.Json;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Loads people and accounts, with what one set of definitions asks about them. For one thread. */
final class PeopleReader {

    private static final Statement PEOPLE = Statement.of("compute/people");
    private static final Statement ACCOUNTS = Statement.of("compute/accounts");
    private static final String BODY = "body";

    /** People in one read. */
    static final int PAGE = 500;

    private final Graph graph;
    private final Map<String, TraitPolicy> policies;
    private final List<Wanted> wanted;
    private final Map<String, Wanted> wantedByName = new HashMap<>();
    private final List<Map<String, Object>> needs;
    private final List<String> traits;
    private final Set<String> ids;
    private final List<String> written;
    private @Nullable Past past;

    /**
     * Events of one name, as asked for.
     *
     * @param columns in the order in which their values come
     * @param unpacked those that have to be taken out of the body, as not all stored events carry them yet
     */
    record Wanted(String name, List<String> columns, List<Column> unpacked) {

        static Wanted of(String name, Catalog.Need need, Columns.Known columns, Set<String> extra) {
            List<String> names = new ArrayList<>(extra);
            List<Column> unpacked = new ArrayList<>();
            need.columns().forEach(column -> {
                if (columns.isReady(name, column)) {
                    names.add(column.name());
                } else {
                    unpacked.add(column);
                }
            });
            if (need.sources()) {
                names.add(Occurrence.SOURCE_ID);
            }
            if (!unpacked.isEmpty()) {
                names.add(BODY);
            }
            return new Wanted(name, names, unpacked);
        }

        /** The event that a list tells of which has its timestamp, place in the ledger and values from {@code first} on. */
        Occurrence occurrence(Value row, int first) {
            return new Occurrence(name, row.get(first).asZonedDateTime().toInstant(), row.get(first + 1).asLong(),
                    values(row.get(first + 2)));
        }

        private Map<String, Object> values(Value row) {
            if (columns.isEmpty()) {
                return Map.of();
            }
            Map<String, Object> values = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                Value value = row.get(i);
                if (value.isNull()) {
                    continue;
                }
                if (columns.get(i).equals(BODY)) {
                    JsonNode body = Json.parse(value.asString());
                    unpacked.forEach(column -> column.value(body).ifPresent(v -> values.put(column.name(), v)));
                } else {
                    values.put(columns.get(i), Column.ofProperty(value.asObject()));
                }
            }
            // Millions of them are kept, and most have one entry.
            return Map.copyOf(values);
        }
    }

    /** Somebody, and the results they have. */
    record Loaded<S extends Subject>(S subject, Stored stored) {}

    /** An account as stored, before its people are known. */
    record LoadedAccount(String key, Map<String, JsonNode> traits, Set<String> members, Stored stored) {}

    /**
     * Prepares to read.
     *
     * @param extra parts of events that are wanted besides, like {@link Occurrence#MESSAGE_ID}
     */
    PeopleReader(Graph graph, Catalog catalog, Columns.Known columns, Map<String, TraitPolicy> policies, Instant now,
            Set<String> extra) {
        this.graph = graph;
        this.policies = policies;
        this.traits = List.copyOf(catalog.traits());
        this.ids = catalog.definitions().stream().map(Definition::id).collect(Collectors.toSet());
        this.written = catalog.definitions().stream().map(Definition::key).distinct().toList();
        this.wanted = new ArrayList<>();
        this.needs = new ArrayList<>();
        catalog.events().forEach((name, need) -> {
            ZonedDateTime from = need.lookback().map(span -> now.minus(span).atZone(ZoneOffset.UTC))
                    .orElse(Columns.BEGINNING);
            var one = Wanted.of(name, need, columns, extra);
            wanted.add(one);
            wantedByName.put(name, one);
            needs.add(Map.of("name", name, "from", from, "columns", one.columns()));
        });
    }

    /** Names of the parts of events that are wanted, by event name: the order in which {@link #occurrences} takes them. */
    Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new HashMap<>();
        wanted.forEach(one -> columns.put(one.name(), one.columns()));
        return columns;
    }

    /** Events as {@code touched.cypher} gives them. */
    List<Occurrence> occurrences(Value rows) {
        List<Occurrence> events = new ArrayList<>();
        for (Value row : rows.values()) {
            events.add(requireNonNull(wantedByName.get(row.get(0).asString())).occurrence(row, 1));
        }
        return events;
    }

    /** People and accounts count as they were known at an instant; who had not been seen by then is not there. */
    PeopleReader asOf(Instant until) {
        past = new Past(graph, policies, traits, until);
        return this;
    }

    /** Those who are there; somebody merged away since is not. */
    List<Loaded<Subject.Person>> people(Collection<String> roots) {
        List<Loaded<Subject.Person>> people = new ArrayList<>(roots.size());
        List<String> all = List.copyOf(roots);
        for (int start = 0; start < all.size(); start += PAGE) {
            var page = all.subList(start, Math.min(all.size(), start + PAGE));
            var then = Optional.ofNullable(past).map(known -> known.people(page));
            for (Record row : graph.read(PEOPLE, Map.of("people", page, "needs", needs, "traits", traits, "keys",
                    written))) {
                var loaded = person(row);
                if (then.isEmpty()) {
                    people.add(loaded);
                } else {
                    Optional.ofNullable(then.get().get(loaded.subject().id())).ifPresent(known -> people.add(
                            new Loaded<>(
                                    loaded.subject().with(known.traits(), known.accounts(), loaded.subject().gaps()),
                                    loaded.stored())));
                }
            }
        }
        return people;
    }

    /** Those that are there. */
    List<LoadedAccount> accounts(Collection<String> keys) {
        var then = Optional.ofNullable(past).map(known -> known.accounts(List.copyOf(keys)));
        List<LoadedAccount> accounts = new ArrayList<>();
        for (Record row : graph.read(ACCOUNTS, Map.of("accounts", List.copyOf(keys), "traits", traits, "keys",
                written))) {
            String key = row.get("key").asString();
            if (then.isEmpty()) {
                accounts.add(new LoadedAccount(key, custom(row.get("traits"), Map.of()),
                        new TreeSet<>(row.get("members").asList(Value::asString)), stored(row, false)));
            } else {
                Optional.ofNullable(then.get().get(key)).ifPresent(known -> accounts
                        .add(new LoadedAccount(key, known.traits(), known.members(), stored(row, false))));
            }
        }
        return accounts;
    }

    private Loaded<Subject.Person> person(Record row) {
        var person = new Subject.Person(row.get("root").asString(),
                new HashSet<>(row.get("idTypes").asList(Value::asString)), events(row.get("events")),
                custom(row.get("traits"), policies), new TreeSet<>(row.get("accounts").asList(Value::asString)));
        return new Loaded<>(person, stored(row, row.get("strayDue").asBoolean()));
    }

    private Map<String, List<Occurrence>> events(Value rows) {
        Map<String, List<Occurrence>> byName = new HashMap<>();
        for (Value row : rows.values()) {
            Wanted of = wanted.get(row.get(0).asInt());
            byName.computeIfAbsent(of.name(), name -> new ArrayList<>()).add(of.occurrence(row, 1));
        }
        byName.values().forEach(events -> events.sort(Occurrence.TIME));
        return byName;
    }

    private static Map<String, JsonNode> custom(Value rows, Map<String, TraitPolicy> policies) {
        List<StoredTrait> custom = rows.asList(StoredTrait::of).stream().filter(StoredTrait::isCustom).toList();
        Map<String, JsonNode> values = new HashMap<>();
        TraitMerge.merge(custom, policies).forEach((name, trait) -> values.put(name, trait.value()));
        return values;
    }

    private Stored stored(Record row, boolean strayDue) {
        Map<String, JsonNode> results = new HashMap<>();
        Set<String> held = new HashSet<>();
        Set<String> left = new HashSet<>();
        for (Value trait : row.get("traits").values()) {
            String definition = trait.get(9).asString("");
            if (!ids.contains(definition)) {
                // Every message has an ID; what was computed has none.
                if (trait.get(6).asString().isEmpty()) {
                    left.add(trait.get(0).asString());
                }
            } else if (trait.get(10).asBoolean()) {
                results.put(definition, StoredTrait.of(trait).value());
            } else {
                held.add(definition);
            }
        }
        Map<String, Instant> due = new HashMap<>();
        Set<String> retries = new HashSet<>();
        for (Value one : row.get("due").values()) {
            due.put(one.get(0).asString(), one.get(1).asZonedDateTime().toInstant());
            if (one.get(2).asBoolean()) {
                retries.add(one.get(0).asString());
            }
        }
        return new Stored(results, new HashSet<>(row.get("inside").asList(Value::asString)), due, held, left,
                retries, strayDue);
    }
}
