package io.selfsame.compute.refresh;

import static java.util.Objects.requireNonNull;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.EvaluationRun;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.evaluate.Subject;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.neo4j.driver.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at some people and accounts with all definitions, and says what differs from what is stored. For one thread. */
public final class RefreshBatch {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshBatch.class);

    /** So many of those who cannot be looked at, or written about, have a line in the log; the others are counted. */
    private static final int LOGGED = 10;

    private final RunControl control;
    private final EvaluationMemory.MemoryShare room;
    private final EvaluationPlan plan;
    private final Instant now;
    private final PeopleLoader loader;
    private final PortionPlanner planner;
    private final RefreshLimits limits;
    private final Optional<PeopleCache.OfSpace> cache;
    private final FailureTally unreadable = new FailureTally();
    private final FailureTally unwritable = new FailureTally();
    private long longest;

    /** Somebody turns out to take more memory than there is room for by now. */
    private static final class TooLittle extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final long wanted;

        TooLittle(long wanted) {
            super("", null, false, false);
            this.wanted = wanted;
        }
    }

    /**
     * Prepares to look.
     *
     * @param space whose turn it is when memory is short
     * @param cache people that need not be loaded; empty: all are
     */
    public RefreshBatch(Graph graph, SpaceId space, EvaluationMemory memory, EvaluationPlan plan,
            EventColumns.ColumnSet columns,
            Map<String, TraitPolicy> policies, Instant now, RefreshLimits limits,
            Optional<PeopleCache.OfSpace> cache) {
        this.control = RunControl.endless();
        this.room = memory.forResults(space, control);
        this.plan = plan;
        this.now = now;
        this.limits = limits;
        this.loader = new PeopleLoader(graph, plan, columns, policies, now, Set.of());
        this.planner = new PortionPlanner(graph, limits, loader.needs(), plan.hasAccounts());
        this.cache = cache;
    }

    EvaluationPlan plan() {
        return plan;
    }

    Instant now() {
        return now;
    }

    RefreshLimits limits() {
        return limits;
    }

    boolean isEmpty() {
        return plan.definitions().isEmpty();
    }

    /** Whether an event brings its whole body along, and not only what is asked for. */
    boolean readsBodies() {
        return loader.readsBodies();
    }

    /**
     * Finds the differences for these, and for whoever is changed by what they are: their accounts, and their accounts' people. In
     * portions, so that not all of them are in memory at once. Whoever cannot be read is a failure, and does not stop the others.
     *
     * @param use takes each portion's difference before the next portion is loaded
     * @throws EvaluationTooSlow if several take too long together, and fewer can be looked at
     */
    public void look(Collection<ProfileId> roots, Collection<AccountKey> accountKeys, Consumer<ResultChanges> use) {
        var time = new Evaluating(roots.size() + accountKeys.size());
        planner.of(roots, accountKeys, root -> cache.map(known -> known.weight(root)).orElse(OptionalLong.empty()))
                .forEach(portion -> look(portion, limits.people() > 1 ? time : new Evaluating(portion.size()), use));
    }

    private void look(PortionPlanner.Portion portion, Evaluating time, Consumer<ResultChanges> use) {
        ResultChanges changes;
        try {
            changes = difference(portion, time);
        } catch (GraphUnavailable | LeaseLost | RunControl.RunEnded | Overloaded e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            if (e instanceof EvaluationTooSlow && limits.people() > 1 && time.all > 1) {
                throw e;
            }
            if (portion.size() > 1) {
                portion.halves().forEach(
                        half -> look(half, limits.people() > 1 ? time : new Evaluating(half.size()), use));
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

    /** What was found of somebody cannot be written. */
    void unwritable(Owner owner, RuntimeException failure) {
        note(unwritable, owner, "Its result cannot be written", "What was found of {} cannot be written", failure);
        if (owner instanceof ProfileId root) {
            forget(List.of(root));
        }
    }

    /** How long those took to evaluate who took longest together. */
    Duration longestEvaluation() {
        return Duration.ofNanos(longest);
    }

    /** Who could not be looked at so far. */
    FailureTally unreadable() {
        return unreadable;
    }

    /** Of whom nothing could be written so far. */
    FailureTally unwritable() {
        return unwritable;
    }

    private ResultChanges failed(PortionPlanner.Portion portion, String why) {
        var changes = new ResultChanges();
        portion.people().forEach(root -> changes.fail(root, plan.about(Definition.Level.USERS), why, now));
        portion.accounts().forEach(key -> changes.fail(key, plan.about(Definition.Level.ACCOUNTS), why, now));
        return changes;
    }

    /**
     * What a portion takes is known but for how long values are, and for those whom it turns out to change: with more room it begins
     * anew, as far as there is more for one. Several are divided instead, once they take as much as a portion should.
     */
    private ResultChanges difference(PortionPlanner.Portion portion, Evaluating time) {
        long held = Math.max(reckoned(portion.held(), portion.people().size(), portion.accounts().size()),
                limits.least());
        while (true) {
            boolean most = held >= limits.mostHeld();
            long taken = Math.min(held, limits.mostHeld());
            try {
                return room.during(taken, () -> withAccounts(portion, taken, most, time));
            } catch (TooLittle e) {
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

    /** What is reckoned for events and people, with the names and traits of these, and their results. */
    private long reckoned(long held, int people, int accounts) {
        return MemoryAllowance.withNames(held) + (long) people * plan.about(Definition.Level.USERS).size()
                + (long) accounts * plan.about(Definition.Level.ACCOUNTS).size();
    }

    /** Of somebody with whose accounts it is too much, the accounts are put off. */
    private ResultChanges withAccounts(PortionPlanner.Portion portion, long held, boolean most, Evaluating time) {
        try {
            return difference(portion, held, most, time, Optional.empty());
        } catch (MemoryAllowance.Exceeded e) {
            if (!most || portion.size() > 1 || portion.people().isEmpty()) {
                throw e;
            }
            return difference(portion, held, true, time, Optional.of("It is put off: with " + portion.owner()
                    + ", and all whom it changes, it is too much at once: " + e.getMessage()));
        }
    }

    /**
     * Looks at a portion.
     *
     * @param most whether there is never more
     * @param apart why accounts are not looked at; empty if they are
     */
    private ResultChanges difference(PortionPlanner.Portion portion, long held, boolean most, Evaluating time,
            Optional<String> apart) {
        var allowance = new MemoryAllowance(held);
        var loaded = new LoadedBatch(loader, planner, limits, cache, allowance, most,
                plan.about(Definition.Level.ACCOUNTS).size());
        Set<ProfileId> looking = new TreeSet<>(portion.people());
        Set<AccountKey> lookingAccounts = new TreeSet<>(portion.accounts());
        loaded.leaveOutLarge(looking);
        ResultChanges changes;
        boolean grown;
        do {
            loaded.load(looking);
            if (plan.hasAccounts()) {
                looking.retainAll(loaded.people().keySet());
                looking.forEach(root -> lookingAccounts
                        .addAll(requireNonNull(loaded.people().get(root)).subject().accounts()));
                apart.ifPresent(why -> loaded.putOff(lookingAccounts, why));
                lookingAccounts.removeIf(loaded.tooMuch()::containsKey);
                loadAccounts(loaded, lookingAccounts, portion, held, most);
            }
            long left = allowance.left();
            changes = compare(loaded.people(), loaded.accounts(), looking, allowance, time);
            grown = plan.usersDependOnAccounts()
                    && grow(looking, changes, loaded.accounts(), loaded.tooMuch().keySet());
            if (grown) {
                // What was found so far is found anew.
                allowance.restore(left);
            }
        } while (grown);
        for (var each : loaded.tooMuch().entrySet()) {
            changes.fail(each.getKey(), plan.about(Definition.Level.of(each.getKey())), each.getValue(), now);
        }
        return changes;
    }

    private void loadAccounts(LoadedBatch loaded, Set<AccountKey> keys, PortionPlanner.Portion portion, long held,
            boolean most) {
        // Even to count them takes memory and time.
        if ((long) keys.size() * MemoryAllowance.PERSON > limits.mostHeld()) {
            throw most && portion.size() == 1 ? new MemoryAllowance.Exceeded(held) : new TooLittle(Long.MAX_VALUE / 2);
        }
        planner.counts().accounts(keys);
        long wanted = reckoned(planner.held(portion.people(), keys), loaded.people().size(), keys.size());
        if (wanted > held && !most) {
            throw new TooLittle(wanted);
        }
        loaded.loadAccounts(keys);
    }

    /** Adds the people of accounts that have changed; false if all are being looked at already. */
    private static boolean grow(Set<ProfileId> looking, ResultChanges changes,
            Map<AccountKey, PeopleLoader.LoadedAccount> accounts, Set<Owner> not) {
        boolean grown = false;
        for (AccountKey changed : changes.changedAccounts()) {
            for (ProfileId member : requireNonNull(accounts.get(changed)).members()) {
                grown |= !not.contains(member) && looking.add(member);
            }
        }
        return grown;
    }

    /** Whether somebody need not be loaded, but only be told their new events. */
    public boolean isKnown(ProfileId root) {
        return cache.flatMap(known -> known.get(root)).isPresent();
    }

    /**
     * An event of the ledger, once for each name that it is asked for by.
     *
     * @throws RuntimeException if it cannot be read
     */
    List<PersonEvent> events(Record row) {
        return loader.events(row);
    }

    /** Whoever is known gets their new events, and others are loaded anew. */
    void touched(LedgerChanges touched) {
        cache.ifPresent(known -> touched.events().forEach((root, events) -> events
                .ifPresentOrElse(some -> known.add(root, some), () -> known.remove(root))));
    }

    /** These are to be loaded anew. */
    void forget(Collection<ProfileId> roots) {
        cache.ifPresent(known -> roots.forEach(known::remove));
    }

    /** To be called once a difference is committed. */
    void written(ResultChanges changes) {
        cache.ifPresent(known -> known.written(changes));
    }

    /** The parts of events that are wanted, by event name. */
    Map<String, List<String>> columns() {
        return loader.columns();
    }

    /** The time in which some are evaluated, without that in which they are loaded. */
    private final class Evaluating {

        private final long most;
        private final int all;
        private long taken;
        private int done;

        /** @param all how many they are, with whom others come */
        Evaluating(int all) {
            this.all = all;
            this.most = limits.evaluation(all).toNanos();
        }

        /** @throws EvaluationTooSlow instead, if the time is over */
        void one(Runnable work) {
            if (taken > most) {
                throw new EvaluationTooSlow(Math.min(done, all), all);
            }
            long began = System.nanoTime();
            try {
                work.run();
            } finally {
                taken += System.nanoTime() - began;
                longest = Math.max(longest, taken);
            }
            done++;
        }
    }

    private ResultChanges compare(Map<ProfileId, PeopleLoader.LoadedSubject<Subject.Person>> loaded,
            Map<AccountKey, PeopleLoader.LoadedAccount> accounts, Set<ProfileId> looking, MemoryAllowance allowance,
            Evaluating time) {
        var run = new EvaluationRun(plan, now, control);
        Map<AccountKey, Subject.Account> subjects = new HashMap<>();
        accounts.forEach((key, account) -> {
            var subject = account.subject(account.members().stream()
                    .filter(loaded::containsKey).map(member -> requireNonNull(loaded.get(member)).subject()).toList());
            subjects.put(key, subject);
            run.add(subject);
        });
        if (plan.usersDependOnAccounts()) {
            addStoredAudiences(run, loaded.values(), accounts.keySet(), allowance);
        }
        var changes = new ResultChanges();
        var ofUsers = plan.about(Definition.Level.USERS);
        for (ProfileId root : looking) {
            var person = loaded.get(root);
            if (person != null) {
                time.one(() -> changes.add(person.subject(), person.stored(), ofUsers, run, now, allowance));
            }
        }
        var ofAccounts = plan.about(Definition.Level.ACCOUNTS);
        for (var account : accounts.values()) {
            time.one(() -> changes.add(requireNonNull(subjects.get(account.key())), account.stored(), ofAccounts,
                    run, now, allowance));
        }
        return changes;
    }

    /** Accounts at the edge, of whom nobody has changed, are as they were. */
    private void addStoredAudiences(EvaluationRun run, Collection<PeopleLoader.LoadedSubject<Subject.Person>> people,
            Set<AccountKey> inside, MemoryAllowance allowance) {
        Set<AccountKey> outside = new HashSet<>();
        people.forEach(person -> outside.addAll(person.subject().accounts()));
        outside.removeAll(inside);
        // Their keys are shared with those of the people.
        allowance.take((long) outside.size() * PeopleLoader.PLACE / MemoryAllowance.EVENT);
        loader.inside(outside, plan.accountAudiencesOfPeople(), allowance).forEach(run::addStored);
    }
}
