package io.selfsame.compute.refresh;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.people.FailureTally;
import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.compute.people.PortionPlanner;
import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.flow.Overloaded;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.StatementFailed;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.lease.LeaseLost;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.neo4j.driver.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates all definitions for some people and accounts, portion by portion within the memory that it may reserve, and finds
 * what differs from the stored results. For one thread.
 */
public final class RefreshBatch {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshBatch.class);

    /** The first failures are logged, of each kind so many; the others are only counted. */
    private static final int LOGGED = 10;

    private final EvaluationMemory.MemoryShare room;
    private final PeopleLoader loader;
    private final PortionPlanner planner;
    private final PortionEvaluation evaluation;
    private final RefreshLimits limits;
    private final Optional<PeopleCache.OfSpace> cache;
    private final FailureTally unreadable = new FailureTally();
    private final FailureTally unwritable = new FailureTally();
    private final EvaluationTime time;

    /**
     * Loads nothing yet.
     *
     * @param space which waits for its turn when memory is short
     * @param now the instant that definitions are evaluated for
     * @param cache people that need not be loaded; empty: all are loaded
     */
    public RefreshBatch(Graph graph, SpaceId space, EvaluationMemory memory, EvaluationPlan plan,
            EventColumns.ColumnSet columns,
            Map<String, TraitPolicy> policies, Instant now, RefreshLimits limits,
            Optional<PeopleCache.OfSpace> cache) {
        var control = RunControl.endless();
        this.room = memory.forResults(space, control);
        this.limits = limits;
        this.time = new EvaluationTime(limits);
        this.loader = new PeopleLoader(graph, plan, columns, policies, now, Set.of());
        this.planner = new PortionPlanner(graph, limits, loader.needs(), plan.hasAccounts());
        this.cache = cache;
        this.evaluation = new PortionEvaluation(plan, now, loader, planner, limits, cache, control);
    }

    EvaluationPlan plan() {
        return evaluation.plan();
    }

    Instant now() {
        return evaluation.now();
    }

    RefreshLimits limits() {
        return limits;
    }

    boolean isEmpty() {
        return plan().definitions().isEmpty();
    }

    /** Whether an event brings its whole body along, and not only what is asked for. */
    boolean readsBodies() {
        return loader.readsBodies();
    }

    /**
     * Finds the differences for people and accounts, and for those whom they change: accounts of these people, and members of these
     * accounts. Works in portions, so that not all of them are in memory at once. Where one cannot be evaluated its results fail,
     * and the others are evaluated.
     *
     * @param use takes each portion's differences before the next portion is loaded
     * @throws EvaluationTooSlow if several take too long together, and fewer can be evaluated together
     */
    public void look(Collection<ProfileId> roots, Collection<AccountKey> accountKeys, Consumer<ResultChanges> use) {
        var together = time.together(roots.size() + accountKeys.size());
        planner.of(roots, accountKeys, root -> cache.map(known -> known.weight(root)).orElse(OptionalLong.empty()))
                .forEach(portion -> look(portion, limits.people() > 1 ? together : time.together(portion.size()), use));
    }

    private void look(PortionPlanner.Portion portion, EvaluationTime.Limited together, Consumer<ResultChanges> use) {
        ResultChanges changes;
        try {
            changes = changes(portion, together);
        } catch (GraphUnavailable | LeaseLost | RunControl.RunEnded | Overloaded e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            if (e instanceof EvaluationTooSlow && limits.people() > 1 && together.isOfSeveral()) {
                throw e;
            }
            if (portion.size() > 1) {
                portion.halves().forEach(
                        half -> look(half, limits.people() > 1 ? together : time.together(half.size()), use));
                return;
            }
            String why = e instanceof MemoryAllowance.Exceeded || e instanceof EvaluationTooSlow
                    ? String.valueOf(e.getMessage())
                    : e.getClass().getSimpleName() + ": " + e.getMessage();
            note(unreadable, portion.owner(), why, "{} cannot be looked at", e);
            changes = failed(portion, why);
        }
        use.accept(changes);
    }

    private static void note(FailureTally tally, Owner owner, String why, String words, Throwable failure) {
        tally.add(owner, why);
        if (tally.count() <= LOGGED) {
            LOG.warn(words, owner, StatementFailed.loggable(failure));
        }
    }

    /** Notes that a result cannot be written. */
    void unwritable(Owner owner, RuntimeException failure) {
        note(unwritable, owner, "Its result cannot be written", "What was found of {} cannot be written", failure);
        if (owner instanceof ProfileId root) {
            forget(List.of(root));
        }
    }

    /** The longest time that a group took to evaluate. */
    Duration longestEvaluation() {
        return time.longest();
    }

    /** The people and accounts that could not be evaluated so far. */
    FailureTally unreadable() {
        return unreadable;
    }

    /** The people and accounts whose results could not be written so far. */
    FailureTally unwritable() {
        return unwritable;
    }

    private ResultChanges failed(PortionPlanner.Portion portion, String why) {
        var changes = new ResultChanges();
        portion.people().forEach(root -> changes.fail(root, plan().about(Definition.Level.USERS), why, now()));
        portion.accounts().forEach(key -> changes.fail(key, plan().about(Definition.Level.ACCOUNTS), why, now()));
        return changes;
    }

    /**
     * Reserves the estimated memory. The length of values and the members of changed accounts are not in the estimate: if they need
     * more, it begins again with more memory, up to the limit of one portion. A portion of several is divided instead, once it
     * takes as much as a portion should.
     */
    private ResultChanges changes(PortionPlanner.Portion portion, EvaluationTime.Limited together) {
        long held = Math.max(evaluation.reckoned(portion.held(), portion.people().size(), portion.accounts().size()),
                limits.least());
        while (true) {
            boolean most = held >= limits.mostHeld();
            long taken = Math.min(held, limits.mostHeld());
            try {
                return room.during(taken, () -> withAccounts(portion, taken, most, together));
            } catch (PortionEvaluation.MoreMemoryNeeded e) {
                if (portion.size() > 1 && e.wanted > limits.mostHeld()) {
                    throw new MemoryAllowance.Exceeded(limits.mostHeld());
                }
                held = Math.max(2 * held, e.wanted);
            } catch (MemoryAllowance.Exceeded e) {
                if (most || (portion.size() > 1 && 2 * held > limits.events())) {
                    throw e;
                }
                held = 2 * Math.max(MemoryAllowance.PERSON, held);
            }
        }
    }

    /** If one person with all their accounts needs too much memory, the accounts fail, and the person is evaluated without them. */
    private ResultChanges withAccounts(PortionPlanner.Portion portion, long held, boolean most,
            EvaluationTime.Limited together) {
        try {
            return evaluation.compare(portion, held, most, together, Optional.empty());
        } catch (MemoryAllowance.Exceeded e) {
            if (!most || portion.size() > 1 || portion.people().isEmpty()) {
                throw e;
            }
            return evaluation.compare(portion, held, true, together,
                    Optional.of("It is put off: with " + portion.owner()
                            + ", and all whom it changes, it is too much at once: " + e.getMessage()));
        }
    }

    /** Whether a person is cached, so that new events can be added to it without loading it. */
    public boolean isKnown(ProfileId root) {
        return cache.flatMap(known -> known.get(root)).isPresent();
    }

    /**
     * The event in a row of the ledger, once for each name under which it is asked for.
     *
     * @throws RuntimeException if it cannot be read
     */
    List<PersonEvent> events(Record row) {
        return loader.events(row);
    }

    /** Adds new events to cached people; people whose events could not be read are removed, and so loaded again. */
    void touched(LedgerChanges touched) {
        cache.ifPresent(known -> touched.events().forEach((root, events) -> events
                .ifPresentOrElse(some -> known.add(root, some), () -> known.remove(root))));
    }

    /** Removes people from the cache, so that they are loaded again. */
    void forget(Collection<ProfileId> roots) {
        cache.ifPresent(known -> roots.forEach(known::remove));
    }

    /** To be called when changes are committed. */
    void written(ResultChanges changes) {
        cache.ifPresent(known -> known.written(changes));
    }

    /** The parts of events that are asked for, by event name. */
    Map<String, List<String>> columns() {
        return loader.columns();
    }
}
