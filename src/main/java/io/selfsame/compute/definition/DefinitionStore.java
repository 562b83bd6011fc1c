package io.selfsame.compute.definition;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Dependencies;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.error.Conflict;
import io.selfsame.flow.FairSlots;
import io.selfsame.flow.Queues;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;

/**
 * The audiences and computed traits of each space. Thread safe.
 *
 * <p>{@link DefinitionChanges} keeps these rules in each space: no two definitions of one level write the same trait, no definition
 * depends on itself, directly or through others, and enabled definitions depend on enabled ones only.
 */
public final class DefinitionStore {

    private static final Statement LOCK = Statement.of("compute/lockDefinitions");
    private static final Statement VERSION = Statement.of("compute/definitionsVersion");
    private static final Statement ALL = Statement.of("compute/definitions");
    private static final Statement MARK = Statement.of("compute/mark");
    private static final Statement RENEW = Statement.of("compute/renew");
    private static final Statement BREAK = Statement.of("compute/markBroken");
    private static final Statement SIZES = Statement.of("compute/sizes");

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int WAITING = 100;

    /** Parsing takes a core. Of two spaces neither waits for the other; beyond that a core is left for everything else. */
    private final FairSlots<SpaceId> turns = FairSlots.onThreads("reads of definitions and previews of this space",
            Math.max(2, Runtime.getRuntime().availableProcessors() - 1), WAITING, PATIENCE, "definitions");
    private final FairSlots<SpaceId> counts = new FairSlots<>("counts of members of this space", 4, WAITING, PATIENCE);
    private final Graph graph;
    private final ActiveDefinitionsCache active;

    public DefinitionStore(Graph graph) {
        this.graph = graph;
        this.active = new ActiveDefinitionsCache(graph);
    }

    /**
     * What a refresh evaluates. Immutable.
     *
     * @param version grows with every change of the space's set; 0 if there never was a definition
     * @param plan what can be evaluated
     * @param broken those that cannot be evaluated, and why: their stored query is not understood, or they depend on such a one
     */
    public record ActiveDefinitions(long version, EvaluationPlan plan, Map<Definition, String> broken) {

        static ActiveDefinitions of(long version, EvaluationPlan.Surroundings around, List<SavedDefinition> all) {
            List<SavedDefinition> enabled = all.stream().filter(SavedDefinition::enabled).toList();
            var dependencies = new Dependencies(DefinitionStore.definitions(enabled));
            Map<Definition, String> broken = new LinkedHashMap<>();
            enabled.forEach(each -> each.problem().ifPresent(why -> broken.put(each.definition(), why)));
            for (Definition bad : List.copyOf(broken.keySet())) {
                spread(dependencies, bad, broken);
            }
            var plan = new EvaluationPlan(
                    dependencies.inOrder().stream().filter(each -> !broken.containsKey(each)).toList(), around);
            return new ActiveDefinitions(version, plan, Collections.unmodifiableMap(broken));
        }

        /** The same where some can be evaluated no longer, nor those that depend on them. */
        public ActiveDefinitions without(Map<Definition, String> some) {
            if (some.isEmpty()) {
                return this;
            }
            var dependencies = new Dependencies(plan.definitions());
            Map<Definition, String> all = new LinkedHashMap<>(broken);
            some.forEach((definition, why) -> {
                all.put(definition, why);
                spread(dependencies, definition, all);
            });
            var rest = new EvaluationPlan(plan.definitions().stream().filter(each -> !all.containsKey(each)).toList(),
                    plan.around());
            return new ActiveDefinitions(version, rest, Collections.unmodifiableMap(all));
        }

        /** Why a definition cannot be evaluated; empty if it can. */
        public Optional<String> problem(String id) {
            return broken.entrySet().stream().filter(each -> each.getKey().id().equals(id)).map(Map.Entry::getValue)
                    .findFirst();
        }

        private static void spread(Dependencies dependencies, Definition bad, Map<Definition, String> broken) {
            for (Definition above : dependencies.to(bad)) {
                if (broken.putIfAbsent(above, "It depends on '" + bad.key() + "', which fails") == null) {
                    spread(dependencies, above, broken);
                }
            }
        }
    }

    /**
     * The enabled definitions of a space, as they are now; read anew only if something changed since the last time.
     *
     * @throws io.selfsame.flow.Overloaded as {@link #inTurn}
     */
    public ActiveDefinitions enabled(SpaceId space) {
        long version = graph.read(tx -> version(tx, space));
        return active.get(space, version).orElseGet(() -> inTurn(space, () -> active.read(space)));
    }

    /**
     * Takes the lock of a space's definitions and lists.
     *
     * @param changes by how much their version is raised
     * @return {@code version} as it is then, and {@code timeZone}
     */
    static Record lock(Tx tx, SpaceId space, int changes) {
        return tx.run(LOCK, Map.of("space", space.value(), "changes", changes)).getFirst();
    }

    /** The version of the set, inside a transaction: whoever has {@link #enabled} of this version has them all. */
    long version(Tx tx, SpaceId space) {
        return version(tx.run(VERSION, Map.of("space", space.value())));
    }

    private static long version(List<Record> rows) {
        return rows.isEmpty() ? 0 : rows.getFirst().get("version").asLong();
    }

    /** All of one kind, disabled ones too, oldest first. */
    List<SavedDefinition> list(SpaceId space, DefinitionKind kind) {
        return all(space).stream().filter(each -> each.kind() == kind).toList();
    }

    /** Their queries are parsed, which takes seconds where they are many and long. */
    private List<SavedDefinition> all(SpaceId space) {
        return inTurn(space, () -> graph.read(tx -> load(tx, space)));
    }

    /**
     * For long texts that have to be parsed: few do this at once, of a space half of them, and on threads of their own.
     *
     * @throws io.selfsame.flow.Overloaded if too many of this space wait, or for too long
     */
    public <T> T inTurn(SpaceId space, Supplier<T> read) {
        return turns.during(space, read);
    }

    /** Shows how many read and count. */
    public void figures(MeterRegistry registry) {
        Queues.show(registry, "definition-read", turns);
        Queues.show(registry, "member-count", counts);
    }

    /**
     * One definition.
     *
     * @param name its id or its key
     * @throws Conflict as {@link #find}
     */
    public Optional<SavedDefinition> get(SpaceId space, DefinitionKind kind, String name) {
        return find(graph.read(tx -> load(tx, space, name)), kind, name);
    }

    /** How many belong to each of some audiences, by id: people, or accounts. */
    Map<String, Long> sizes(SpaceId space, List<String> ids) {
        List<String> keys = ids.stream().map(space::key).toList();
        return counts.during(space, () -> graph.read(SIZES, Map.of("keys", keys))).stream()
                .collect(Collectors.toMap(row -> row.get("id").asString(), row -> row.get("count").asLong()));
    }

    /** The values of those of some stored lists that are there, by key. */
    public Map<String, List<Object>> listValues(SpaceId space, Set<String> keys) {
        var lists = new StoredLists(graph);
        return inTurn(space, () -> keys.stream().flatMap(key -> lists.get(space, key).stream())
                .collect(Collectors.toMap(list -> list.about().key(), list -> list.values().all())));
    }

    /**
     * Those that ask, directly, for the trait that one writes; empty if there is no such definition.
     *
     * @param name its id or its key
     */
    Optional<List<SavedDefinition>> consumers(SpaceId space, DefinitionKind kind, String name) {
        List<SavedDefinition> all = all(space);
        return find(all, kind, name).map(found -> consumers(all, found));
    }

    /**
     * Checks that all is there that a definition asks for, which is none of the space's itself.
     *
     * @throws Conflict if it depends on one that is disabled, or that cannot be evaluated, or asks for a list that is not there
     */
    public void requireTargets(SpaceId space, Definition asked) {
        List<SavedDefinition> all = all(space);
        List<Definition> together = new ArrayList<>(definitions(all));
        together.add(asked);
        var targets = new Dependencies(together).of(asked);
        DependencyRules.targets(all, targets);
        ActiveDefinitions enabled = enabled(space);
        StoredLists.require(space, enabled.plan().around().lists().keySet(), asked);
        targets.forEach(target -> enabled.problem(target.id()).ifPresent(why -> {
            throw new Conflict(
                    "It asks for trait('" + target.key() + "'), which cannot be worked out: " + why);
        }));
    }

    /** Notes that definitions cannot be evaluated; once they can, everybody is looked at anew. */
    public static void markBroken(Tx tx, SpaceId space, Map<Definition, String> broken) {
        tx.run(BREAK, Map.of("rows", broken.entrySet().stream().map(each -> Map.of("key",
                space.key(each.getKey().id()), "error", each.getValue())).toList()));
    }

    /** Has everybody looked at anew for some definitions, as something else that they depend on has changed. */
    public static void renew(Tx tx, SpaceId space, List<Definition> some) {
        tx.run(RENEW, Map.of("keys", some.stream().map(each -> space.key(each.id())).toList()));
    }

    /** Notes how far a definition has come, unless it has changed or was disabled meanwhile. */
    public static void mark(Tx tx, SpaceId space, Definition definition, DefinitionStatus status,
            Optional<String> error) {
        tx.run(MARK, Map.of("key", space.key(definition.id()), "version", definition.version(), "status",
                status.name(), "error", error.orElse("")));
    }

    /** All definitions of a space, oldest first; the list is the caller's. */
    static List<SavedDefinition> load(Tx tx, SpaceId space) {
        return load(tx, space, "");
    }

    private static List<SavedDefinition> load(Tx tx, SpaceId space, String name) {
        // One that goes while it is read has lost its parts already.
        return new ArrayList<>(tx.run(ALL, Map.of("space", space.value(), "name", name)).stream()
                .filter(row -> !row.get("id").isNull()).map(DefinitionRows::read).toList());
    }

    /**
     * The one of a kind that has a name.
     *
     * @param name its id, else its key
     * @throws Conflict if one of people and one of accounts have this key
     */
    static Optional<SavedDefinition> find(List<SavedDefinition> all, DefinitionKind kind, String name) {
        List<SavedDefinition> named = all.stream().filter(each -> each.kind() == kind && each.isNamed(name)).toList();
        return named.stream().filter(each -> each.id().equals(name)).findFirst().or(() -> {
            if (named.size() > 1) {
                throw new Conflict("The key '" + name + "' is that of " + kind.phrase() + " of people and of one of"
                        + " accounts; ask by the id: " + named.stream().map(each -> each.id() + " ("
                                + each.definition().level() + ")").collect(Collectors.joining(" or ")));
            }
            return named.stream().findFirst();
        });
    }

    /** Those that depend on one of them, directly. */
    static List<SavedDefinition> consumers(List<SavedDefinition> all, SavedDefinition of) {
        var ids = new Dependencies(definitions(all)).to(of.definition()).stream().map(Definition::id).toList();
        return all.stream().filter(each -> ids.contains(each.id())).toList();
    }

    static List<Definition> definitions(List<SavedDefinition> all) {
        return all.stream().map(SavedDefinition::definition).toList();
    }
}
