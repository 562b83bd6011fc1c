package io.selfsame.profile;

import io.selfsame.flow.Capacity;
import io.selfsame.flow.Coalescer;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.trait.StoredTrait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.neo4j.driver.Record;

/**
 * Reads people. Requests that come while a query is in flight go together in the next: a round trip costs far more than
 * a row. Thread safe.
 */
final class ProfileReader {

    private static final Statement TRAITS = Statement.of("profile/traits");
    private static final Statement FIND = Statement.of("profile/find");

    /** Two queries in flight keep the server busy while an answer is unpacked; more only split the rounds. */
    private static final int WORKERS = 2;
    private static final int ROUND = 256;
    private static final int WAITING = 10_000;

    private final Graph graph;
    private final Capacity capacity = new Capacity("profile read", WAITING);
    private final Coalescer<Asked, Optional<Person>> traits;
    private final Coalescer<Asked, Optional<String>> roots;

    /** A person's canonical profile, and the traits of all profiles. */
    record Person(String root, List<StoredTrait> traits) {}

    ProfileReader(Graph graph) {
        this.graph = graph;
        this.traits = new Coalescer<>(WORKERS, ROUND, asked -> 1, this::people);
        this.roots = new Coalescer<>(WORKERS, ROUND, asked -> 1, asked -> read(FIND, asked,
                row -> row.get("root").asString()));
    }

    /** One person with traits. */
    Optional<Person> person(Asked asked) {
        return capacity.during(1, () -> traits.ask(asked));
    }

    /** The canonical profile of a person. */
    Optional<String> root(Asked asked) {
        return capacity.during(1, () -> roots.ask(asked));
    }

    /** Many people with traits, in one query. */
    List<Optional<Person>> people(List<Asked> asked) {
        return read(TRAITS, asked, row -> new Person(row.get("root").asString(),
                row.get("traits").asList(StoredTrait::of)));
    }

    /** Any other question about one person. */
    List<Record> read(Statement statement, Map<String, Object> parameters) {
        return graph.read(statement, parameters);
    }

    /** Equal questions of one round are asked once. */
    private <T> List<Optional<T>> read(Statement statement, List<Asked> asked, Function<Record, T> row) {
        Map<Asked, Integer> distinct = new HashMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Asked one : asked) {
            if (distinct.putIfAbsent(one, rows.size()) == null) {
                rows.add(one.row(rows.size()));
            }
        }
        List<Optional<T>> found = new ArrayList<>(Collections.nCopies(rows.size(), Optional.empty()));
        for (Record record : graph.read(statement, Map.of("asked", rows))) {
            found.set(record.get("index").asInt(), Optional.of(row.apply(record)));
        }
        return asked.stream().map(one -> found.get(Objects.requireNonNull(distinct.get(one)))).toList();
    }
}
