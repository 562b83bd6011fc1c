package io.selfsame.compute;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.flow.Queues;
import io.selfsame.flow.Turns;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;

/**
 * The audiences and computed traits of each space, as they are. Thread safe.
 *
 * <p>Always true of a set: no two definitions of one level write the same trait, none stands on itself, however far round,
 * and an enabled one stands on enabled ones only. {@link DefinitionChanges} sees to it.
 */
final class Definitions {

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
    private final Turns<SpaceId> turns = Turns.onThreads("reads of definitions and previews of this space",
            Math.max(2, Runtime.getRuntime().availableProcessors() - 1), WAITING, PATIENCE, "definitions");
    private final Turns<SpaceId> counts = new Turns<>("counts of members of this space", 4, WAITING, PATIENCE);
    private final Graph graph;
    private final Cache<SpaceId, Enabled> known = Caffeine.newBuilder().maximumSize(10_000).build();

    Definitions(Graph graph) {
        this.graph = graph;
    }

    /**
     * What a refresh evaluates. Immutable.
     *
     * @param version grows with every change of the space's set; 0 if there never was a definition
     * @param catalog what can be evaluated
     * @param broken those that cannot be evaluated, and why: their stored query is not understood, or they stand on such a one
     */
    record Enabled(long version, Catalog catalog, Map<Definition, String> broken) {

        static Enabled of(long version, List<Registered> all) {
            List<Registered> enabled = all.stream().filter(Registered::enabled).toList();
            var references = new References(Definitions.definitions(enabled));
            Map<Definition, String> broken = new LinkedHashMap<>();
            enabled.forEach(each -> each.problem().ifPresent(why -> broken.put(each.definition(), why)));
            for (Definition bad : List.copyOf(broken.keySet())) {
                spread(references, bad, broken);
            }
            var catalog = new Catalog(references.inOrder().stream().filter(each -> !broken.containsKey(each)).toList());
            return new Enabled(version, catalog, Collections.unmodifiableMap(broken));
        }

        /** The same where some can be evaluated no longer, nor those that stand on them. */
        Enabled without(Map<Definition, String> some) {
            if (some.isEmpty()) {
                return this;
            }
            var references = new References(catalog.definitions());
            Map<Definition, String> all = new LinkedHashMap<>(broken);
            some.forEach((definition, why) -> {
                all.put(definition, why);
                spread(references, definition, all);
            });
            var rest = new Catalog(catalog.definitions().stream().filter(each -> !all.containsKey(each)).toList());
            return new Enabled(version, rest, Collections.unmodifiableMap(all));
        }

        /** Why a definition cannot be evaluated; empty if it can. */
        Optional<String> problem(String id) {
            return broken.entrySet().stream().filter(each -> each.getKey().id().equals(id)).map(Map.Entry::getValue)
                    .findFirst();
        }

        private static void spread(References references, Definition bad, Map<Definition, String> broken) {
            for (Definition above : references.to(bad)) {
                if (broken.putIfAbsent(above, "It stands on '" + bad.key() + "', which fails") == null) {
                    spread(references, above, broken);
                }
            }
        }
    }

    /**
     * The enabled definitions of a space, as they are now; read anew only if something changed since the last time.
     *
     * @throws io.selfsame.flow.Overloaded as {@link #inTurn}
     */
    Enabled enabled(SpaceId space) {
        long version = graph.read(tx -> version(tx, space));
        return known(space, version).orElseGet(() -> inTurn(space, () -> anew(space)));
    }

    private Optional<Enabled> known(SpaceId space, long version) {
        return Optional.ofNullable(known.getIfPresent(space)).filter(enabled -> enabled.version() == version);
    }

    /**
     * Under the lock of whoever changes them: Neo4j shows a commit bit by bit to those who only read, and what was read of an
     * older version would be taken for the newer one ever after.
     */
    private Enabled anew(SpaceId space) {
        Enabled now = graph.write(tx -> {
            long version = version(tx.run(LOCK, Map.of("space", space.value(), "changes", 0)));
            // Others may have waited for the same, and have it by now.
            return known(space, version).orElseGet(() -> Enabled.of(version, load(tx, space)));
        });
        known.put(space, now);
        return now;
    }

    /** The version of the set, inside a transaction: whoever has {@link #enabled} of this version has them all. */
    long version(Tx tx, SpaceId space) {
        return version(tx.run(VERSION, Map.of("space", space.value())));
    }

    private static long version(List<Record> rows) {
        return rows.isEmpty() ? 0 : rows.getFirst().get("version").asLong();
    }

    /** All of one kind, disabled ones too, oldest first. */
    List<Registered> list(SpaceId space, Kind kind) {
        return all(space).stream().filter(each -> each.kind() == kind).toList();
    }

    /** Their queries are parsed, which takes seconds where they are many and long. */
    private List<Registered> all(SpaceId space) {
        return inTurn(space, () -> graph.read(tx -> load(tx, space)));
    }

    /**
     * For long texts that have to be parsed: few do this at once, of a space half of them, and on threads of their own.
     *
     * @throws io.selfsame.flow.Overloaded if too many of this space wait, or for too long
     */
    <T> T inTurn(SpaceId space, Supplier<T> read) {
        return turns.during(space, read);
    }

    /** Shows how many read and count. */
    void figures(MeterRegistry registry) {
        Queues.show(registry, "definition-read", turns);
        Queues.show(registry, "member-count", counts);
    }

    /** One definition. */
    Optional<Registered> get(SpaceId space, Kind kind, String id) {
        return graph.read(tx -> load(tx, space, id)).stream().filter(each -> each.kind() == kind).findFirst();
    }

    /** How many belong to each of some audiences, by id: people, or accounts. */
    Map<String, Long> sizes(SpaceId space, List<String> ids) {
        List<String> keys = ids.stream().map(space::key).toList();
        return counts.during(space, () -> graph.read(SIZES, Map.of("keys", keys))).stream()
                .collect(Collectors.toMap(row -> row.get("id").asString(), row -> row.get("count").asLong()));
    }

    /** Those that ask, directly, for the trait that this one writes; empty if there is no such definition. */
    Optional<List<Registered>> consumers(SpaceId space, Kind kind, String id) {
        List<Registered> all = all(space);
        return find(all, kind, id).map(found -> consumers(all, found));
    }

    /**
     * Checks that all is there that a definition asks for, which is none of the space's itself.
     *
     * @throws Conflict if it stands on one that is disabled, or that cannot be evaluated
     */
    void requireTargets(SpaceId space, Definition asked) {
        List<Registered> all = all(space);
        List<Definition> together = new ArrayList<>(definitions(all));
        together.add(asked);
        var targets = new References(together).of(asked);
        Checks.targets(all, targets);
        Enabled enabled = enabled(space);
        targets.forEach(target -> enabled.problem(target.id()).ifPresent(why -> {
            throw new Conflict("It asks for trait('" + target.key() + "'), which cannot be worked out: " + why);
        }));
    }

    /** Notes that definitions cannot be evaluated; once they can, everybody is looked at anew. */
    static void markBroken(Tx tx, SpaceId space, Map<Definition, String> broken) {
        tx.run(BREAK, Map.of("rows", broken.entrySet().stream().map(each -> Map.of("key",
                space.key(each.getKey().id()), "error", each.getValue())).toList()));
    }

    /** Has everybody looked at anew for some definitions, as something else that they depend on has changed. */
    static void renew(Tx tx, SpaceId space, List<Definition> some) {
        tx.run(RENEW, Map.of("keys", some.stream().map(each -> space.key(each.id())).toList()));
    }

    /** Notes how far a definition has come, unless it has changed or was disabled meanwhile. */
    static void mark(Tx tx, SpaceId space, Definition definition, Status status, Optional<String> error) {
        tx.run(MARK, Map.of("key", space.key(definition.id()), "version", definition.version(), "status",
                status.name(), "error", error.orElse("")));
    }

    /** All definitions of a space, oldest first; the list is the caller's. */
    static List<Registered> load(Tx tx, SpaceId space) {
        return load(tx, space, "");
    }

    private static List<Registered> load(Tx tx, SpaceId space, String id) {
        // One that goes while it is read has lost its parts already.
        return new ArrayList<>(tx.run(ALL, Map.of("space", space.value(), "id", id)).stream()
                .filter(row -> !row.get("id").isNull()).map(DefinitionRows::read).toList());
    }

    /** The one of that kind and id. */
    static Optional<Registered> find(List<Registered> all, Kind kind, String id) {
        return all.stream().filter(each -> each.kind() == kind && each.id().equals(id)).findFirst();
    }

    /** Those that stand on one of them, directly. */
    static List<Registered> consumers(List<Registered> all, Registered of) {
        var ids = new References(definitions(all)).to(of.definition()).stream().map(Definition::id).toList();
        return all.stream().filter(each -> ids.contains(each.id())).toList();
    }

    static List<Definition> definitions(List<Registered> all) {
        return all.stream().map(Registered::definition).toList();
    }
}
