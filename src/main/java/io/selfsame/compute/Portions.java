package io.selfsame.compute;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.neo4j.driver.Record;

/**
 * Divides people and accounts into portions that fit into memory, by the number of events that would be loaded for them: that is
 * counted in an index first. For one thread.
 */
final class Portions {

    private static final Statement HEAVY = Statement.of("compute/heavy");
    private static final Statement ACCOUNTS_OF = Statement.of("compute/accountsOf");
    private static final Statement WEIGH_ACCOUNTS = Statement.of("compute/weighAccounts");

    /** People, and accounts, in one statement that counts. */
    private static final int PEOPLE = 2_000;
    private static final int ACCOUNTS = 100;

    private final Graph graph;
    private final RefreshLimits limits;
    private final List<Map<String, Object>> needs;
    private final boolean withAccounts;
    private final Map<String, Weight> weights = new HashMap<>();

    /**
     * What evaluating somebody would load.
     *
     * @param members 1 for a person
     * @param events of all members
     */
    record Weight(long members, long events) {

        /** What it takes in memory, in events. */
        long held() {
            return members * Memory.PERSON + events;
        }
    }

    /**
     * Those who are looked at together.
     *
     * @param held what they take in memory, with the members of their accounts, in events
     */
    record Portion(List<String> people, List<String> accounts, long held) {

        int size() {
            return people.size() + accounts.size();
        }

        /** Whom it is about, if it is one. */
        String owner() {
            return people.isEmpty() ? accounts.getFirst() : people.getFirst();
        }

        /** Two, of at least two; each is reckoned to take as much as both. */
        List<Portion> halves() {
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
    Portions(Graph graph, RefreshLimits limits, List<Map<String, Object>> needs, boolean withAccounts) {
        this.graph = graph;
        this.limits = limits;
        this.needs = needs;
        this.withAccounts = withAccounts;
    }

    /** @param isLoaded whether somebody is in memory already */
    List<Portion> of(Collection<String> people, Collection<String> accounts, Predicate<String> isLoaded) {
        List<Portion> portions = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        if (withAccounts && !people.isEmpty()) {
            weighPeople(people.stream().filter(isLoaded.negate()).toList());
            withTheirAccounts(people, portions, covered);
        } else {
            people(people, isLoaded).forEach(some -> portions.add(new Portion(some, List.of(), held(some, List.of()))));
        }
        List<String> alone = accounts.stream().filter(key -> !covered.contains(key)).sorted().toList();
        weigh(alone);
        var filling = new Filling();
        alone.forEach(key -> filling.add(key, () -> weight(key).held()));
        filling.all().forEach(some -> portions.add(new Portion(List.of(), some, held(List.of(), some))));
        return portions;
    }

    /** What they take in memory, in events: those apart that are too much, as these are not loaded. */
    long held(Collection<String> people, Collection<String> accounts) {
        long held = 0;
        for (String root : people) {
            held += tooMuchOfPerson(root).isPresent() ? 0 : weight(root).held();
        }
        long ofAccounts = 0;
        for (String key : Set.copyOf(accounts)) {
            ofAccounts += tooMuchOfAccount(key).isPresent() ? 0 : weight(key).held();
        }
        return held + Math.min(ofAccounts, limits.mostOfAccount());
    }

    /** People alone; who has very many events is a portion of their own. */
    List<List<String>> people(Collection<String> people, Predicate<String> isLoaded) {
        weighPeople(people.stream().filter(isLoaded.negate()).toList());
        var filling = new Filling();
        people.stream().sorted().forEach(root -> filling.add(root, () -> weight(root).events()));
        return filling.all();
    }

    private void weighPeople(List<String> people) {
        if (needs.isEmpty()) {
            return;
        }
        for (int from = 0; from < people.size(); from += PEOPLE) {
            for (Record row : graph.read(HEAVY, Map.of("people", page(people, from, PEOPLE), "needs", needs, "few",
                    limits.few()))) {
                weights.put(row.get("root").asString(), new Weight(1, row.get("events").asLong()));
            }
        }
    }

    /** Colleagues come together, so that an account is loaded once. */
    private void withTheirAccounts(Collection<String> people, List<Portion> portions, Set<String> covered) {
        Map<String, List<String>> accounts = new HashMap<>();
        List<String> all = List.copyOf(people);
        for (int from = 0; from < all.size(); from += PEOPLE) {
            for (Record row : graph.read(ACCOUNTS_OF, Map.of("people", page(all, from, PEOPLE)))) {
                accounts.put(row.get("root").asString(),
                        row.get("accounts").asList(key -> key.asString()).stream().sorted().toList());
            }
        }
        accounts.values().forEach(covered::addAll);
        weigh(covered);
        Set<String> here = new HashSet<>();
        var filling = new Filling();
        filling.whenFull(here::clear);
        all.stream()
                .sorted(Comparator
                        .<String, String>comparing(root -> accounts.getOrDefault(root, List.of("")).getFirst())
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(root -> {
                    List<String> its = accounts.getOrDefault(root, List.of());
                    filling.add(root, () -> its.isEmpty()
                            ? weight(root).events()
                            : its.stream().filter(key -> !here.contains(key)).mapToLong(key -> weight(key).held())
                                    .sum());
                    here.addAll(its);
                });
        filling.all().forEach(some -> portions.add(new Portion(some, List.of(), held(some, some.stream()
                .flatMap(root -> accounts.getOrDefault(root, List.of()).stream()).toList()))));
    }

    /** Counts those accounts that were not counted before. */
    void weigh(Collection<String> accounts) {
        List<String> unknown = accounts.stream().filter(key -> !weights.containsKey(key)).distinct().toList();
        for (int from = 0; from < unknown.size(); from += ACCOUNTS) {
            for (Record row : graph.read(WEIGH_ACCOUNTS, Map.of("accounts", page(unknown, from, ACCOUNTS), "needs",
                    needs))) {
                weights.put(row.get("key").asString(), new Weight(row.get("members").asLong(),
                        row.get("events").asLong()));
            }
        }
    }

    /** Of an account that was counted, or of a person. */
    Weight weight(String owner) {
        return weights.getOrDefault(owner, new Weight(1, limits.few()));
    }

    private static List<String> page(List<String> all, int from, int size) {
        return all.subList(from, Math.min(all.size(), from + size));
    }

    /** Fills one portion after another. */
    private final class Filling {

        private final List<List<String>> full = new ArrayList<>();
        private List<String> filling = new ArrayList<>();
        private long weight;
        private Runnable whenFull = () -> {};

        void whenFull(Runnable action) {
            whenFull = action;
        }

        /** @param its what it adds, which depends on what is there already */
        void add(String one, LongSupplier its) {
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

        List<List<String>> all() {
            if (!filling.isEmpty()) {
                full.add(filling);
                filling = new ArrayList<>();
            }
            return full;
        }
    }

    /** Why a person is not evaluated; empty if they are. */
    Optional<String> tooMuchOfPerson(String root) {
        long events = weight(root).events();
        return events > limits.mostOfPerson()
                ? Optional.of(
                        "There are " + events + " events that definitions may ask about; of a person with more than "
                                + limits.mostOfPerson() + " nothing is worked out")
                : Optional.empty();
    }

    /** Why an account that was counted is not evaluated; empty if it is. */
    Optional<String> tooMuchOfAccount(String key) {
        Weight weight = weight(key);
        return weight.held() > limits.mostOfAccount()
                ? Optional.of("There are " + weight.members() + " members with " + weight.events() + " events that "
                        + "definitions may ask about; of an account with more than " + limits.mostOfAccount()
                        + " together nothing is worked out, and a member counts as " + Memory.PERSON)
                : Optional.empty();
    }

    /** Whether the members of an account are to be loaded a portion at a time. */
    boolean isLarge(String key) {
        return weight(key).held() > limits.events();
    }
}
