package io.selfsame.compute.people;

import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.evaluate.UnreadableParts;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.query.Events;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * People and their events, from the rows of the statements that load them. Immutable.
 *
 * @param asked what the statements were asked for
 */
record PersonRows(RequestedParts asked, Map<String, TraitPolicy> policies) {

    /** Accounts of one person: a person with more is not asked for audiences of accounts. */
    static final int MOST_ACCOUNTS = 1_000;

    private PeopleLoader.LoadedSubject<Subject.Person> person(ProfileId root, Record row) {
        EventCollector events = events(row.get("events"));
        Value traits = row.get("traits");
        var custom = new GraphValues.CustomTraits(traits.isNull() ? List.of() : traits.values());
        Set<AccountKey> accounts = GraphValues.accounts(row.get("accounts"));
        var person = new Subject.Person(root, new HashSet<>(row.get("idTypes").asList(Value::asString)), events.byName,
                custom.merged(policies), accounts, gaps(events.gaps, custom.gaps).and(ofAccounts(accounts)),
                row.get("createdAt").isNull() ? null : row.get("createdAt").asZonedDateTime().toInstant());
        return new PeopleLoader.LoadedSubject<>(person,
                GraphValues.of(row, asked.ids(), row.get("strayDue").asBoolean()));
    }

    /**
     * What one read has brought.
     *
     * @param few people who are complete
     * @param large people whose events or traits are still to be read
     * @param damaged people who cannot be loaded
     * @param seen all of them
     * @param weight their memory, in events with one short value
     * @param whole whether the statement had no more rows
     */
    record ReadPart(List<PeopleLoader.LoadedSubject<Subject.Person>> few, List<LargePeopleReader.Remainder> large,
            List<ProfileId> damaged, List<ProfileId> seen, long weight, boolean whole) {}

    /**
     * Reads rows of {@code people.cypher}, until they have enough events.
     *
     * @throws MemoryAllowance.Exceeded if they take more memory
     */
    ReadPart read(Iterator<Record> rows, long enough, MemoryAllowance allowance) {
        List<PeopleLoader.LoadedSubject<Subject.Person>> few = new ArrayList<>();
        List<LargePeopleReader.Remainder> large = new ArrayList<>();
        List<ProfileId> damaged = new ArrayList<>();
        List<ProfileId> seen = new ArrayList<>();
        long weight = 0;
        while (rows.hasNext() && weight < enough) {
            Record row = rows.next();
            ProfileId root = GraphValues.profile(row.get("root"));
            seen.add(root);
            try {
                var one = person(root, row);
                boolean events = row.get("large").asBoolean();
                boolean traits = row.get("traits").isNull();
                if (events || traits) {
                    large.add(new LargePeopleReader.Remainder(one, events, traits));
                } else {
                    few.add(one);
                }
                weight += PeopleLoader.LoadedSubject.weight(one);
            } catch (RuntimeException e) {
                damaged.add(root);
            }
            allowance.require(weight);
        }
        return new ReadPart(few, large, damaged, seen, weight, !rows.hasNext());
    }

    /** A person as known at an instant; empty if they were not known by then. */
    Optional<PeopleLoader.LoadedSubject<Subject.Person>> asOf(PeopleLoader.LoadedSubject<Subject.Person> one,
            Map<ProfileId, PastTraits.PastPerson> then) {
        Subject.Person person = one.subject();
        return Optional.ofNullable(then.get(person.id())).map(known -> {
            // Traits as they are now are not asked for.
            var unreadable = new UnreadableParts(person.unreadable().events(), known.unreadable().traits())
                    .and(ofAccounts(known.accounts()));
            return new PeopleLoader.LoadedSubject<>(person.with(known.traits(), known.accounts(), unreadable),
                    one.stored());
        });
    }

    private EventCollector events(Value rows) {
        var events = new EventCollector();
        for (Value row : rows.values()) {
            events.add(asked.events().get(row.get(0).asInt()), row);
        }
        events.sort();
        return events;
    }

    private static UnreadableParts gaps(Map<String, String> events, Map<String, String> traits) {
        return events.isEmpty() && traits.isEmpty() ? UnreadableParts.NONE : new UnreadableParts(events, traits);
    }

    /** What cannot be evaluated of a person who belongs to more accounts than are read. */
    private UnreadableParts ofAccounts(Set<AccountKey> accounts) {
        return accounts.size() <= MOST_ACCOUNTS
                ? UnreadableParts.NONE
                : new UnreadableParts(Map.of(), asked.accountAudiences().stream().collect(Collectors.toMap(key -> key,
                        key -> "is of accounts, and they belong to more than " + MOST_ACCOUNTS)));
    }

    /**
     * The event in a row of {@code touched.cypher}: once by its name, once among those of every name, or both.
     *
     * @throws RuntimeException if it cannot be read
     */
    List<PersonEvent> ledgerEvents(Record row) {
        List<PersonEvent> events = new ArrayList<>(2);
        if (!row.get("values").isNull()) {
            events.add(asked.named(row.get("name").asString()).event(row.get("timestamp"), row.get("seq"),
                    row.get("values")));
        }
        if (!row.get("anyValues").isNull()) {
            events.add(asked.named(Events.ANY).event(row.get("timestamp"), row.get("seq"), row.get("anyValues")));
        }
        return events;
    }
}
