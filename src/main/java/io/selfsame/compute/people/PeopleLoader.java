package io.selfsame.compute.people;

import static java.util.Objects.requireNonNull;

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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * Loads people and accounts, with what one set of definitions asks about them. What is in memory at once is bounded by events and
 * the length of their values, and not by people: a read stops once it has so much, and whoever has much is read alone. Somebody of whom something cannot be read
 * is loaded with {@link UnreadableParts}, or left out, and counted. For one thread.
 */
public final class PeopleLoader {

    private static final Statement PEOPLE = Statement.of("compute/people");
    private static final Statement ACCOUNTS = Statement.of("compute/accounts");
    private static final Statement INSIDE_OF = Statement.of("compute/insideOf");

    /** People in one read. */
    static final int PAGE = 500;

    /** People whose rows the server sends ahead. */
    private static final int AHEAD = 20;
    private static final int ACCOUNTS_AHEAD = 5;

    /** Characters of the values of one row: whoever has more is read event by event. */
    private static final int ROW = 200_000;

    /** Accounts in one statement that asks for their audiences alone. */
    private static final int KEYS = 1_000;

    /** Bytes of a place in a set. */
    public static final int PLACE = 50;

    /** Accounts of one person: whoever has more is not asked for audiences of them. */
    static final int MOST_ACCOUNTS = 1_000;

    /** Events that are kept in memory together, of a person or of the people of an account: a sixteenth of the heap at 250 bytes each. */
    public static final long TOGETHER = Math.min(2_000_000,
            Runtime.getRuntime().maxMemory() / 16 / MemoryAllowance.EVENT);

    private static final LoadLimits LIMITS = new LoadLimits(100_000, 500, Math.min(250_000, TOGETHER));

    /**
     * How many events are read; those with long values count as several.
     *
     * @param enough of some people together, after which a read stops
     * @param few of one person, together with others'
     * @param most of one person
     */
    record LoadLimits(int enough, int few, long most) {}

    private static final Comparator<Map.Entry<String, EvaluationPlan.EventNeed>> BY_NAME = Comparator
            .comparing((Map.Entry<String, EvaluationPlan.EventNeed> each) -> each.getKey().equals(Events.ANY))
            .thenComparing(Map.Entry::getKey);

    private final LoadLimits limits;
    private final Graph graph;
    private final Map<String, TraitPolicy> policies;
    private final List<WantedEvents> wanted;
    private final Map<String, WantedEvents> wantedByName = new HashMap<>();
    private final List<Map<String, Object>> needs;
    private final List<String> traits;
    private final Set<String> ids;
    private final List<String> written;
    private final Set<String> accountAudiences;
    private final boolean namesAccounts;
    private final LargePeopleReader largePeople;
    private final FailureTally unreadable = new FailureTally();
    private @Nullable PastTraits past;

    /** Somebody, and the results they have. */
    public record LoadedSubject<S extends Subject>(S subject, StoredResults stored) {

        /** What they are reckoned to take in memory, in events with one short value. */
        public static long weight(LoadedSubject<Subject.Person> person) {
            return person.subject().weight() + MemoryAllowance.weight(person.stored().results());
        }
    }

    /** An account as stored, before its people are known. */
    public record LoadedAccount(AccountKey key, Map<String, JsonNode> traits, Set<ProfileId> members,
            StoredResults stored, UnreadableParts unreadable) {

        public Subject.Account subject(List<Subject.Person> people) {
            return new Subject.Account(key, traits, people, unreadable);
        }

        /** What it takes in memory besides its people, in events with one short value. */
        long weight() {
            return 1 + MemoryAllowance.weightOf(members) + MemoryAllowance.weight(traits)
                    + MemoryAllowance.weight(stored.results());
        }
    }

    /**
     * Prepares to read.
     *
     * @param extra parts of events that are wanted besides, like {@link PersonEvent#MESSAGE_ID}
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
        this.traits = List.copyOf(plan.traits());
        this.ids = plan.definitions().stream().map(Definition::id).collect(Collectors.toSet());
        this.written = plan.definitions().stream().map(Definition::key).distinct().toList();
        this.wanted = new ArrayList<>();
        this.needs = new ArrayList<>();
        // Those of every name come last: where there is no room for all, those that are asked for by name have been read.
        plan.events().entrySet().stream().sorted(BY_NAME).forEach(each -> {
            String name = each.getKey();
            EvaluationPlan.EventNeed need = each.getValue();
            Instant from = need.lookback().map(now::minus).orElse(EventColumns.BEGINNING);
            var one = WantedEvents.of(name, need, columns, extra);
            wanted.add(one);
            wantedByName.put(name, one);
            needs.add(Map.of("name", name, "from", from.atZone(ZoneOffset.UTC), "columns", one.columns()));
        });
        this.namesAccounts = plan.hasAccounts();
        this.accountAudiences = plan.definitions().stream()
                .filter(each -> each.level() == Definition.Level.ACCOUNTS && each.isAudience()).map(Definition::key)
                .collect(Collectors.toSet());
        this.largePeople = new LargePeopleReader(graph,
                new LargePeopleReader.RequestedParts(wantedByName, needs, traits, written, ids),
                policies, limits);
    }

    /** The events that are asked for, as {@code people.cypher} takes them. */
    public List<Map<String, Object>> needs() {
        return needs;
    }

    /** Whether bodies are read, as not all stored events carry every column yet. */
    public boolean readsBodies() {
        return wanted.stream().anyMatch(one -> one.columns().contains(WantedEvents.BODY));
    }

    /** Names of the parts of events that are wanted, by event name: the order in which {@link #events} takes them. */
    public Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new HashMap<>();
        wanted.forEach(one -> columns.put(one.name(), one.columns()));
        return columns;
    }

    /**
     * An event as {@code touched.cypher} gives it: by its name, among those of every name, or both.
     *
     * @throws RuntimeException if it cannot be read
     */
    public List<PersonEvent> events(Record row) {
        List<PersonEvent> events = new ArrayList<>(2);
        if (!row.get("values").isNull()) {
            events.add(requireNonNull(wantedByName.get(row.get("name").asString())).event(row.get("timestamp"),
                    row.get("seq"), row.get("values")));
        }
        if (!row.get("anyValues").isNull()) {
            events.add(requireNonNull(wantedByName.get(Events.ANY)).event(row.get("timestamp"), row.get("seq"),
                    row.get("anyValues")));
        }
        return events;
    }

    /** Who could not be read, or not whole, so far. */
    public FailureTally unreadable() {
        return unreadable;
    }

    /** People and accounts count as they were known at an instant; who had not been seen by then is not there. */
    public PeopleLoader asOf(Instant until) {
        past = new PastTraits(graph, policies, traits, until);
        return this;
    }

    /**
     * Those who are there, all at once; somebody merged away since is not.
     *
     * @throws MemoryAllowance.Exceeded if they take more memory
     * @throws IllegalStateException if somebody cannot be loaded at all
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
     * Those who are there, in parts, of which all are kept; who cannot be loaded at all is left out.
     *
     * @param use is called between two reads
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
     * Those who are there, in parts that fit into memory, each handed over once its transaction is over; who cannot be loaded at
     * all is left out.
     *
     * @param room taken for each part until it has been handed over
     * @param use false if no more are wanted
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
                        () -> use.test(told(List.of(largePeople.read(one, allowance)), large.get().then())));
                if (!more) {
                    return;
                }
            }
        }
    }

    /** Those of whom more is still to be read. */
    private record Large(List<LargePeopleReader.Remainder> people,
            Optional<Map<ProfileId, PastTraits.PastPerson>> then) {}

    /** Hands over those of a page who have few events; empty if no more are wanted. */
    private Optional<Large> few(List<ProfileId> page, Set<ProfileId> left, MemoryAllowance allowance,
            Predicate<List<LoadedSubject<Subject.Person>>> use, Consumer<ProfileId> damaged) {
        ReadPart part = graph.read(PEOPLE, Map.of("people", Owner.values(page), "needs", needs, "traits", traits,
                "keys", written, "accounts", namesAccounts ? MOST_ACCOUNTS + 1 : 0, "few",
                readsBodies() ? Math.min(LargePeopleReader.BODIES, limits.few()) : limits.few(), "length", ROW), AHEAD,
                rows -> part(rows, allowance));
        var then = Optional.ofNullable(past)
                .map(known -> known.people(part.whole() ? page : part.seen(), MOST_ACCOUNTS + 1));
        allowance.take(part.weight());
        part.damaged().forEach(damaged);
        (part.whole() ? page : part.seen()).forEach(left::remove);
        return use.test(told(part.few(), then)) ? Optional.of(new Large(part.large(), then)) : Optional.empty();
    }

    /**
     * What one read has brought.
     *
     * @param large those of whom more is still to be read
     * @param damaged who cannot be loaded
     * @param seen all of them
     * @param weight what they take in memory
     * @param whole whether nobody is missing who is there
     */
    private record ReadPart(List<LoadedSubject<Subject.Person>> few, List<LargePeopleReader.Remainder> large,
            List<ProfileId> damaged, List<ProfileId> seen, long weight, boolean whole) {}

    private ReadPart part(Iterator<Record> rows, MemoryAllowance allowance) {
        List<LoadedSubject<Subject.Person>> few = new ArrayList<>();
        List<LargePeopleReader.Remainder> large = new ArrayList<>();
        List<ProfileId> damaged = new ArrayList<>();
        List<ProfileId> seen = new ArrayList<>();
        long weight = 0;
        while (rows.hasNext() && weight < limits.enough()) {
            Record row = rows.next();
            ProfileId root = GraphValues.profile(row.get("root"));
            seen.add(root);
            try {
                var one = person(root, row, events(row.get("events")));
                boolean events = row.get("large").asBoolean();
                boolean traits = row.get("traits").isNull();
                if (events || traits) {
                    large.add(new LargePeopleReader.Remainder(one, events, traits));
                } else {
                    few.add(one);
                }
                weight += LoadedSubject.weight(one);
            } catch (RuntimeException e) {
                damaged.add(root);
            }
            allowance.require(weight);
        }
        return new ReadPart(few, large, damaged, seen, weight, !rows.hasNext());
    }

    /** These, or those of them who were known at the instant that is asked for, as they were. */
    private List<LoadedSubject<Subject.Person>> told(List<LoadedSubject<Subject.Person>> some,
            Optional<Map<ProfileId, PastTraits.PastPerson>> then) {
        return some.stream().flatMap(one -> told(one, then)).toList();
    }

    private Stream<LoadedSubject<Subject.Person>> told(LoadedSubject<Subject.Person> one,
            Optional<Map<ProfileId, PastTraits.PastPerson>> then) {
        Subject.Person person = one.subject();
        if (then.isPresent()) {
            PastTraits.PastPerson known = then.get().get(person.id());
            if (known == null) {
                return Stream.empty();
            }
            // Traits as they are now are not asked for.
            var unreadable = new UnreadableParts(person.unreadable().events(), known.unreadable().traits())
                    .and(ofAccounts(known.accounts()));
            person = person.with(known.traits(), known.accounts(), unreadable);
        }
        person.unreadable().any().ifPresent(why -> unreadable.add(one.subject().id(), why));
        return Stream.of(new LoadedSubject<>(person, one.stored()));
    }

    /**
     * Those that are there.
     *
     * @param members how many of each are named
     * @param allowance for what is kept of them
     * @throws MemoryAllowance.Exceeded if they take more memory
     */
    public List<LoadedAccount> accounts(Collection<AccountKey> keys, long members, MemoryAllowance allowance) {
        var then = Optional.ofNullable(past).map(known -> known.accounts(List.copyOf(keys), members));
        List<LoadedAccount> accounts = graph.read(ACCOUNTS, Map.of("accounts", Owner.values(keys), "traits", traits,
                "keys", written, "members", members, "length", ROW), ACCOUNTS_AHEAD,
                rows -> accounts(rows, then, allowance));
        accounts.forEach(account -> allowance.take(account.weight()));
        accounts.forEach(account -> account.unreadable().any().ifPresent(why -> unreadable.add(account.key(), why)));
        return accounts;
    }

    private List<LoadedAccount> accounts(Iterator<Record> rows,
            Optional<Map<AccountKey, PastTraits.PastAccount>> then, MemoryAllowance allowance) {
        List<LoadedAccount> accounts = new ArrayList<>();
        long weight = 0;
        while (rows.hasNext()) {
            Record row = rows.next();
            var key = new AccountKey(row.get("key").asString());
            Optional<LoadedAccount> account = Optional.empty();
            try {
                account = account(row, key, then);
            } catch (RuntimeException e) {
                unreadable.add(key, "It " + UnreadableParts.UNREADABLE);
            }
            weight += account.map(LoadedAccount::weight).orElse(0L);
            allowance.require(weight);
            account.ifPresent(accounts::add);
        }
        return accounts;
    }

    /**
     * The audiences that accounts belong to, by their ids, of those that belong to any of some.
     *
     * @param allowance for what is kept of them
     * @throws MemoryAllowance.Exceeded if they take more memory
     */
    public Map<AccountKey, Set<String>> inside(Collection<AccountKey> keys, List<Definition> audiences,
            MemoryAllowance allowance) {
        Map<AccountKey, Set<String>> inside = new HashMap<>();
        // One text for each audience, and not one for each account in it.
        Map<String, String> known = audiences.stream().collect(Collectors.toMap(Definition::id, Definition::id));
        List<AccountKey> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += KEYS) {
            for (Record row : graph.read(INSIDE_OF, Map.of("accounts",
                    Owner.values(all.subList(from, Math.min(all.size(), from + KEYS))), "audiences",
                    List.copyOf(known.keySet())))) {
                List<String> its = row.get("inside").asList(id -> requireNonNull(known.get(id.asString())));
                allowance.take(1 + (long) its.size() * PLACE / MemoryAllowance.EVENT);
                inside.put(new AccountKey(row.get("key").asString()), Set.copyOf(its));
            }
        }
        return inside;
    }

    private Optional<LoadedAccount> account(Record row, AccountKey key,
            Optional<Map<AccountKey, PastTraits.PastAccount>> then) {
        if (then.isPresent()) {
            return Optional.ofNullable(then.get().get(key)).map(known -> new LoadedAccount(key, known.traits(),
                    known.members(), GraphValues.of(row, ids, false), known.unreadable()));
        }
        var custom = new GraphValues.CustomTraits(row.get("traits").values());
        if (row.get("long").asBoolean()) {
            traits.forEach(name -> custom.gaps.put(name, "is long: all that are asked for have, together, more than "
                    + ROW + " characters, which is the limit of an account"));
        }
        return Optional.of(new LoadedAccount(key, custom.merged(Map.of()),
                new TreeSet<>(row.get("members").asList(GraphValues::profile)), GraphValues.of(row, ids, false),
                new UnreadableParts(Map.of(), custom.gaps)));
    }

    private LoadedSubject<Subject.Person> person(ProfileId root, Record row, EventCollector events) {
        Value traits = row.get("traits");
        var custom = new GraphValues.CustomTraits(traits.isNull() ? List.of() : traits.values());
        Set<AccountKey> accounts = GraphValues.accounts(row.get("accounts"));
        var person = new Subject.Person(root, new HashSet<>(row.get("idTypes").asList(Value::asString)), events.byName,
                custom.merged(policies), accounts, gaps(events.gaps, custom.gaps).and(ofAccounts(accounts)),
                row.get("createdAt").isNull() ? null : row.get("createdAt").asZonedDateTime().toInstant());
        return new LoadedSubject<>(person, GraphValues.of(row, ids, row.get("strayDue").asBoolean()));
    }

    /** Of somebody who belongs to more accounts than are named. */
    private UnreadableParts ofAccounts(Set<AccountKey> accounts) {
        return accounts.size() <= MOST_ACCOUNTS
                ? UnreadableParts.NONE
                : new UnreadableParts(Map.of(), accountAudiences.stream().collect(Collectors.toMap(key -> key,
                        key -> "is of accounts, and they belong to more than " + MOST_ACCOUNTS)));
    }

    private static UnreadableParts gaps(Map<String, String> events, Map<String, String> traits) {
        return events.isEmpty() && traits.isEmpty() ? UnreadableParts.NONE : new UnreadableParts(events, traits);
    }

    private EventCollector events(Value rows) {
        var events = new EventCollector();
        for (Value row : rows.values()) {
            events.add(wanted.get(row.get(0).asInt()), row);
        }
        events.sort();
        return events;
    }

    /** The roots of rows. */
    public static List<ProfileId> rootsOf(List<Record> rows) {
        return rows.stream().map(row -> GraphValues.profile(row.get("root"))).toList();
    }
}
