package io.selfsame.compute.refresh;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.flow.Overloaded;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.lease.Lease;
import io.selfsame.lease.Progress;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daily jobs: evaluates a sample again and compares it with the stored results, and deletes what is not used any more.
 * Thread safe.
 */
public final class DailyUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(DailyUpkeep.class);

    private static final Statement COUNT = Statement.of("compute/countPeople");
    private static final Statement PEOPLE_FROM = Statement.of("compute/peopleFrom");
    private static final Statement DROP_OLD = Statement.of("compute/dropOld");

    private static final int PAGE = 1_000;

    /** Previews in one transaction: Neo4j loads what it deletes, and an answer may have two million characters. */
    private static final int FEW = 5;
    private static final Duration PREVIEWS = Duration.ofDays(1);
    private static final Duration RUNS = Duration.ofDays(30);

    private final Graph graph;
    private final EvaluationMemory memory;
    private final Refresh refresh;
    private final DefinitionStore definitions;
    private final EventColumns columns;
    private final RulesStore rules;
    private final Sampling sampling;
    private final RefreshLimits limits;

    /** Checks under way here. One that another instance goes on with begins anew there; what is left here goes
     * on when this instance has its turn again. */
    private final Map<SpaceId, Check> checks = new ConcurrentHashMap<>();

    /**
     * Chooses the people of a check: ranges of equal length, at equal distances, from a random person on, beginning again after
     * the last. So all people are chosen with the same probability. If there are no more people than that, all are chosen.
     *
     * @param stretches the number of ranges; a slice of a check takes one
     * @param people people in each range
     */
    record Sampling(int stretches, int people, RandomGenerator random) {

        private static final Sampling STANDARD = new Sampling(4, 500, RandomGenerator.getDefault());

        /** How many stand before the first of each stretch. */
        private Deque<SampleRange> places(long all) {
            boolean everybody = all <= (long) stretches * people;
            long first = everybody ? 0 : random.nextLong(all);
            Deque<SampleRange> places = new ArrayDeque<>();
            for (int i = 0; i < stretches && (!everybody || (long) i * people < all); i++) {
                places.add(
                        new SampleRange(everybody ? (long) i * people : (first + i * all / stretches) % all, people));
            }
            return places;
        }
    }

    /**
     * A range of people.
     *
     * @param from how many people are before it
     * @param people how many people are in it
     */
    private record SampleRange(long from, int people) {

        SampleRange first(int some) {
            return new SampleRange(from, Math.min(some, people));
        }

        /** What is left after that; empty if nothing is. */
        Optional<SampleRange> rest(int some, long all) {
            return some < people ? Optional.of(new SampleRange((from + some) % all, people - some)) : Optional.empty();
        }
    }

    /** The progress of a check. */
    private static final class Check {

        private final Deque<SampleRange> places;
        private final long all;
        /** How many are looked at together. */
        private int together;
        private long people;
        private long drift;

        Check(Deque<SampleRange> places, long all, int together) {
            this.places = places;
            this.all = all;
            this.together = together;
        }

        String words() {
            return people + " people computed anew, " + drift + " results had drifted";
        }
    }

    /** @param memory that is shared by all that evaluate */
    public DailyUpkeep(Graph graph, EvaluationMemory memory, Refresh refresh, EventColumns columns, RulesStore rules) {
        this(graph, memory, refresh, columns, rules, Sampling.STANDARD, RefreshLimits.STANDARD);
    }

    DailyUpkeep(Graph graph, EvaluationMemory memory, Refresh refresh, EventColumns columns, RulesStore rules,
            Sampling sampling,
            RefreshLimits limits) {
        this.graph = graph;
        this.memory = memory;
        this.refresh = refresh;
        this.definitions = new DefinitionStore(graph);
        this.columns = columns;
        this.rules = rules;
        this.sampling = sampling;
        this.limits = limits;
    }

    /**
     * One slice of a check: evaluates some people of a sample again and compares. A difference is drift, which is never
     * expected. Differences are reported and corrected. Must run under the lease of the refresh, as it writes results too.
     */
    public Progress check(SpaceId space, Lease lease) {
        try {
            return slice(space, lease);
        } catch (Overloaded e) {
            return Progress.behind("waits for other evaluations");
        } catch (RuntimeException | Error e) {
            checks.remove(space);
            throw e;
        }
    }

    private Progress slice(SpaceId space, Lease lease) {
        Instant now = now();
        if (refresh.catchUp(space, now, lease)) {
            return new Progress("not begun: the refresh has to catch up first", true);
        }
        if (definitions.enabled(space).plan().definitions().isEmpty()) {
            checks.remove(space);
            return Progress.done("nothing to check");
        }
        Check check = checks.computeIfAbsent(space, this::begin);
        List<ProfileId> sample = check.places.isEmpty()
                ? List.of()
                : stretch(space, check.places.element().first(check.together), check.all);
        OptionalLong drift;
        try {
            drift = compare(space, sample, now, lease);
        } catch (EvaluationTooSlow e) {
            check.together = e.fewer(check.together);
            return new Progress(check.words() + "; fewer at a time from now on, as they take long", true);
        }
        if (drift.isEmpty()) {
            return new Progress(check.words() + "; the refresh has to catch up first", true);
        }
        Optional.ofNullable(check.places.poll()).flatMap(stretch -> stretch.rest(check.together, check.all))
                .ifPresent(check.places::addFirst);
        check.people += sample.size();
        check.drift += drift.getAsLong();
        boolean more = !check.places.isEmpty();
        if (!more) {
            checks.remove(space);
        }
        return new Progress(check.words(), more);
    }

    private Check begin(SpaceId space) {
        long all = graph.read(COUNT, Map.of("space", space.value())).getFirst().get("people").asLong();
        return new Check(sampling.places(all), all, sampling.people());
    }

    /** Behind the last comes the first. */
    private List<ProfileId> stretch(SpaceId space, SampleRange asked, long all) {
        List<ProfileId> stretch = new ArrayList<>(people(space, asked.from(), asked.people()));
        int missing = asked.people() - stretch.size();
        if (missing > 0 && all > (long) sampling.stretches() * sampling.people()) {
            stretch.addAll(people(space, 0, missing));
        }
        return stretch;
    }

    private List<ProfileId> people(SpaceId space, long from, int count) {
        return PeopleLoader.rootsOf(graph.read(PEOPLE_FROM, Map.of("space", space.value(), "skip", from, "limit",
                count)));
    }

    /** How many results had drifted; empty if they were not compared, as the refresh has to catch up first. */
    private OptionalLong compare(SpaceId space, List<ProfileId> sample, Instant at, Lease lease) {
        Instant now = at;
        List<ResultChanges> differences = look(space, sample, now);
        // Whoever was changed since the refresh differs rightly; a second look after another refresh tells.
        if (differences.stream().anyMatch(ResultChanges::changesResults)) {
            now = now();
            if (refresh.catchUp(space, now, lease)) {
                return OptionalLong.empty();
            }
            differences = look(space, sample, now);
        }
        Predicate<Definition> settled = settled(space);
        long drift = differences.stream().mapToLong(changes -> changes.size(settled)).sum();
        if (drift > 0) {
            LOG.warn("{} of the results of {} people in {} had drifted from what a full recompute says; mended", drift,
                    sample.size(), space);
        }
        if (differences.stream().anyMatch(ResultChanges::changesResults)) {
            var batch = batch(space, now);
            var writer = new ResultWriter(graph, space, lease, batch);
            try {
                differences.forEach(writer::add);
                writer.finish(tx -> {});
            } finally {
                // Some of it may be written even if not all is.
                refresh.forget(space);
            }
        }
        return OptionalLong.of(drift);
    }

    /** What a walk over everybody is still to be made for differs rightly, and all that depends on it. */
    private Predicate<Definition> settled(SpaceId space) {
        var plan = definitions.enabled(space).plan();
        Set<DefinitionVersion> pending = new HashSet<>(Backfill.pending(graph, space, plan));
        return definition -> plan.closure(definition).definitions().stream().map(DefinitionVersion::of)
                .noneMatch(pending::contains);
    }

    private RefreshBatch batch(SpaceId space, Instant now) {
        return new RefreshBatch(graph, space, memory, definitions.enabled(space).plan(), columns.latest(space),
                rules.current(space).traitPolicies(), now, limits, Optional.empty());
    }

    private List<ResultChanges> look(SpaceId space, List<ProfileId> sample, Instant now) {
        var batch = batch(space, now);
        List<ResultChanges> differences = new ArrayList<>();
        batch.look(sample, List.of(), differences::add);
        Set<ProfileId> touched = touched(space, batch);
        return differences.stream().map(changes -> changes.without(touched)).toList();
    }

    /** Who has changed since the refresh: the next will look at them. */
    private Set<ProfileId> touched(SpaceId space, RefreshBatch batch) {
        return RefreshProgress.read(graph, space).filter(position -> position.seen() < position.ledger())
                .map(position -> LedgerChanges.roots(graph, space, position.seen(), position.ledger(), batch.plan()))
                .orElse(Set.of());
    }

    /** Deletes previews after a day, runs after a month, and columns that no definition uses. */
    public String retain(SpaceId space, Lease lease) {
        Instant now = Instant.now();
        long dropped = 0;
        long some;
        do {
            some = graph.write(tx -> {
                lease.require(tx);
                return tx.run(DROP_OLD, Map.of("space", space.value(), "previews",
                        now.minus(PREVIEWS).atZone(ZoneOffset.UTC), "runs", now.minus(RUNS).atZone(ZoneOffset.UTC),
                        "few", FEW, "limit", PAGE)).getFirst().get("dropped").asLong();
            });
            dropped += some;
        } while (some > 0);
        var enabled = definitions.enabled(space);
        columns.retain(space, enabled.plan().columns(), enabled.version(), lease::require);
        return dropped + " previews and runs dropped";
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
