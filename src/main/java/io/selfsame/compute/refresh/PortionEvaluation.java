package io.selfsame.compute.refresh;

import static java.util.Objects.requireNonNull;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.EvaluationRun;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.compute.people.PortionPlanner;
import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Loads one portion of people and accounts, and those whom they change, evaluates all definitions for them, and compares the
 * results with the stored ones. For one thread.
 *
 * @param cache people that need not be loaded; empty: all are
 * @param control of the run that this is a part of
 */
record PortionEvaluation(EvaluationPlan plan, Instant now, PeopleLoader loader, PortionPlanner planner,
        RefreshLimits limits,
        Optional<PeopleCache.OfSpace> cache, RunControl control) {

    /** A portion turns out to need more memory than is reserved for it. */
    static final class MoreMemoryNeeded extends RuntimeException {

        private static final long serialVersionUID = 1;

        /** In events with one short value. */
        final long wanted;

        MoreMemoryNeeded(long wanted) {
            super("", null, false, false);
            this.wanted = wanted;
        }
    }

    /** Estimated memory of people and accounts with {@code held} events, with their names, traits and results. */
    long reckoned(long held, int people, int accounts) {
        return MemoryAllowance.withNames(held) + (long) people * plan.about(Definition.Level.USERS).size()
                + (long) accounts * plan.about(Definition.Level.ACCOUNTS).size();
    }

    /**
     * Compares a portion.
     *
     * @param held memory that is reserved for it, in events with one short value
     * @param most whether more memory is never reserved
     * @param apart why accounts are left out; empty if they are not
     * @throws MoreMemoryNeeded if it needs more, and more may be reserved
     * @throws MemoryAllowance.Exceeded if it needs more than that
     */
    ResultChanges compare(PortionPlanner.Portion portion, long held, boolean most, EvaluationTime.Limited time,
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
                // All is evaluated again.
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
            throw most && portion.size() == 1
                    ? new MemoryAllowance.Exceeded(held)
                    : new MoreMemoryNeeded(Long.MAX_VALUE / 2);
        }
        planner.counts().accounts(keys);
        long wanted = reckoned(planner.held(portion.people(), keys), loaded.people().size(), keys.size());
        if (wanted > held && !most) {
            throw new MoreMemoryNeeded(wanted);
        }
        loaded.loadAccounts(keys);
    }

    /** Adds the members of changed accounts; false if all of them are in {@code looking} already. */
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

    private ResultChanges compare(Map<ProfileId, PeopleLoader.LoadedSubject<Subject.Person>> loaded,
            Map<AccountKey, PeopleLoader.LoadedAccount> accounts, Set<ProfileId> looking, MemoryAllowance allowance,
            EvaluationTime.Limited time) {
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

    /** Other accounts of these people are not loaded: they are in the audiences that are stored for them. */
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
