package io.selfsame.compute.people;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.neo4j.driver.Record;

/**
 * Divides people and accounts into portions that fit into memory, by the number of events that would be loaded for them. For one thread.
 */
public final class PortionPlanner {

    private static final Statement ACCOUNTS_OF = Statement.of("compute/accountsOf");

    /** People in one statement that asks for their accounts. */
    private static final int PEOPLE = 2_000;

    /** Accounts of each of them that count for who comes with whom; the others are found when the person is loaded. */
    private static final int ACCOUNTS = 20;

    /** Before all accounts. */
    private static final AccountKey NONE = new AccountKey("");

    private final Graph graph;
    private final RefreshLimits limits;
    private final boolean withAccounts;
    private final EventCounts counts;

    /**
     * People and accounts that are evaluated together.
     *
     * @param held their memory, with the members of the accounts, in events
     */
    public record Portion(List<ProfileId> people, List<AccountKey> accounts, long held) {

        public int size() {
            return people.size() + accounts.size();
        }

        /** The only person or account of a portion of one. */
        public Owner owner() {
            return people.isEmpty() ? accounts.getFirst() : people.getFirst();
        }

        /** Two portions, from one of at least two. The estimate of each is that of both. */
        public List<Portion> halves() {
            if (people.isEmpty() || accounts.isEmpty()) {
                int half = size() / 2;
                return people.isEmpty()
                        ? List.of(new Portion(people, accounts.subList(0, half), held),
                                new Portion(people, accounts.subList(half, accounts.size()), held))
                        : List.of(new Portion(people.subList(0, half), accounts, held),
                                new Portion(people.subList(half, people.size()), accounts, held));
            }
            return List.of(new Portion(people, List.of(), held), new Portion(List.of(), accounts, held));
        }
    }

    /**
     * Prepares to count.
     *
     * @param needs the events that may be asked about, as {@code people.cypher} takes them
     * @param withAccounts whether the accounts of people are looked at with them
     */
    public PortionPlanner(Graph graph, RefreshLimits limits, List<Map<String, Object>> needs, boolean withAccounts) {
        this.graph = graph;
        this.limits = limits;
        this.withAccounts = withAccounts;
        this.counts = new EventCounts(graph, limits, needs);
    }

    /**
     * Divides people and accounts.
     *
     * @param loaded what somebody takes, in events, if they are in memory already
     */
    public List<Portion> of(Collection<ProfileId> people, Collection<AccountKey> accounts,
            Function<ProfileId, OptionalLong> loaded) {
        Set<ProfileId> others = new HashSet<>();
        for (ProfileId root : people) {
            loaded.apply(root).ifPresentOrElse(held -> counts.known(root, held), () -> others.add(root));
        }
        counts.people(others);
        List<Portion> portions = new ArrayList<>();
        Set<AccountKey> covered = new HashSet<>();
        if (withAccounts && !people.isEmpty()) {
            withTheirAccounts(people, portions, covered);
        } else {
            filled(people).forEach(some -> portions.add(new Portion(some, List.of(), held(some, List.of()))));
        }
        List<AccountKey> alone = accounts.stream().filter(key -> !covered.contains(key)).sorted().toList();
        counts.accounts(alone);
        var filling = new Filling<AccountKey>();
        alone.forEach(key -> filling.add(key, () -> counts.of(key).held()));
        filling.all().forEach(some -> portions.add(new Portion(List.of(), some, held(List.of(), some))));
        return portions;
    }

    /** The counts of events. */
    public EventCounts counts() {
        return counts;
    }

    /** Estimated memory, in events, without people and accounts that have too many events, as they are not loaded. */
    public long held(Collection<ProfileId> people, Collection<AccountKey> accounts) {
        long held = 0;
        for (ProfileId root : people) {
            held += counts.tooMuchOfPerson(root).isPresent() ? 0 : counts.of(root).held();
        }
        long ofAccounts = 0;
        for (AccountKey key : Set.copyOf(accounts)) {
            ofAccounts += counts.tooMuchOfAccount(key).isPresent() ? 0 : counts.of(key).held();
        }
        return held + Math.min(ofAccounts, limits.mostOfAccount());
    }

    /** Portions of people alone; a person with very many events is a portion of their own. */
    public List<List<ProfileId>> people(Collection<ProfileId> people) {
        counts.people(people);
        return filled(people);
    }

    private List<List<ProfileId>> filled(Collection<ProfileId> people) {
        var filling = new Filling<ProfileId>();
        people.stream().sorted().forEach(root -> filling.add(root, () -> counts.of(root).events()));
        return filling.all();
    }

    /** Colleagues come together, so that an account is loaded once. */
    private void withTheirAccounts(Collection<ProfileId> people, List<Portion> portions, Set<AccountKey> covered) {
        Map<ProfileId, List<AccountKey>> accounts = new HashMap<>();
        List<ProfileId> all = List.copyOf(people);
        for (int from = 0; from < all.size(); from += PEOPLE) {
            for (Record row : graph.read(ACCOUNTS_OF, Map.of("people",
                    Owner.values(all.subList(from, Math.min(all.size(), from + PEOPLE))), "accounts", ACCOUNTS))) {
                accounts.put(GraphValues.profile(row.get("root")),
                        List.copyOf(GraphValues.accounts(row.get("accounts"))));
            }
        }
        accounts.values().forEach(covered::addAll);
        counts.accounts(covered);
        Set<AccountKey> here = new HashSet<>();
        var filling = new Filling<ProfileId>();
        filling.whenFull(here::clear);
        all.stream()
                .sorted(Comparator
                        .<ProfileId, AccountKey>comparing(root -> accounts.getOrDefault(root, List.of(NONE)).getFirst())
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(root -> {
                    List<AccountKey> its = accounts.getOrDefault(root, List.of());
                    filling.add(root, () -> its.isEmpty()
                            ? counts.of(root).events()
                            : its.stream().filter(key -> !here.contains(key)).mapToLong(key -> counts.of(key).held())
                                    .sum());
                    here.addAll(its);
                });
        filling.all().forEach(some -> portions.add(new Portion(some, List.of(), held(some, some.stream()
                .flatMap(root -> accounts.getOrDefault(root, List.of()).stream()).toList()))));
    }

    /** Fills one portion after another, of people or of accounts. */
    private final class Filling<T extends Owner> {

        private final List<List<T>> full = new ArrayList<>();
        private List<T> filling = new ArrayList<>();
        private long weight;
        private Runnable whenFull = () -> {};

        void whenFull(Runnable action) {
            whenFull = action;
        }

        /** @param its what it adds, which depends on what is there already */
        void add(T one, LongSupplier its) {
            if (!filling.isEmpty()
                    && (filling.size() == limits.people() || weight + its.getAsLong() > limits.events())) {
                full.add(filling);
                filling = new ArrayList<>();
                weight = 0;
                whenFull.run();
            }
            filling.add(one);
            weight += its.getAsLong();
        }

        List<List<T>> all() {
            if (!filling.isEmpty()) {
                full.add(filling);
                filling = new ArrayList<>();
            }
            return full;
        }
    }
}
