package io.selfsame.compute.people;

import static java.util.Objects.requireNonNull;

import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.evaluate.UnreadableParts;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.query.Events;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.neo4j.driver.Value;

/** Reads people with many events or traits, event by event and trait by trait. For one thread. */
public final class LargePeopleReader {

    private static final Statement EVENTS_OF = Statement.of("compute/eventsOf");
    private static final Statement ALL_EVENTS_OF = Statement.of("compute/allEventsOf");
    private static final Statement TRAITS_OF = Statement.of("compute/traitsOf");

    /** Events that the server sends ahead. */
    private static final int EVENTS_AHEAD = 250;

    /** The same where each brings its whole body along, and then how many of one person stand in a row of others. */
    static final int BODIES = 50;

    private static final int TRAITS_AHEAD = 50;

    private final Graph graph;
    private final RequestedParts asked;
    private final Map<String, TraitPolicy> policies;
    private final PeopleLoader.LoadLimits limits;

    /** A person whose events, traits or both are still to be read. */
    record Remainder(PeopleLoader.LoadedSubject<Subject.Person> person, boolean events, boolean traits) {}

    LargePeopleReader(Graph graph, RequestedParts asked, Map<String, TraitPolicy> policies,
            PeopleLoader.LoadLimits limits) {
        this.graph = graph;
        this.asked = asked;
        this.policies = policies;
        this.limits = limits;
    }

    /**
     * Reads what is missing.
     *
     * @throws MemoryAllowance.Exceeded if it takes more memory
     */
    PeopleLoader.LoadedSubject<Subject.Person> read(Remainder rest, MemoryAllowance allowance) {
        var withTraits = rest.traits() ? withTraits(rest.person(), allowance) : rest.person();
        return rest.events() ? withEvents(withTraits, allowance) : withTraits;
    }

    /** Before they are merged they are as many as there are profiles. */
    private PeopleLoader.LoadedSubject<Subject.Person> withTraits(PeopleLoader.LoadedSubject<Subject.Person> one,
            MemoryAllowance allowance) {
        Subject.Person person = one.subject();
        List<Value> rows = graph.read(TRAITS_OF,
                Map.of("person", person.id().value(), "traits", asked.traits(), "keys", asked.written()), TRAITS_AHEAD,
                read -> {
                    List<Value> some = new ArrayList<>();
                    long weight = 0;
                    while (read.hasNext() && weight <= limits.most()) {
                        some.add(read.next().get("trait"));
                        weight += weight(some.getLast());
                        allowance.require(weight);
                    }
                    return weight > limits.most() ? List.of() : some;
                });
        var custom = new GraphValues.CustomTraits(rows);
        Map<String, String> gaps = rows.isEmpty()
                ? asked.traits().stream().collect(Collectors.toMap(name -> name,
                        name -> "cannot be read: those of all profiles that were merged are more than "
                                + limits.most() + ", or so long that they take as much, which is the limit"))
                : custom.gaps;
        var whole = new PeopleLoader.LoadedSubject<>(person.with(custom.merged(policies), person.accounts(),
                person.unreadable().and(new UnreadableParts(Map.of(), gaps))),
                GraphValues.of(one.stored(), rows, asked.ids()));
        allowance.take(PeopleLoader.LoadedSubject.weight(whole) - PeopleLoader.LoadedSubject.weight(one));
        return whole;
    }

    private static long weight(Value trait) {
        return 1 + 2L * (length(trait.get(1)) + length(trait.get(2))) / MemoryAllowance.EVENT;
    }

    private static int length(Value value) {
        return value.asObject() instanceof String text ? text.length() : 0;
    }

    private PeopleLoader.LoadedSubject<Subject.Person> withEvents(PeopleLoader.LoadedSubject<Subject.Person> large,
            MemoryAllowance allowance) {
        Subject.Person person = large.subject();
        var all = new EventCollector();
        for (Map<String, Object> need : asked.needs()) {
            WantedEvents of = requireNonNull(asked.byName().get(String.valueOf(need.get("name"))));
            long room = limits.most() - all.weight;
            Map<String, Object> asking = new HashMap<>(Map.of("person", person.id().value(), "from",
                    requireNonNull(need.get("from")), "columns", of.columns(), "most", room + 1));
            boolean any = of.name().equals(Events.ANY);
            if (!any) {
                asking.put("name", of.name());
            }
            EventCollector some = graph.read(any ? ALL_EVENTS_OF : EVENTS_OF, asking, ahead(of),
                    rows -> {
                        var these = new EventCollector();
                        while (rows.hasNext() && these.weight <= room) {
                            these.add(of, rows.next());
                            allowance.require(all.weight + these.weight);
                        }
                        return these;
                    });
            if (some.weight > room) {
                all.gaps.put(of.name(), "are more than " + limits.most()
                        + ", or with long values as much as so many, with what else is asked for, which is the limit");
            } else {
                all.addAll(some);
            }
        }
        allowance.take(all.weight);
        all.sort();
        return new PeopleLoader.LoadedSubject<>(
                person.withEvents(all.byName, person.unreadable().and(new UnreadableParts(all.gaps, Map.of()))),
                large.stored());
    }

    /** The number of events that the server should send ahead. */
    public static int ahead(WantedEvents wanted) {
        return wanted.columns().contains(WantedEvents.BODY) ? BODIES : EVENTS_AHEAD;
    }
}
