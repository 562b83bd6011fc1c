package io.selfsame.compute;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The people and accounts that a refresh looks at together, loaded as it comes to them, and why some of them are not. For one thread. */
final class Gathered {

    private final PeopleReader reader;
    private final Portions portions;
    private final RefreshLimits limits;
    private final Optional<PeopleCache.OfSpace> cache;
    private final Map<String, PeopleReader.Loaded<Subject.Person>> people = new HashMap<>();
    private final Map<String, PeopleReader.LoadedAccount> accounts = new HashMap<>();
    private final Map<String, String> tooMuch = new TreeMap<>();

    Gathered(PeopleReader reader, Portions portions, RefreshLimits limits, Optional<PeopleCache.OfSpace> cache) {
        this.reader = reader;
        this.portions = portions;
        this.limits = limits;
        this.cache = cache;
    }

    /** By segment ID. */
    Map<String, PeopleReader.Loaded<Subject.Person>> people() {
        return people;
    }

    /** By key. */
    Map<String, PeopleReader.LoadedAccount> accounts() {
        return accounts;
    }

    /** People and accounts that are not loaded, and why. */
    Map<String, String> tooMuch() {
        return tooMuch;
    }

    /** Takes out whoever has more events than are loaded of one. */
    void leaveOutLarge(Set<String> roots) {
        roots.forEach(root -> portions.tooMuchOfPerson(root).ifPresent(why -> tooMuch.put(root, why)));
        roots.removeAll(tooMuch.keySet());
    }

    /** Loads those who are not here. */
    void load(Collection<String> roots) {
        Set<String> missing = missing(roots);
        if (!missing.isEmpty()) {
            read(missing);
        }
    }

    private Set<String> missing(Collection<String> roots) {
        Set<String> missing = new HashSet<>(roots);
        missing.removeAll(people.keySet());
        cache.ifPresent(known -> missing.removeIf(root -> {
            var person = known.get(root);
            person.ifPresent(there -> people.put(root, there));
            return person.isPresent();
        }));
        return missing;
    }

    private void read(Collection<String> missing) {
        reader.people(missing).forEach(person -> {
            people.put(person.subject().id(), person);
            cache.ifPresent(known -> known.put(person));
        });
    }

    /** With their members. An account that is too much, by itself or beside the others, stays as it was: at the edge. */
    void loadAccounts(Set<String> keys) {
        Set<String> missing = new TreeSet<>(keys);
        missing.removeAll(accounts.keySet());
        long total = accounts.keySet().stream().mapToLong(key -> portions.weight(key).held()).sum();
        Set<String> wanted = new TreeSet<>();
        for (String key : missing) {
            long its = portions.weight(key).held();
            Optional<String> why = portions.tooMuchOfAccount(key);
            if (why.isEmpty() && total > 0 && total + its > limits.mostOfAccount()) {
                why = Optional.of("It is put off: with the accounts that changed before it, it is too much at once");
            }
            if (why.isPresent()) {
                tooMuch.put(key, why.get());
            } else {
                total += its;
                wanted.add(key);
            }
        }
        if (!wanted.isEmpty()) {
            reader.accounts(wanted).forEach(account -> accounts.put(account.key(), account));
        }
        for (String key : wanted) {
            Optional.ofNullable(accounts.get(key)).flatMap(account -> loadMembers(account)).ifPresent(why -> {
                accounts.remove(key);
                tooMuch.put(key, why);
            });
        }
        keys.removeAll(tooMuch.keySet());
    }

    /** Answers with why not, if one of them has too many events. */
    private Optional<String> loadMembers(PeopleReader.LoadedAccount account) {
        if (!portions.isLarge(account.key())) {
            load(account.members());
            return Optional.empty();
        }
        for (List<String> some : portions.people(missing(account.members()), root -> false)) {
            Optional<String> why = some.stream().flatMap(root -> portions.tooMuchOfPerson(root)
                    .map(words -> "Of its member " + root + ": " + words).stream()).findFirst();
            if (why.isPresent()) {
                return why;
            }
            read(some);
        }
        return Optional.empty();
    }
}
