package io.selfsame.compute.definition;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.error.Conflict;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.query.QueryNeeds;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.neo4j.driver.Record;

/**
 * The stored lists of spaces. A change raises the version of the space's definitions under their lock: whoever evaluates reads the
 * lists with the definitions, and a definition never asks for a list that is not there. Thread safe, and safe with other instances.
 */
final class StoredLists {

    /** Lists of one space. */
    static final int MOST = 100;

    /** Values, and characters of texts, of all lists of one space: they are held in memory together. */
    static final int VALUES = 50_000;
    static final int CHARACTERS = 1_000_000;

    private static final Statement PUT = Statement.of("compute/putList");
    private static final Statement DELETE = Statement.of("compute/deleteList");
    private static final Statement LISTS = Statement.of("compute/lists");
    private static final Statement SIZES = Statement.of("compute/listSizes");

    private final Graph graph;

    StoredLists(Graph graph) {
        this.graph = graph;
    }

    /** A list without its values. */
    record ListSize(String key, int size, long characters, Instant createdAt, Instant updatedAt, String updatedBy) {

        static ListSize of(Record row) {
            return new ListSize(row.get("name").asString(), row.get("size").asInt(), row.get("characters").asLong(),
                    row.get("createdAt").asZonedDateTime().toInstant(),
                    row.get("updatedAt").asZonedDateTime().toInstant(), row.get("updatedBy").asString());
        }
    }

    /** A list with its values. */
    record StoredList(ListSize about, ListValues values) {

        static StoredList of(Record row) {
            return new StoredList(ListSize.of(row), ListValues.of(row));
        }
    }

    /** One of them; empty if there is none of that key. */
    Optional<StoredList> get(SpaceId space, String key) {
        return graph.read(tx -> get(tx, space, key));
    }

    private static Optional<StoredList> get(Tx tx, SpaceId space, String key) {
        return tx.run(LISTS, Map.of("space", space.value(), "name", key)).stream().map(StoredList::of).findFirst();
    }

    /** Some of them, in order of their keys. */
    List<ListSize> page(SpaceId space, String after, int limit) {
        return graph.read(tx -> page(tx, space, after, limit));
    }

    private static List<ListSize> page(Tx tx, SpaceId space, String after, int limit) {
        return tx.run(SIZES, Map.of("space", space.value(), "after", after, "limit", limit)).stream().map(ListSize::of)
                .toList();
    }

    /**
     * Creates a list, or replaces its values. If they are the same nothing is changed.
     *
     * @param by the id of a management token
     * @throws Conflict if the space would have too many
     */
    ListSize put(SpaceId space, String key, ListValues values, String by) {
        return graph.write(tx -> {
            DefinitionStore.lock(tx, space, 0);
            Optional<StoredList> before = get(tx, space, key);
            if (before.isPresent() && before.get().values().equals(values)) {
                return before.get().about();
            }
            requireRoom(page(tx, space, "", MOST).stream().filter(other -> !other.key().equals(key)).toList(), values);
            Map<String, Object> properties = values.properties();
            properties.put("version", DefinitionStore.lock(tx, space, 1).get("version").asLong());
            properties.put("updatedBy", by);
            tx.run(PUT, Map.of("key", space.key(key), "space", space.value(), "name", key, "at",
                    DefinitionRows.time(Instant.now().truncatedTo(ChronoUnit.MILLIS)), "properties", properties));
            return get(tx, space, key).orElseThrow().about();
        });
    }

    private static void requireRoom(List<ListSize> others, ListValues values) {
        if (others.size() >= MOST) {
            throw new Conflict("The space has " + MOST + " lists, which is the limit; delete one first");
        }
        long size = others.stream().mapToLong(ListSize::size).sum() + values.size();
        long characters = others.stream().mapToLong(ListSize::characters).sum() + values.characters();
        if (size > VALUES || characters > CHARACTERS) {
            throw new Conflict("All lists of the space would have " + size + " values with " + characters
                    + " characters together; the limit is " + VALUES + " values and " + CHARACTERS
                    + " characters: delete a list, or make one shorter");
        }
    }

    /**
     * Deletes a list; false if there is none of that key.
     *
     * @throws Conflict if definitions ask for it
     */
    boolean delete(SpaceId space, String key) {
        return graph.write(tx -> {
            DefinitionStore.lock(tx, space, 0);
            if (get(tx, space, key).isEmpty()) {
                return false;
            }
            List<SavedDefinition> users = DefinitionStore.load(tx, space).stream()
                    .filter(each -> asked(each.definition()).contains(key)).toList();
            if (!users.isEmpty()) {
                throw new Conflict("Definitions ask for the list '" + key + "': " + DependencyRules.named(users)
                        + "; change or delete them first");
            }
            tx.run(DELETE, Map.of("key", space.key(key)));
            DefinitionStore.lock(tx, space, 1);
            return true;
        });
    }

    /** All of a space as they are evaluated, for the holder of the lock. */
    static Map<String, EvaluationPlan.ValueList> load(Tx tx, SpaceId space) {
        Map<String, EvaluationPlan.ValueList> lists = new HashMap<>();
        for (Record row : tx.run(LISTS, Map.of("space", space.value(), "name", ""))) {
            lists.put(row.get("name").asString(),
                    new EvaluationPlan.ValueList(row.get("version").asLong(), ListValues.of(row).all()));
        }
        return lists;
    }

    /**
     * Checks that the lists are there which a definition asks for; asked by the holder of the lock.
     *
     * @throws Conflict if one is not
     */
    static void require(Tx tx, SpaceId space, Definition definition) {
        if (!asked(definition).isEmpty()) {
            Set<String> there = new TreeSet<>();
            page(tx, space, "", MOST).forEach(list -> there.add(list.key()));
            require(space, there, definition);
        }
    }

    /**
     * As the other, of lists that are known.
     *
     * @throws Conflict if one is not there
     */
    static void require(SpaceId space, Set<String> there, Definition definition) {
        asked(definition).stream().filter(key -> !there.contains(key)).sorted().findFirst().ifPresent(key -> {
            throw new Conflict(
                    "There is no list '" + key + "'; create it first: PUT /v1/spaces/" + space + "/lists/" + key
                            + " {\"values\": [\"a\", \"b\"]}");
        });
    }

    private static Set<String> asked(Definition definition) {
        return QueryNeeds.of(definition.query()).lists();
    }
}
