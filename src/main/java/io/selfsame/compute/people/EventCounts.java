package io.selfsame.compute.people;

import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.Statement;
import io.selfsame.graph.StatementFailed;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of events that would be loaded for people and accounts, counted in an index before they are loaded. The length of
 * values is known only after loading; see {@link MemoryAllowance}. For one thread.
 */
public final class EventCounts {

    private static final Logger LOG = LoggerFactory.getLogger(EventCounts.class);

    private static final Statement HEAVY = Statement.of("compute/heavy");
    private static final Statement WEIGH_ACCOUNTS = Statement.of("compute/weighAccounts");

    /** People, and accounts, in one statement. */
    private static final int PEOPLE = 2_000;
    private static final int ACCOUNTS = 100;

    /** Accounts in one statement, times the names of events that it looks for. */
    private static final int NAMES = 1_000;

    private final Graph graph;
    private final RefreshLimits limits;
    private final List<Map<String, Object>> needs;
    /** Some 200 bytes for each, of all to whom one slice of a refresh or one page of a preview comes. */
    private final Map<Owner, EventCount> weights = new HashMap<>();

    /** Whose events cannot be counted, and why. */
    private final Map<Owner, String> uncounted = new HashMap<>();

    /** @param needs the events that may be asked about, as {@code people.cypher} takes them */
    EventCounts(Graph graph, RefreshLimits limits, List<Map<String, Object>> needs) {
        this.graph = graph;
        this.limits = limits;
        this.needs = needs;
    }

    /**
     * What would be loaded to evaluate a person or an account.
     *
     * @param members 1 for a person
     * @param events of all members
     */
    public record EventCount(long members, long events) {

        /** Estimated memory, in events. */
        public long held() {
            return members * MemoryAllowance.PERSON + events;
        }
    }

    /** The count of a person, or of an account that was counted. */
    public EventCount of(Owner owner) {
        return weights.getOrDefault(owner, new EventCount(1, limits.few()));
    }

    /** Somebody is in memory already, and takes so much, in events. */
    void known(ProfileId root, long held) {
        weights.put(root, new EventCount(1, Math.max(0, held - MemoryAllowance.PERSON)));
    }

    /** Counts anew. */
    void people(Collection<ProfileId> people) {
        people.forEach(weights::remove);
        if (!needs.isEmpty()) {
            count(List.copyOf(people), PEOPLE, 10L * limits.few(), limits.mostOfPerson(),
                    (some, most) -> graph.read(HEAVY, Map.of("people", Owner.values(some), "needs", needs, "few",
                            limits.few(), "most", most)).forEach(
                                    row -> weights.put(new ProfileId(row.get("root").asString()), new EventCount(1,
                                            row.get("events").asLong()))));
        }
    }

    /** Counts the accounts that were not counted before. */
    public void accounts(Collection<AccountKey> accounts) {
        List<AccountKey> unknown = accounts.stream().filter(key -> !weights.containsKey(key)).distinct().toList();
        // Of many names, an account of people who have sent none of them takes long as well.
        count(unknown, Math.clamp(NAMES / Math.max(1, needs.size()), 1, ACCOUNTS), limits.events() / 10,
                limits.mostOfAccount(),
                (some, most) -> graph.read(WEIGH_ACCOUNTS, Map.of("accounts", Owner.values(some), "needs", needs,
                        "most", most)).forEach(
                                row -> weights.put(new AccountKey(row.get("key").asString()),
                                        new EventCount(row.get("members").asLong(), row.get("events").asLong()))));
    }

    /** Counts, as weights. */
    private interface Counting {

        /** @param most of each, but for one more */
        void count(List<? extends Owner> owners, long most);
    }

    /**
     * Counts each up to a number that tells whether they are large, and those that are again by themselves, so that no statement takes
     * long, however much somebody has; one that does is divided. Of whom it fails nothing is worked out.
     *
     * @param together how many in one statement
     * @param many where it ends for one of several
     * @param most where it ends for one alone
     */
    private void count(List<? extends Owner> owners, int together, long many, long most, Counting counting) {
        for (int from = 0; from < owners.size(); from += together) {
            countOrDivide(owners.subList(from, Math.min(owners.size(), from + together)), Math.min(most, many),
                    counting);
        }
        for (Owner owner : owners) {
            if (of(owner).held() > many) {
                countOrDivide(List.of(owner), most, counting);
            }
        }
    }

    private void countOrDivide(List<? extends Owner> owners, long most, Counting counting) {
        try {
            counting.count(owners, most);
            owners.forEach(uncounted::remove);
        } catch (GraphUnavailable e) {
            if (!e.tookTooLong()) {
                throw e;
            }
            divide(owners, most, counting, e);
        } catch (StatementFailed | Neo4jException e) {
            divide(owners, most, counting, e);
        }
    }

    private void divide(List<? extends Owner> owners, long most, Counting counting, RuntimeException why) {
        if (owners.size() > 1) {
            countOrDivide(owners.subList(0, owners.size() / 2), most, counting);
            countOrDivide(owners.subList(owners.size() / 2, owners.size()), most, counting);
        } else {
            uncounted.put(owners.getFirst(), "What is stored of it cannot be counted");
            LOG.warn("What is stored of {} cannot be counted", owners.getFirst(), StatementFailed.loggable(why));
        }
    }

    /** Why a person has too many events to be evaluated; empty if they have not. */
    public Optional<String> tooMuchOfPerson(ProfileId root) {
        long events = of(root).events();
        if (uncounted.containsKey(root)) {
            return Optional.ofNullable(uncounted.get(root));
        }
        return events > limits.mostOfPerson()
                ? Optional.of(
                        "There are " + events
                                + " or more events that definitions may ask about; of a person with more than "
                                + limits.mostOfPerson() + " nothing is worked out")
                : Optional.empty();
    }

    /** Why a counted account has too many events to be evaluated; empty if it has not. */
    public Optional<String> tooMuchOfAccount(AccountKey key) {
        EventCount weight = of(key);
        if (uncounted.containsKey(key)) {
            return Optional.ofNullable(uncounted.get(key));
        }
        return weight.held() > limits.mostOfAccount()
                ? Optional.of("There are " + weight.members() + " or more members with " + weight.events()
                        + " or more events that "
                        + "definitions may ask about; of an account with more than " + limits.mostOfAccount()
                        + " together nothing is worked out, and a member counts as " + MemoryAllowance.PERSON)
                : Optional.empty();
    }

    /** Whether the members of an account are to be loaded in several portions. */
    public boolean isLarge(AccountKey key) {
        return of(key).held() > limits.events();
    }
}
