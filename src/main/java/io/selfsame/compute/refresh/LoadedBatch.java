package io.selfsame.compute.refresh;

import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.compute.people.PortionPlanner;
import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The people and accounts that a refresh has loaded to evaluate them together, and why others are left out. For one thread. */
final class LoadedBatch {

    private final PeopleLoader loader;
    private final PortionPlanner planner;
    private final RefreshLimits limits;
    private final Optional<PeopleCache.OfSpace> cache;
    private final MemoryAllowance allowance;
    private final boolean most;
    private final int ofAccounts;

    /** Those who have come since an account is being loaded. */
    private final List<ProfileId> added = new ArrayList<>();
    /** The keys are those that the people have themselves, so they take no memory besides. */
    private final Map<ProfileId, PeopleLoader.LoadedSubject<Subject.Person>> people = new HashMap<>();
    /** In the order in which it comes to them. */
    private final Map<AccountKey, PeopleLoader.LoadedAccount> accounts = new LinkedHashMap<>();
    private final Map<Owner, String> tooMuch = new TreeMap<>(Owner.ORDER);

    /**
     * Prepares to load.
     *
     * @param allowance for all of them
     * @param most whether it is never more: then an account that takes more is put to the edge
     * @param ofAccounts how many definitions fail of an account that is left out
     */
    LoadedBatch(PeopleLoader loader, PortionPlanner planner, RefreshLimits limits, Optional<PeopleCache.OfSpace> cache,
            MemoryAllowance allowance, boolean most, int ofAccounts) {
        this.allowance = allowance;
        this.most = most;
        this.ofAccounts = ofAccounts;
        this.loader = loader;
        this.planner = planner;
        this.limits = limits;
        this.cache = cache;
    }

    Map<ProfileId, PeopleLoader.LoadedSubject<Subject.Person>> people() {
        return people;
    }

    /** In the order in which it came to them. */
    Map<AccountKey, PeopleLoader.LoadedAccount> accounts() {
        return accounts;
    }

    /** People and accounts that are not loaded, and why. */
    Map<Owner, String> tooMuch() {
        return tooMuch;
    }

    /** These are not loaded. */
    void putOff(Collection<AccountKey> keys, String why) {
        keys.forEach(key -> leaveOut(key, why));
    }

    /** Whoever is left out is told of, which takes memory as well. */
    private void leaveOut(Owner owner, String why) {
        if (tooMuch.putIfAbsent(owner, why) == null) {
            allowance.take(1 + ofAccounts);
        }
    }

    /** Takes out whoever has more events than are loaded of one. */
    void leaveOutLarge(Set<ProfileId> roots) {
        roots.forEach(root -> planner.counts().tooMuchOfPerson(root).ifPresent(why -> tooMuch.put(root, why)));
        roots.removeIf(tooMuch::containsKey);
    }

    /**
     * Loads those who are not here.
     *
     * @throws MemoryAllowance.Exceeded if they take more than is allowed
     */
    void load(Collection<ProfileId> roots) {
        Set<ProfileId> missing = missing(roots);
        if (!missing.isEmpty()) {
            read(missing);
        }
    }

    private Set<ProfileId> missing(Collection<ProfileId> roots) {
        Set<ProfileId> missing = new HashSet<>(roots);
        missing.removeAll(people.keySet());
        cache.ifPresent(known -> missing.removeIf(root -> {
            var person = known.get(root);
            person.ifPresent(there -> {
                allowance.take(PeopleLoader.LoadedSubject.weight(there));
                put(there);
            });
            return person.isPresent();
        }));
        return missing;
    }

    private void read(Collection<ProfileId> missing) {
        loader.people(missing, allowance).forEach(person -> {
            put(person);
            cache.ifPresent(known -> known.put(person));
        });
    }

    private void put(PeopleLoader.LoadedSubject<Subject.Person> person) {
        people.put(person.subject().id(), person);
        added.add(person.subject().id());
    }

    /** With their members. An account that is too much, by itself or beside the others, stays as it was: at the edge. */
    void loadAccounts(Set<AccountKey> keys) {
        Set<AccountKey> missing = new TreeSet<>(keys);
        missing.removeAll(accounts.keySet());
        long total = accounts.keySet().stream().mapToLong(key -> planner.counts().of(key).held()).sum();
        Set<AccountKey> wanted = new TreeSet<>();
        for (AccountKey key : missing) {
            long its = planner.counts().of(key).held();
            Optional<String> why = planner.counts().tooMuchOfAccount(key);
            if (why.isEmpty() && total > 0 && total + its > limits.mostOfAccount()) {
                why = Optional.of("It is put off: with the accounts that changed before it, it is too much at once");
            }
            if (why.isPresent()) {
                leaveOut(key, why.get());
            } else {
                total += its;
                wanted.add(key);
            }
        }
        if (!wanted.isEmpty()) {
            readAccounts(wanted);
        }
        for (AccountKey key : wanted) {
            Optional.ofNullable(accounts.get(key)).flatMap(this::loadMembersOrNot).ifPresent(why -> {
                accounts.remove(key);
                leaveOut(key, why);
            });
        }
        keys.removeIf(tooMuch::containsKey);
    }

    private void readAccounts(Set<AccountKey> keys) {
        try {
            loader.accounts(keys, 1 + limits.mostOfAccount() / MemoryAllowance.PERSON, allowance)
                    .forEach(account -> accounts.put(account.key(), account));
        } catch (MemoryAllowance.Exceeded e) {
            if (!most) {
                throw e;
            }
            if (keys.size() == 1) {
                leaveOut(keys.iterator().next(), "With whoever is looked at with it: " + e.getMessage());
            } else {
                keys.forEach(key -> readAccounts(Set.of(key)));
            }
        }
    }

    /** Answers with why not, if it takes too much; then nobody of it is here. */
    private Optional<String> loadMembersOrNot(PeopleLoader.LoadedAccount account) {
        long left = allowance.left();
        added.clear();
        Optional<String> not;
        try {
            not = loadMembers(account);
        } catch (MemoryAllowance.Exceeded e) {
            if (!most) {
                throw e;
            }
            not = Optional.of("With its members, and whoever is looked at with it: " + e.getMessage());
        }
        if (not.isPresent()) {
            added.forEach(people::remove);
            allowance.restore(left);
        }
        return not;
    }

    /** Answers with why not, if one of them has too many events. */
    private Optional<String> loadMembers(PeopleLoader.LoadedAccount account) {
        if (!planner.counts().isLarge(account.key())) {
            load(account.members());
            return Optional.empty();
        }
        for (List<ProfileId> some : planner.people(missing(account.members()))) {
            Optional<String> why = some.stream().flatMap(root -> planner.counts().tooMuchOfPerson(root)
                    .map(words -> "Of its member " + root + ": " + words).stream()).findFirst();
            if (why.isPresent()) {
                return why;
            }
            read(some);
        }
        return Optional.empty();
    }
}
