package io.selfsame.compute.refresh;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.flow.Overloaded;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.RulesStore;
import io.selfsame.lease.Lease;
import io.selfsame.lease.Progress;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the results of definitions up to date. It evaluates people whom the ledger has changed since the last refresh, people
 * for whom the end of a window has come, and everybody after a definition was added or changed. It writes what differs. Every
 * step may be repeated.
 *
 * <p>One run does a slice of this, for one instant: each part begins new pieces for about a second. The caller runs it again
 * while there is more to do, so that new events never wait for a walk over everybody. At most one run at a time for a space,
 * which the lease ensures; otherwise thread safe.
 */
public final class Refresh {

    private static final Statement RECOVER = Statement.of("compute/recover");

    private final Graph graph;
    private final EvaluationMemory memory;
    private final DefinitionStore definitions;
    private final EventColumns columns;
    private final RulesStore rules;
    private final RefreshLimits limits;
    private final TraitCleanup cleanup;
    private final MarkedPeople marks;
    private final WindowExpiries windowEnds;
    private final PeopleCache people = new PeopleCache();

    /** How many people are looked at together in spaces where they take long to evaluate. */
    private final Cache<SpaceId, Integer> slow = Caffeine.newBuilder().maximumSize(10_000).build();

    /** @param memory that is shared by all that evaluate */
    public Refresh(Graph graph, EvaluationMemory memory, EventColumns columns, RulesStore rules) {
        this(graph, memory, columns, rules, RefreshLimits.STANDARD);
    }

    public Refresh(Graph graph, EvaluationMemory memory, EventColumns columns, RulesStore rules, RefreshLimits limits) {
        this.graph = graph;
        this.memory = memory;
        this.definitions = new DefinitionStore(graph);
        this.columns = columns;
        this.rules = rules;
        this.limits = limits;
        this.cleanup = new TraitCleanup(graph, limits);
        this.marks = new MarkedPeople(graph);
        this.windowEnds = new WindowExpiries(graph);
    }

    /** Runs one slice for the current instant, under a lease. */
    public Progress run(SpaceId space, Lease lease) {
        var tally = new RefreshSummary();
        boolean more = slice(space, Instant.now(), lease, tally, true);
        return new Progress(tally.toString(), more, tally.isBehind());
    }

    /**
     * Does everything that is due at an instant, which must not be before that of an earlier refresh. No other refresh of the
     * space may run. Returns a summary in a few words.
     */
    public String refresh(SpaceId space, Instant now) {
        var tally = new RefreshSummary();
        boolean more = true;
        while (more) {
            more = slice(space, now, tx -> {}, tally, true);
        }
        return tally.toString();
    }

    /** A slice without the walk: true if the ledger and what is due need another. */
    boolean catchUp(SpaceId space, Instant now, Lease lease) {
        return slice(space, now, lease, new RefreshSummary(), false);
    }

    /** What people have stored was changed by somebody else. */
    void forget(SpaceId space) {
        people.forget(space);
    }

    private boolean slice(SpaceId space, Instant at, Lease lease, RefreshSummary tally, boolean walks) {
        Optional<RefreshProgress> position = RefreshProgress.read(graph, space);
        if (position.isEmpty()) {
            tally.nothing("there is no such space");
            return false;
        }
        var together = limits.together(Optional.ofNullable(slow.getIfPresent(space)).orElse(limits.people()));
        try {
            return slice(space, position.get(), at.truncatedTo(ChronoUnit.MILLIS), lease, tally, walks, together);
        } catch (EvaluationTooSlow e) {
            // Whoever else waits for the thread and the memory has them now, and the next slice does less at a time.
            slow.put(space, e.fewer(together.people()));
            tally.takesLong();
            return true;
        } catch (Overloaded e) {
            // That others are busy is no failure, and nothing was begun that would have to be forgotten.
            tally.putOff();
            return true;
        } catch (RuntimeException | Error e) {
            people.forget(space);
            throw e;
        }
    }

    private void faster(SpaceId space, RefreshLimits together) {
        if (2 * together.people() < limits.people()) {
            slow.put(space, 2 * together.people());
        } else {
            slow.invalidate(space);
        }
    }

    private boolean slice(SpaceId space, RefreshProgress found, Instant now, Lease lease, RefreshSummary tally,
            boolean walks, RefreshLimits limits) {
        boolean more = found.deleted() && cleanup.clearAway(space, lease);
        boolean replacing = found.hides() && cleanup.hidden(space, lease);
        more |= replacing;
        DefinitionStore.ActiveDefinitions all = definitions.enabled(space);
        EventColumns.Added added = columns.add(space, all.plan().columns(), lease::require);
        DefinitionStore.ActiveDefinitions enabled = all.without(lacking(all.plan(), added.impossible()));
        if (!enabled.broken().isEmpty()) {
            ResultWriter.write(graph, lease, tx -> DefinitionStore.markBroken(tx, space, enabled.broken()));
        }
        var policies = new TraitPolicyWatch(graph, space, lease).follow(found, rules, enabled.plan());
        RefreshProgress position = new TimeZoneWatch(graph, space, lease).follow(policies.position(), enabled.plan());
        position = new ListWatch(graph, space, lease).follow(position, enabled.plan());
        List<DefinitionVersion> pending = Backfill.pending(graph, space, enabled.plan());
        position = skip(space, position, enabled.plan(), pending, lease);
        var basis = new PeopleCache.Basis(enabled, added.known(), policies.policies());
        var known = people.of(space, basis, position.by());
        if (!position.by().equals(people.name()) || position.definitionsVersion() != enabled.version()) {
            ResultWriter.write(graph, lease, tx -> ResultWriter.advance(tx, space,
                    Map.of("by", people.name(), "definitionsVersion", enabled.version())));
        }
        var batch = new RefreshBatch(graph, space, memory, enabled.plan(), basis.columns(), basis.policies(), now,
                limits,
                Optional.of(known));
        more |= catchUp(space, position, batch, lease, tally);
        more |= marks.look(space, position, batch, lease, tally);
        more |= windowEnds.look(space, batch, lease, tally);
        // Not among what is still to be dropped: each step would look through more and more results of the same name.
        if (walks && !replacing) {
            more |= walk(space, enabled, added.known(), pending, batch, lease, tally);
        }
        tally.add(batch);
        if (batch.longestEvaluation().compareTo(limits.evaluation().dividedBy(4)) < 0) {
            faster(space, limits);
        }
        if (position.failed()) {
            ResultWriter.write(graph, lease, tx -> tx.run(RECOVER, Map.of("space", space.value())));
        }
        return more;
    }

    private static Map<Definition, String> lacking(EvaluationPlan plan, Map<EventColumns.ColumnOf, String> impossible) {
        Map<Definition, String> lacking = new LinkedHashMap<>();
        if (!impossible.isEmpty()) {
            for (Definition definition : plan.definitions()) {
                new EvaluationPlan(List.of(definition)).columns().stream().filter(impossible::containsKey).findFirst()
                        .ifPresent(column -> lacking.put(definition, impossible.getOrDefault(column, "")));
            }
        }
        return lacking;
    }

    /**
     * Where everybody is about to be looked at for every definition, as after the first was made, a long way through the ledger
     * would only do the same twice: it goes on from where the ledger is now, before the walk begins.
     */
    private RefreshProgress skip(SpaceId space, RefreshProgress position, EvaluationPlan plan,
            List<DefinitionVersion> pending, Lease lease) {
        boolean far = position.ledger() - position.seen() > limits.mostPlaces();
        if (!far || !position.walk().isEmpty() || plan.definitions().isEmpty()
                || pending.size() < plan.definitions().size()) {
            return position;
        }
        people.forget(space);
        ResultWriter.write(graph, lease, tx -> ResultWriter.advance(tx, space, Map.of("seen", position.ledger())));
        return RefreshProgress.read(graph, space).orElse(position);
    }

    /** In stretches of the ledger whose length follows the time that they take; true if it has not come to the end. */
    private boolean catchUp(SpaceId space, RefreshProgress position, RefreshBatch batch, Lease lease,
            RefreshSummary tally) {
        long end = position.ledger();
        var slice = new TimeSlice(batch.limits().slice());
        long places = batch.readsBodies() ? Math.max(1, batch.limits().places() / 4) : batch.limits().places();
        long from = position.seen();
        while (from < end) {
            if (from > position.seen()) {
                if (slice.isOver()) {
                    return true;
                }
                places = Math.clamp(slice.left() * places / slice.lap(), 1 + places / 4, batch.limits().mostPlaces());
            }
            long to = batch.isEmpty() ? end : Math.min(end, from + places);
            from = stretch(space, from, to, batch, lease, tally);
        }
        return false;
    }

    /** Answers how far it came: the events may be too long for all of them to be in memory. */
    private long stretch(SpaceId space, long from, long to, RefreshBatch batch, Lease lease, RefreshSummary tally) {
        LedgerChanges touched = batch.isEmpty()
                ? LedgerChanges.nobody(to)
                : LedgerChanges.read(graph, space, from, to, batch);
        batch.touched(touched);
        var writer = new ResultWriter(graph, space, lease, batch);
        tally.add(touched.roots().size());
        batch.look(touched.roots(), List.of(), changes -> {
            tally.add(changes);
            writer.add(changes);
        });
        writer.finish(tx -> ResultWriter.advance(tx, space, Map.of("seen", touched.to())));
        return touched.to();
    }

    /** Columns first, then everybody; true if there is more. */
    private boolean walk(SpaceId space, DefinitionStore.ActiveDefinitions enabled, EventColumns.ColumnSet known,
            List<DefinitionVersion> pending, RefreshBatch batch, Lease lease, RefreshSummary tally) {
        var slice = new TimeSlice(limits.slice());
        var filled = columns.fill(space, known, lease::require);
        if (filled.looked() > 0) {
            tally.fills(filled);
            while (filled.looked() > 0 && !slice.isOver()) {
                filled = columns.fill(space, columns.latest(space), lease::require);
                tally.fills(filled);
            }
            if (filled.looked() == 0) {
                tally.isThrough();
            }
            // People are loaded in another way from now on.
            return true;
        }
        var backfill = new Backfill(graph, space, batch, lease, tally);
        Optional<RefreshProgress> position = RefreshProgress.read(graph, space);
        boolean more = position.isPresent();
        while (more) {
            more = backfill.page(enabled, position.get(), pending);
            position = RefreshProgress.read(graph, space);
            boolean ended = position.isEmpty() || position.get().walk().isEmpty();
            if (ended) {
                tally.isThrough();
            }
            if (more && (ended || slice.isOver())) {
                return true;
            }
        }
        return false;
    }
}
