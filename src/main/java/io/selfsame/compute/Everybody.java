package io.selfsame.compute;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.Columns;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** What one definition says of everybody, computed anew: previews, and what refreshes are compared with. For one thread. */
final class Everybody {

    private static final Statement ROOTS = Statement.of("compute/everybody");
    private static final Statement ACCOUNTS = Statement.of("compute/allAccounts");
    private static final Statement SCAN = Statement.of("compute/scan");
    private static final Statement CHILDREN = Statement.of("compute/children");
    private static final Statement ID_TYPES = Statement.of("compute/idTypes");
    private static final int PAGE = 2_000;

    private final Graph graph;
    private final SpaceId space;
    private final Columns.Known columns;
    private final Map<String, TraitPolicy> policies;
    private final Instant now;

    /**
     * What was found.
     *
     * @param values by segment ID, or account key: true for members, a value for those who have one that somebody without events
     *     would not have
     * @param idTypes how many of them have an external ID of a type
     */
    record Found(TreeMap<String, JsonNode> values, TreeMap<String, Long> idTypes) {

        private void add(Subject subject, Evaluator.Outcome outcome) {
            if (outcome.telling()) {
                values.put(subject.id(), Json.tree(outcome.value().orElseThrow()));
                switch (subject) {
                    case Subject.Person person -> person.idTypes().forEach(this::count);
                    case Subject.Account account -> count("group_id");
                }
            }
        }

        private void count(String type) {
            idTypes.merge(type, 1L, Long::sum);
        }
    }

    Everybody(Graph graph, SpaceId space, Columns.Known columns, Map<String, TraitPolicy> policies, Instant now) {
        this.graph = graph;
        this.space = space;
        this.columns = columns;
        this.policies = policies;
        this.now = now;
    }

    /**
     * Evaluates.
     *
     * @param catalog the definition, and those it stands on
     * @param then whether people and accounts count as they were known at that instant, and not as they are
     */
    Found find(Definition definition, Catalog catalog, boolean then) {
        var found = new Found(new TreeMap<>(), new TreeMap<>());
        if (isAboutRecentEventsAlone(definition, catalog)) {
            scan(definition, catalog, found);
        } else if (catalog.hasAccounts()) {
            together(definition, catalog, then, found);
        } else {
            var reader = reader(catalog, then);
            pages(page -> reader.people(page).forEach(person -> found.add(person.subject(),
                    new World(catalog, now).outcome(definition, person.subject()))));
        }
        return found;
    }

    private PeopleReader reader(Catalog catalog, boolean then) {
        var reader = new PeopleReader(graph, catalog, columns, policies, now, Set.of());
        return then ? reader.asOf(now) : reader;
    }

    private void pages(java.util.function.Consumer<Collection<String>> use) {
        String after = "";
        while (true) {
            var page = List.copyOf(Refresh.rootsOf(graph.read(ROOTS,
                    Map.of("space", space.value(), "after", after, "limit", PAGE))));
            use.accept(page);
            if (page.size() < PAGE) {
                return;
            }
            after = page.getLast();
        }
    }

    /** People and accounts stand on one another, so all are loaded. */
    private void together(Definition definition, Catalog catalog, boolean then, Found found) {
        var reader = reader(catalog, then);
        Map<String, Subject.Person> people = new HashMap<>();
        pages(page -> reader.people(page).forEach(person -> people.put(person.subject().id(), person.subject())));
        var world = new World(catalog, now);
        List<Subject> subjects = new ArrayList<>();
        String after = "";
        List<Record> page;
        do {
            page = graph.read(ACCOUNTS, Map.of("space", space.value(), "after", after, "limit", PAGE));
            for (var account : reader.accounts(page.stream().map(row -> row.get("key").asString()).toList())) {
                var subject = new Subject.Account(account.key(), account.traits(), account.members().stream()
                        .filter(people::containsKey).map(people::get).toList());
                world.add(subject);
                subjects.add(subject);
            }
            after = page.isEmpty() ? after : page.getLast().get("groupId").asString();
        } while (page.size() == PAGE);
        (switch (definition.level()) {
            case USERS -> people.values();
            case ACCOUNTS -> subjects;
        }).forEach(subject -> found.add(subject, world.outcome(definition, subject)));
    }

    /** Then whoever has no such event need not be looked at, and a walk over the index finds all who have. */
    private boolean isAboutRecentEventsAlone(Definition definition, Catalog catalog) {
        if (catalog.definitions().size() > 1 || definition.level() != Definition.Level.USERS
                || !catalog.traits().isEmpty()
                || catalog.events().values().stream().anyMatch(need -> need.lookback().isEmpty())) {
            return false;
        }
        var nobody = new Subject.Person("", definition.needs(), Map.of(), Map.of(), Set.of());
        return !new World(catalog, now).outcome(definition, nobody).telling();
    }

    private void scan(Definition definition, Catalog catalog, Found found) {
        Map<String, Map<String, List<Occurrence>>> people = people(catalog);
        Evaluator evaluator = catalog.evaluator(definition);
        var world = new World(catalog, now);
        Map<String, JsonNode> candidates = new HashMap<>();
        people.forEach((id, events) -> {
            events.values().forEach(some -> some.sort(Occurrence.TIME));
            var person = new Subject.Person(id, Set.of(), events, Map.of(), Set.of());
            var outcome = evaluator.evaluate(person, now, world, Watch.endless());
            if (outcome.telling()) {
                candidates.put(id, Json.tree(outcome.value().orElseThrow()));
            }
        });
        List<String> ids = List.copyOf(candidates.keySet());
        List<Callable<List<Record>>> reads = new ArrayList<>();
        for (int start = 0; start < ids.size(); start += PAGE) {
            List<String> page = ids.subList(start, Math.min(ids.size(), start + PAGE));
            reads.add(() -> graph.read(ID_TYPES, Map.of("people", page)));
        }
        atOnce(reads).forEach(rows -> rows.forEach(row -> {
            Set<String> types = new HashSet<>(row.get("types").asList(Value::asString));
            if (definition.needs().isEmpty() || types.stream().anyMatch(definition.needs()::contains)) {
                String id = row.get("root").asString();
                found.values().put(id, requireNonNull(candidates.get(id)));
                types.forEach(found::count);
            }
        }));
    }

    /** The events of everybody who has any of those asked for, by segment ID and name. */
    private Map<String, Map<String, List<Occurrence>>> people(Catalog catalog) {
        List<Callable<Map<String, List<Occurrence>>>> reads = new ArrayList<>();
        catalog.events().forEach((name, need) -> reads.add(() -> scan(name, need)));
        Map<String, String> roots = new HashMap<>();
        reads.add(() -> {
            graph.read(CHILDREN, Map.of("space", space.value())).forEach(row -> roots.put(row.get("child").asString(),
                    row.get("root").asString()));
            return Map.of();
        });
        Map<String, Map<String, List<Occurrence>>> people = new HashMap<>();
        atOnce(reads).forEach(owners -> owners.forEach((owner, events) -> people
                .computeIfAbsent(roots.getOrDefault(owner, owner), id -> new HashMap<>(4))
                .merge(events.getFirst().name(), events, (some, more) -> {
                    some.addAll(more);
                    return some;
                })));
        return people;
    }

    /** By segment ID of whom the events are stored at. */
    private Map<String, List<Occurrence>> scan(String name, Catalog.Need need) {
        var wanted = PeopleReader.Wanted.of(name, need, columns, Set.of());
        Instant from = now.minus(need.lookback().orElseThrow());
        Map<String, List<Occurrence>> owners = new HashMap<>();
        for (Record row : graph.read(SCAN, Map.of("space", space.value(), "name", name, "from",
                from.atZone(ZoneOffset.UTC), "to", now.atZone(ZoneOffset.UTC), "columns", wanted.columns()))) {
            List<Occurrence> events = new ArrayList<>();
            for (Value event : row.get("events").values()) {
                events.add(wanted.occurrence(event, 0));
            }
            owners.put(row.get("owner").asString(), events);
        }
        return owners;
    }

    /** Neo4j works at one query with one thread, so several at a time are sooner done. */
    private static <T> List<T> atOnce(List<Callable<T>> reads) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(reads)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
