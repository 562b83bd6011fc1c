package io.selfsame.compute;

import static java.util.Objects.requireNonNull;

import io.selfsame.column.Columns;
import io.selfsame.graph.Graph;
import io.selfsame.identity.TraitPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.neo4j.driver.Value;

/** Looks at some people and accounts with all definitions, and says what differs from what is stored. For one thread. */
final class RefreshStep {

    private final Catalog catalog;
    private final Instant now;
    private final PeopleReader reader;
    private final Optional<PeopleCache.OfSpace> cache;

    /** @param cache people that need not be loaded; empty: all are */
    RefreshStep(Graph graph, Catalog catalog, Columns.Known columns, Map<String, TraitPolicy> policies,
            Instant now, Optional<PeopleCache.OfSpace> cache) {
        this.catalog = catalog;
        this.now = now;
        this.reader = new PeopleReader(graph, catalog, columns, policies, now, Set.of());
        this.cache = cache;
    }

    Catalog catalog() {
        return catalog;
    }

    Instant now() {
        return now;
    }

    boolean isEmpty() {
        return catalog.definitions().isEmpty();
    }

    /** The difference for these, and for whoever is changed by what they are: their accounts, and their accounts' people. */
    Difference look(Collection<String> roots, Collection<String> accountKeys) {
        Map<String, PeopleReader.Loaded<Subject.Person>> loaded = new HashMap<>();
        Map<String, PeopleReader.LoadedAccount> accounts = new HashMap<>();
        Set<String> looking = new TreeSet<>(roots);
        Set<String> lookingAccounts = new TreeSet<>(accountKeys);
        while (true) {
            load(loaded, looking);
            if (!catalog.hasAccounts()) {
                return compare(loaded, accounts, looking);
            }
            looking.retainAll(loaded.keySet());
            looking.forEach(root -> lookingAccounts.addAll(requireNonNull(loaded.get(root)).subject().accounts()));
            loadAccounts(loaded, accounts, lookingAccounts);
            Difference difference = compare(loaded, accounts, looking);
            if (!catalog.usersStandOnAccounts() || !grow(looking, difference, accounts)) {
                return difference;
            }
        }
    }

    /** Adds the people of accounts that have changed; false if all are being looked at already. */
    private static boolean grow(Set<String> looking, Difference difference,
            Map<String, PeopleReader.LoadedAccount> accounts) {
        boolean grown = false;
        for (String changed : difference.changed(accounts)) {
            grown |= looking.addAll(requireNonNull(accounts.get(changed)).members());
        }
        return grown;
    }

    private void load(Map<String, PeopleReader.Loaded<Subject.Person>> loaded, Collection<String> roots) {
        Set<String> missing = new HashSet<>(roots);
        missing.removeAll(loaded.keySet());
        cache.ifPresent(known -> missing.removeIf(root -> {
            var person = known.get(root);
            person.ifPresent(there -> loaded.put(root, there));
            return person.isPresent();
        }));
        if (!missing.isEmpty()) {
            reader.people(missing).forEach(person -> {
                loaded.put(person.subject().id(), person);
                cache.ifPresent(known -> known.put(person));
            });
        }
    }

    /** What the ledger says of people who may be known: whoever has changed is loaded anew, others get their events. */
    void touched(String root, boolean changed, Value events) {
        cache.ifPresent(known -> {
            if (changed) {
                known.remove(root);
            } else if (known.get(root).isPresent()) {
                reader.occurrences(events).ifPresentOrElse(some -> known.add(root, some), () -> known.remove(root));
            }
        });
    }

    /** These are to be loaded anew. */
    void forget(Collection<String> roots) {
        cache.ifPresent(known -> roots.forEach(known::remove));
    }

    /** To be called once a difference is committed. */
    void written(Difference difference) {
        cache.ifPresent(known -> known.written(difference));
    }

    /** The parts of events that are wanted, by event name. */
    Map<String, List<String>> columns() {
        return reader.columns();
    }

    private void loadAccounts(Map<String, PeopleReader.Loaded<Subject.Person>> loaded,
            Map<String, PeopleReader.LoadedAccount> accounts, Set<String> keys) {
        Set<String> missing = new HashSet<>(keys);
        missing.removeAll(accounts.keySet());
        if (!missing.isEmpty()) {
            reader.accounts(missing).forEach(account -> accounts.put(account.key(), account));
        }
        accounts.values().forEach(account -> load(loaded, account.members()));
    }

    private Difference compare(Map<String, PeopleReader.Loaded<Subject.Person>> loaded,
            Map<String, PeopleReader.LoadedAccount> accounts, Set<String> looking) {
        var world = new World(catalog, now);
        Map<String, Subject.Account> subjects = new HashMap<>();
        accounts.forEach((key, account) -> {
            var subject = account.subject(account.members().stream()
                    .filter(loaded::containsKey).map(member -> requireNonNull(loaded.get(member)).subject()).toList());
            subjects.put(key, subject);
            world.add(subject);
        });
        if (catalog.usersStandOnAccounts()) {
            addStoredAudiences(world, loaded.values(), accounts.keySet());
        }
        var difference = new Difference();
        var ofUsers = catalog.about(Definition.Level.USERS);
        for (String root : looking) {
            var person = loaded.get(root);
            if (person != null) {
                difference.add(person.subject(), person.stored(), ofUsers, world, now);
            }
        }
        var ofAccounts = catalog.about(Definition.Level.ACCOUNTS);
        accounts.forEach((key, account) -> difference.add(requireNonNull(subjects.get(key)),
                account.stored(), ofAccounts, world, now));
        return difference;
    }

    /** Accounts at the edge, of whom nobody has changed, are as they were. */
    private void addStoredAudiences(World world, Collection<PeopleReader.Loaded<Subject.Person>> people,
            Set<String> inside) {
        Set<String> outside = new HashSet<>();
        people.forEach(person -> outside.addAll(person.subject().accounts()));
        outside.removeAll(inside);
        if (!outside.isEmpty()) {
            reader.accounts(outside).forEach(account -> world.addStored(account.key(), account.stored().in()));
        }
    }
}
