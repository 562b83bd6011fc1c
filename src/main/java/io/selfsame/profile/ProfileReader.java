package io.selfsame.profile;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.flow.Coalescer;
import io.selfsame.flow.FairCapacity;
import io.selfsame.flow.FairSlots;
import io.selfsame.flow.Queues;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Graph.RowPage;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.http.Paging;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.ConsentTraits;
import io.selfsame.trait.StoredTrait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.neo4j.driver.Record;

/**
 * Reads people. What takes a moment, whoever they are, is read in rounds: requests that come while a query is in flight go
 * together in the next, as a round trip costs far more than a row. What takes long for those of whom there is much is read
 * by turns, a few at a time, so that they are slow for whoever asks for them and for nobody else. Thread safe.
 */
final class ProfileReader {

    private static final Statement TRAITS = Statement.of("profile/traits");
    private static final Statement FIND = Statement.of("profile/find");

    /** Two queries in flight keep the server busy while an answer is unpacked; more of one space only split the rounds. */
    private static final int OF_A_SPACE = 2;
    private static final int WORKERS = 4;
    private static final int ROUND = 128;
    private static final int WAITING = 10_000;

    /**
     * Whoever has more traits, or longer ones in all, has no place in a round: their traits are read by turns. Those that
     * nobody wants are only looked at.
     */
    private static final int FEW = 300;
    private static final int FEW_OF_SOME_NAMES = 3_000;
    /** Characters, of four bytes with what is made of them: those of all rounds together are a 32nd of the heap at most. */
    private static final int SHORT = Math.toIntExact(
            Math.min(128 * 1024, Runtime.getRuntime().maxMemory() / 32 / (4 * WORKERS * ROUND)));

    /** Long reads at once, over all spaces. Each may want a core of the server, which has other things to do. */
    private static final int LONG = 4;

    private static final int LONG_WAITING = 200;
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(5);

    private final Graph graph;
    private final FairCapacity<SpaceId> capacity = new FairCapacity<>("profile read", WAITING);
    private final FairSlots<SpaceId> turns = new FairSlots<>("long reads of this space", LONG, LONG_WAITING,
            LONG_PATIENCE);
    private final Coalescer<ProfileRef, Optional<MergedProfile>> traits;
    private final Coalescer<ProfileRef, Optional<ProfileId>> roots;

    /**
     * A person's canonical profile, and the traits of all profiles.
     *
     * @param traits empty if there are too many to be read with those of others
     */
    record MergedProfile(ProfileId root, Optional<List<StoredTrait>> traits) {}

    ProfileReader(Graph graph) {
        this.graph = graph;
        this.traits = rounds(asked -> readPeople(asked, Set.of()));
        this.roots = rounds(asked -> read(FIND, asked, Map.of(), ProfileReader::rootOf));
    }

    private static ProfileId rootOf(Record row) {
        return new ProfileId(row.get("root").asString());
    }

    /** Of one space each, which take turns: whose people take long keeps nobody else's waiting. */
    private static <A> Coalescer<ProfileRef, A> rounds(Function<List<ProfileRef>, List<A>> read) {
        return Coalescer.inLanes(WORKERS, OF_A_SPACE, ROUND, asked -> 1, ProfileRef::space, asked -> "", read);
    }

    /** Shows how full it is. */
    void figures(MeterRegistry registry) {
        Queues.show(registry, "profile", capacity);
        Queues.show(registry, "long-read", turns);
    }

    /** One person with traits. */
    Optional<MergedProfile> person(ProfileRef asked) {
        return capacity.during(asked.space(), 1, () -> traits.ask(asked));
    }

    /** The canonical profile of a person. */
    Optional<ProfileId> root(ProfileRef asked) {
        return capacity.during(asked.space(), 1, () -> roots.ask(asked));
    }

    /**
     * Some people with traits, in one query.
     *
     * @param names of the traits that are wanted; empty for all
     * @throws io.selfsame.flow.Overloaded if too much is asked of this space already
     */
    List<Optional<MergedProfile>> people(SpaceId space, List<ProfileRef> asked, Set<String> names) {
        return turns.during(space, () -> readPeople(asked, names));
    }

    /**
     * Any other question about one person, account or space.
     *
     * @throws io.selfsame.flow.Overloaded if too much is asked of this space already
     */
    List<Record> read(SpaceId space, Statement statement, Map<String, Object> parameters) {
        return read(space, tx -> tx.run(statement, parameters));
    }

    /**
     * As {@link #read(SpaceId, Statement, Map)}, of rows that may be long: no more are read than go on a page.
     *
     * @param made what is made of each
     */
    <T> RowPage<T> page(SpaceId space, Statement statement, Map<String, Object> parameters, Function<Record, T> made) {
        return page(space, statement, parameters, Paging.PageSize.MOST, made);
    }

    /** As {@link #page(SpaceId, Statement, Map, Function)}, with a length of its own. */
    <T> RowPage<T> page(SpaceId space, Statement statement, Map<String, Object> parameters, long most,
            Function<Record, T> made) {
        return turns.during(space, () -> graph.page(statement, parameters, most, made));
    }

    /** Several such questions, as one. */
    <T> T read(SpaceId space, Function<Tx, T> questions) {
        return turns.during(space, () -> graph.read(questions));
    }

    private List<Optional<MergedProfile>> readPeople(List<ProfileRef> asked, Set<String> names) {
        Map<String, Object> limits = Map.of("names", List.copyOf(names), "hiddenPrefix", ConsentTraits.PREFIX, "many",
                names.isEmpty() ? FEW : FEW_OF_SOME_NAMES, "text", SHORT);
        return read(TRAITS, asked, limits,
                row -> new MergedProfile(rootOf(row), row.get("traits").isNull()
                        ? Optional.empty()
                        : Optional.of(row.get("traits").asList(StoredTrait::of))));
    }

    /** Equal questions of one round are asked once. */
    private <T> List<Optional<T>> read(Statement statement, List<ProfileRef> asked, Map<String, Object> limits,
            Function<Record, T> row) {
        Map<ProfileRef, Integer> distinct = new HashMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ProfileRef one : asked) {
            if (distinct.putIfAbsent(one, rows.size()) == null) {
                rows.add(one.row(rows.size()));
            }
        }
        List<Optional<T>> found = new ArrayList<>(Collections.nCopies(rows.size(), Optional.empty()));
        Map<String, Object> parameters = new HashMap<>(limits);
        parameters.put("asked", rows);
        for (Record record : graph.read(statement, parameters)) {
            found.set(record.get("index").asInt(), Optional.of(row.apply(record)));
        }
        return asked.stream().map(one -> found.get(Objects.requireNonNull(distinct.get(one)))).toList();
    }
}
