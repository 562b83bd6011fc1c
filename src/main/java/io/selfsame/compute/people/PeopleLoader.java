package io.selfsame.compute.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.StoredResults;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.evaluate.UnreadableParts;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.query.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/**
 * Loads people and accounts, with what one set of definitions asks about them. The number of events and the length of their
 * values limit what is in memory at once, not the number of people: a read stops when it has reached the limit, and people with
 * many events are read one by one. A person with data that cannot be read is loaded with {@link UnreadableParts}, or left out,
 * and counted. For one thread.
 */
public final class PeopleLoader {

    private static final Statement PEOPLE = Statement.of("compute/people");

    /** People in one read. */
    static final int PAGE = 500;

    /** People whose rows the server sends ahead. */
    private static final int AHEAD = 20;

    /** Characters of the values of one row: a person with more is read event by event. */
    static final int ROW = 200_000;

    /** Bytes that an element of a set takes. */
    public static final int PLACE = 50;

    /** Events of a person, or of the people of an account, that are in memory together: at most a 16th of the heap. */
    public static final long TOGETHER = Math.min(2_000_000,
            Runtime.getRuntime().maxMemory() / 16 / MemoryAllowance.EVENT);

    private static final LoadLimits LIMITS = new LoadLimits(100_000, 500, Math.min(250_000, TOGETHER));

    /**
     * Limits in events. An event with long values counts as several.
     *
     * @param enough of several people, after which a read stops
     * @param few of one person who is read together with others
     * @param most of one person who is read alone
     */
    record LoadLimits(int enough, int few, long most) {}

    private final LoadLimits limits;
    private final Graph graph;
    private final Map<String, TraitPolicy> policies;
    private final RequestedParts asked;
    private final PersonRows rows;
    private final AccountLoader accounts;
    private final LargePeopleReader largePeople;
    private final FailureTally unreadable = new FailureTally();
    private @Nullable PastTraits past;

    /** A person or an account with its stored results. */
    public record LoadedSubject<S extends Subject>(S subject, StoredResults stored) {

        /** Estimated memory, in events with one short value. */
        public static long weight(LoadedSubject<Subject.Person> person) {
            return person.subject().weight() + MemoryAllowance.weight(person.stored().results());
        }
    }

    /** A stored account with the IDs of its members, who are loaded separately. */
    public record LoadedAccount(AccountKey key, Map<String, JsonNode> traits, Set<ProfileId> members,
            StoredResults stored, UnreadableParts unreadable) {

        public Subject.Account subject(List<Subject.Person> people) {
            return new Subject.Account(key, traits, people, unreadable);
        }

        /** Estimated memory without its members' data, in events with one short value. */
        long weight() {
            return 1 + MemoryAllowance.weightOf(members) + MemoryAllowance.weight(traits)
                    + MemoryAllowance.weight(stored.results());
        }
    }

    /**
     * Reads nothing yet.
     *
     * @param now the end of the windows of definitions
     * @param extra further parts of events to read, like {@link PersonEvent#MESSAGE_ID}
     */
    public PeopleLoader(Graph graph, EvaluationPlan plan, EventColumns.ColumnSet columns,
            Map<String, TraitPolicy> policies, Instant now,
            Set<String> extra) {
        this(graph, plan, columns, policies, now, extra, LIMITS);
    }

    PeopleLoader(Graph graph, EvaluationPlan plan, EventColumns.ColumnSet columns, Map<String, TraitPolicy> policies,
            Instant now,
            Set<String> extra, LoadLimits limits) {
        this.limits = limits;
        this.graph = graph;
        this.policies = policies;
        this.asked = RequestedParts.of(plan, columns, now, extra);
        this.rows = new PersonRows(asked, policies);
        this.accounts = new AccountLoader(graph, asked, unreadable);
        this.largePeople = new LargePeopleReader(graph, asked, policies, limits);
    }

    /** The events that are asked for, as {@code people.cypher} takes them. */
    public List<Map<String, Object>> needs() {
        return asked.needs();
    }

    /** Whether bodies are read, as not all stored events carry every column yet. */
    public boolean readsBodies() {
        return asked.readsBodies();
    }

    /** Names of the parts of events that are asked for, by event name: the order in which {@link #events} takes them. */
    public Map<String, List<String>> columns() {
        return asked.columns();
    }

    /**
     * An event as {@code touched.cypher} gives it: by its name, among those of every name, or both.
     *
     * @throws RuntimeException if it cannot be read
     */
    public List<PersonEvent> events(Record row) {
        return rows.ledgerEvents(row);
    }

    /** The people and accounts of which something could not be read so far. */
    public FailureTally unreadable() {
        return unreadable;
    }

    /** Loads people and accounts as they were known at an instant. Those that were not known by then are left out. */
    public PeopleLoader asOf(Instant until) {
        past = new PastTraits(graph, policies, asked.traits(), until);
        return this;
    }

    /**
     * Loads people at once. People who were merged into others meanwhile are left out.
     *
     * @throws MemoryAllowance.Exceeded if they take more memory
     * @throws IllegalStateException if a person cannot be loaded at all
     */
    public List<LoadedSubject<Subject.Person>> people(Collection<ProfileId> roots, MemoryAllowance allowance) {
        List<LoadedSubject<Subject.Person>> people = new ArrayList<>(roots.size());
        read(roots, EvaluationMemory.MemoryShare.TAKEN, allowance, part -> people.addAll(part) || part.isEmpty(),
                root -> {
                    throw new IllegalStateException("What is stored of " + root + " is damaged");
                });
        return people;
    }

    /**
     * Loads people in parts, and keeps all parts in memory. A person who cannot be loaded at all is left out.
     *
     * @param use takes a part; called between two reads
     * @throws MemoryAllowance.Exceeded if they take more memory
     */
    public void people(Collection<ProfileId> roots, MemoryAllowance allowance,
            Consumer<List<LoadedSubject<Subject.Person>>> use) {
        read(roots, EvaluationMemory.MemoryShare.TAKEN, allowance, part -> {
            use.accept(part);
            return true;
        }, root -> unreadable.add(root, "It " + UnreadableParts.UNREADABLE));
    }

    /**
     * Loads people in parts, one part in memory at a time. A person who cannot be loaded at all is left out.
     *
     * @param room reserved for each part until {@code use} returns
     * @param use takes a part after its transaction; returns false to stop
     */
    public void people(Collection<ProfileId> roots, EvaluationMemory.MemoryShare room,
            Predicate<List<LoadedSubject<Subject.Person>>> use) {
        read(roots, room, MemoryAllowance.unlimited(), use,
                root -> unreadable.add(root, "It " + UnreadableParts.UNREADABLE));
    }

    private void read(Collection<ProfileId> roots, EvaluationMemory.MemoryShare room, MemoryAllowance allowance,
            Predicate<List<LoadedSubject<Subject.Person>>> use, Consumer<ProfileId> damaged) {
        Set<ProfileId> left = new LinkedHashSet<>(roots);
        int size = PAGE;
        while (!left.isEmpty()) {
            List<ProfileId> page = left.stream().limit(size).toList();
            Optional<Large> large;
            try {
                large = room.during(limits.enough() + limits.few() + 2L * ROW / MemoryAllowance.EVENT + PastTraits.MOST
                        + (long) page.size() * MemoryAllowance.PERSON, () -> few(page, left, allowance, use, damaged));
            } catch (PastTraits.TooMuch e) {
                size = Math.max(1, page.size() / 4);
                continue;
            }
            if (large.isEmpty()) {
                return;
            }
            for (LargePeopleReader.Remainder one : large.get().people()) {
                boolean more = room.during(limits.most(),
                        () -> use.test(asAsked(List.of(largePeople.read(one, allowance)), large.get().then())));
                if (!more) {
                    return;
                }
            }
        }
    }

    /** People whose events or traits are still to be read. */
    private record Large(List<LargePeopleReader.Remainder> people,
            Optional<Map<ProfileId, PastTraits.PastPerson>> then) {}

    /** Hands over the people of a page who have few events; empty if {@code use} wants no more. */
    private Optional<Large> few(List<ProfileId> page, Set<ProfileId> left, MemoryAllowance allowance,
            Predicate<List<LoadedSubject<Subject.Person>>> use, Consumer<ProfileId> damaged) {
        PersonRows.ReadPart part = graph.read(PEOPLE,
                Map.of("people", Owner.values(page), "needs", asked.needs(), "traits", asked.traits(),
                        "keys", asked.written(), "accounts", asked.accounts() ? PersonRows.MOST_ACCOUNTS + 1 : 0, "few",
                        readsBodies() ? Math.min(LargePeopleReader.BODIES, limits.few()) : limits.few(), "length", ROW),
                AHEAD,
                read -> rows.read(read, limits.enough(), allowance));
        var then = Optional.ofNullable(past)
                .map(known -> known.people(part.whole() ? page : part.seen(), PersonRows.MOST_ACCOUNTS + 1));
        allowance.take(part.weight());
        part.damaged().forEach(damaged);
        (part.whole() ? page : part.seen()).forEach(left::remove);
        return use.test(asAsked(part.few(), then)) ? Optional.of(new Large(part.large(), then)) : Optional.empty();
    }

    /** The same people, or those of them who were known at the instant that is asked for, as they were then. */
    private List<LoadedSubject<Subject.Person>> asAsked(List<LoadedSubject<Subject.Person>> some,
            Optional<Map<ProfileId, PastTraits.PastPerson>> then) {
        List<LoadedSubject<Subject.Person>> told = then
                .map(known -> some.stream().flatMap(one -> rows.asOf(one, known).stream()).toList()).orElse(some);
        told.forEach(one -> one.subject().unreadable().any()
                .ifPresent(why -> unreadable.add(one.subject().id(), why)));
        return told;
    }

    /**
     * Loads accounts. Keys without an account are left out.
     *
     * @param members how many members of each account are named at most
     * @param allowance counts the loaded accounts
     * @throws MemoryAllowance.Exceeded if they take more memory
     */
    public List<LoadedAccount> accounts(Collection<AccountKey> keys, long members, MemoryAllowance allowance) {
        return accounts.accounts(keys, Optional.ofNullable(past), members, allowance);
    }

    /**
     * The ids of the audiences that accounts belong to. Accounts that belong to none of {@code audiences} are left out.
     *
     * @param allowance counts the result
     * @throws MemoryAllowance.Exceeded if they take more memory
     */
    public Map<AccountKey, Set<String>> inside(Collection<AccountKey> keys, List<Definition> audiences,
            MemoryAllowance allowance) {
        return accounts.inside(keys, audiences, allowance);
    }

    /** The profile in the column {@code root} of each row. */
    public static List<ProfileId> rootsOf(List<Record> rows) {
        return rows.stream().map(row -> GraphValues.profile(row.get("root"))).toList();
    }
}
