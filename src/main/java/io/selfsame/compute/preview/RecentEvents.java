package io.selfsame.compute.preview;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.EvaluationRun;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.evaluate.UnreadableParts;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.people.LargePeopleReader;
import io.selfsame.compute.people.WantedEvents;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.query.Events;
import io.selfsame.query.QueryNeeds;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * The short way to everybody of whom a definition says something, where it is about recent events alone: a walk over the index of
 * events finds all who have any, however many people there are. Those events are kept in memory, so it is taken if they are not
 * too many. For one thread.
 */
final class RecentEvents {

    private static final Statement SCAN = Statement.of("compute/scan");
    private static final Statement CHILDREN = Statement.of("compute/children");
    private static final Statement ID_TYPES = Statement.of("compute/idTypes");

    /** Events of all names, and as many people who were merged: a 128th of the heap each, so that several do so at once. */
    private static final long MOST = Math.min(1_000_000,
            Runtime.getRuntime().maxMemory() / 128 / MemoryAllowance.EVENT);

    private static final int PAGE = 2_000;

    /** People who were merged whom the server sends ahead. */
    private static final int AHEAD = 1_000;

    /** Neo4j works at one query with one thread, so several at a time are sooner done; more would keep others waiting. */
    private static final int AT_ONCE = 3;

    private final Graph graph;
    private final SpaceId space;
    private final EventColumns.ColumnSet columns;
    private final Instant now;
    private final RunControl control;
    private final EvaluationMemory.MemoryShare room;

    RecentEvents(Graph graph, SpaceId space, EventColumns.ColumnSet columns, Instant now, RunControl control,
            EvaluationMemory.MemoryShare room) {
        this.graph = graph;
        this.space = space;
        this.columns = columns;
        this.now = now;
        this.control = control;
        this.room = room;
    }

    /**
     * Events of one name.
     *
     * @param owners by the profile at which they are stored
     * @param damaged of whom one cannot be read
     */
    private record Scanned(Map<ProfileId, List<PersonEvent>> owners, Set<ProfileId> damaged) {}

    /** Finds all, if this way is open; false, and nothing found, if it is not. */
    boolean find(Definition definition, EvaluationPlan plan, PreviewResult found) {
        if (!isAboutRecentEventsAlone(definition, plan)) {
            return false;
        }
        // With what leads from those who were merged to whom they belong.
        return room.during(2 * MOST, () -> {
            var people = people(plan, found);
            people.ifPresent(all -> evaluate(definition, all, plan.around(), found));
            return people.isPresent();
        });
    }

    /** Then whoever has no such event need not be looked at. */
    private boolean isAboutRecentEventsAlone(Definition definition, EvaluationPlan plan) {
        if (plan.definitions().size() > 1 || definition.level() != Definition.Level.USERS
                || !plan.traits().isEmpty() || QueryNeeds.of(definition.query()).created()
                // The index on times has the names before them.
                || plan.events().containsKey(Events.ANY)
                || plan.events().values().stream().anyMatch(need -> need.lookback().isEmpty())) {
            return false;
        }
        var nobody = new Subject.Person(new ProfileId(""), definition.needs(), Map.of(), Map.of(), Set.of());
        return !new EvaluationRun(plan, now, control).outcome(definition, nobody).telling();
    }

    private void evaluate(Definition definition, Map<ProfileId, Map<String, List<PersonEvent>>> people,
            EvaluationPlan.Surroundings around, PreviewResult found) {
        // Which IDs they have is asked afterwards, of those who are left.
        var anybody = new Definition(definition.id(), definition.key(), definition.level(), definition.query(),
                Set.of(), definition.version());
        var plan = new EvaluationPlan(List.of(anybody), around);
        Map<ProfileId, JsonNode> candidates = new HashMap<>();
        people.forEach((id, events) -> {
            events.values().forEach(some -> some.sort(PersonEvent.TIME));
            control.check();
            var person = new Subject.Person(id, Set.of(), events, Map.of(), Set.of());
            var outcome = new EvaluationRun(plan, now, control).outcome(anybody, person);
            if (outcome.failure().isPresent()) {
                found.add(person, outcome);
            } else if (outcome.telling()) {
                candidates.put(id, Json.tree(outcome.value().orElseThrow()));
            }
        });
        List<ProfileId> ids = List.copyOf(candidates.keySet());
        for (int start = 0; start < ids.size();) {
            List<Callable<List<Record>>> reads = new ArrayList<>();
            for (int read = 0; read < AT_ONCE && start < ids.size(); read++) {
                List<ProfileId> page = ids.subList(start, Math.min(ids.size(), start + PAGE));
                reads.add(() -> graph.read(ID_TYPES, Map.of("people", Owner.values(page))));
                start += page.size();
            }
            atOnce(reads).forEach(rows -> rows.forEach(row -> {
                Set<String> types = new HashSet<>(row.get("types").asList(Value::asString));
                if (definition.needs().isEmpty() || types.stream().anyMatch(definition.needs()::contains)) {
                    ProfileId id = profile(row, "root");
                    found.add(id, types, requireNonNull(candidates.get(id)));
                }
            }));
        }
    }

    /** The events of everybody who has any of those asked for, by person and name; empty if there are too many. */
    private Optional<Map<ProfileId, Map<String, List<PersonEvent>>>> people(EvaluationPlan plan, PreviewResult found) {
        List<Callable<Optional<Scanned>>> reads = new ArrayList<>();
        long most = MOST / Math.max(1, plan.events().size());
        plan.events().forEach((name, need) -> reads.add(() -> scan(name, need, most)));
        // Child and root. An entry takes some 220 bytes, so it is fewer than the 250 that are taken for it.
        Map<ProfileId, ProfileId> roots = new HashMap<>();
        reads.add(() -> graph.read(CHILDREN, Map.of("space", space.value(), "most", MOST + 1), AHEAD, rows -> {
            roots.clear();
            rows.forEachRemaining(row -> roots.put(profile(row, "child"), profile(row, "root")));
            return roots.size() > MOST ? Optional.empty() : Optional.of(new Scanned(Map.of(), Set.of()));
        }));
        Map<ProfileId, Map<String, List<PersonEvent>>> people = new HashMap<>();
        Set<ProfileId> damaged = new HashSet<>();
        for (Optional<Scanned> scanned : atOnce(reads)) {
            if (scanned.isEmpty()) {
                return Optional.empty();
            }
            scanned.get().damaged().forEach(owner -> damaged.add(roots.getOrDefault(owner, owner)));
            scanned.get().owners().forEach((owner, events) -> people
                    .computeIfAbsent(roots.getOrDefault(owner, owner), id -> new HashMap<>(4))
                    .merge(events.getFirst().name(), events, (some, more) -> {
                        some.addAll(more);
                        return some;
                    }));
        }
        damaged.forEach(id -> {
            people.remove(id);
            found.unreadable().add(id, "An event of theirs " + UnreadableParts.UNREADABLE);
        });
        return Optional.of(people);
    }

    private Optional<Scanned> scan(String name, EvaluationPlan.EventNeed need, long most) {
        control.check();
        var wanted = WantedEvents.of(name, need, columns, Set.of());
        Instant from = now.minus(need.lookback().orElseThrow());
        return graph.read(SCAN, Map.of("space", space.value(), "name", name, "from", from.atZone(ZoneOffset.UTC), "to",
                now.atZone(ZoneOffset.UTC), "columns", wanted.columns(), "most", most + 1),
                LargePeopleReader.ahead(wanted), rows -> {
                    var scanned = new Scanned(new HashMap<>(), new HashSet<>());
                    long weight = 0;
                    while (rows.hasNext() && weight <= most) {
                        weight += add(rows.next(), wanted, scanned);
                    }
                    scanned.damaged().forEach(scanned.owners()::remove);
                    return weight > most ? Optional.empty() : Optional.of(scanned);
                });
    }

    private static ProfileId profile(Record row, String field) {
        return new ProfileId(row.get(field).asString());
    }

    /** Answers with what it takes in memory. */
    private static long add(Record row, WantedEvents wanted, Scanned into) {
        ProfileId owner = profile(row, "owner");
        try {
            PersonEvent event = wanted.event(row.get("timestamp"), row.get("seq"), row.get("values"));
            into.owners().computeIfAbsent(owner, key -> new ArrayList<>()).add(event);
            return event.weight();
        } catch (RuntimeException e) {
            into.damaged().add(owner);
            return 1;
        }
    }

    private static <T> List<T> atOnce(List<Callable<T>> reads) {
        if (reads.isEmpty()) {
            return List.of();
        }
        // What is read is computed into values on the way, so not on virtual threads.
        var threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, reads.size()),
                Thread.ofPlatform().daemon().name("preview-read-", 0).factory());
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(reads)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunControl.RunEnded("The service is stopping; ask again");
        } finally {
            threads.shutdownNow();
        }
    }
}
