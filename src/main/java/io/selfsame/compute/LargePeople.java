package io.selfsame.compute;

import static java.util.Objects.requireNonNull;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.TraitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.neo4j.driver.Value;

/** Reads those of whom there is much, event by event and trait by trait. For one thread. */
final class LargePeople {

    private static final Statement EVENTS_OF = Statement.of("compute/eventsOf");
    private static final Statement TRAITS_OF = Statement.of("compute/traitsOf");

    /** Events that the server sends ahead. */
    private static final int EVENTS_AHEAD = 250;

    /** The same where each brings its whole body along, and then how many of one person stand in a row of others. */
    static final int BODIES = 50;

    private static final int TRAITS_AHEAD = 50;

    private final Graph graph;
    private final Asked asked;
    private final Map<String, TraitPolicy> policies;
    private final PeopleReader.Limits limits;

    /**
     * What definitions ask about people.
     *
     * @param events by name
     * @param needs the same, as {@code people.cypher} takes them
     * @param traits names
     * @param written names of the traits that the definitions write
     * @param ids of the definitions
     */
    record Asked(Map<String, Wanted> events, List<Map<String, Object>> needs, List<String> traits, List<String> written,
            Set<String> ids) {}

    /** Somebody of whom events, traits or both are still to be read. */
    record Rest(PeopleReader.Loaded<Subject.Person> person, boolean events, boolean traits) {}

    LargePeople(Graph graph, Asked asked, Map<String, TraitPolicy> policies, PeopleReader.Limits limits) {
        this.graph = graph;
        this.asked = asked;
        this.policies = policies;
        this.limits = limits;
    }

    /**
     * Reads what is missing.
     *
     * @throws Allowance.Exceeded if it takes more memory
     */
    PeopleReader.Loaded<Subject.Person> read(Rest rest, Allowance allowance) {
        var withTraits = rest.traits() ? withTraits(rest.person(), allowance) : rest.person();
        return rest.events() ? withEvents(withTraits, allowance) : withTraits;
    }

    /** Before they are merged they are as many as there are profiles. */
    private PeopleReader.Loaded<Subject.Person> withTraits(PeopleReader.Loaded<Subject.Person> one,
            Allowance allowance) {
        Subject.Person person = one.subject();
        List<Value> rows = graph.read(TRAITS_OF,
                Map.of("person", person.id(), "traits", asked.traits(), "keys", asked.written()), TRAITS_AHEAD,
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
        var custom = new StoredResults.Custom(rows);
        Map<String, String> gaps = rows.isEmpty()
                ? asked.traits().stream().collect(Collectors.toMap(name -> name,
                        name -> "cannot be read: those of all profiles that were merged are more than "
                                + limits.most() + ", or so long that they take as much, which is the limit"))
                : custom.gaps;
        var whole = new PeopleReader.Loaded<>(person.with(custom.merged(policies), person.accounts(),
                person.gaps().and(new Gaps(Map.of(), gaps))), StoredResults.of(one.stored(), rows, asked.ids()));
        allowance.take(PeopleReader.Loaded.weight(whole) - PeopleReader.Loaded.weight(one));
        return whole;
    }

    private static long weight(Value trait) {
        return 1 + 2L * (length(trait.get(1)) + length(trait.get(2))) / Memory.EVENT;
    }

    private static int length(Value value) {
        return value.asObject() instanceof String text ? text.length() : 0;
    }

    private PeopleReader.Loaded<Subject.Person> withEvents(PeopleReader.Loaded<Subject.Person> large,
            Allowance allowance) {
        Subject.Person person = large.subject();
        var all = new GatheredEvents();
        for (Map<String, Object> need : asked.needs()) {
            Wanted of = requireNonNull(asked.events().get(String.valueOf(need.get("name"))));
            long room = limits.most() - all.weight;
            GatheredEvents some = graph.read(EVENTS_OF, Map.of("person", person.id(), "name", of.name(), "from",
                    requireNonNull(need.get("from")), "columns", of.columns(), "most", room + 1), ahead(of),
                    rows -> {
                        var these = new GatheredEvents();
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
        return new PeopleReader.Loaded<>(new Subject.Person(person.id(), person.idTypes(), all.byName, person.traits(),
                person.accounts(), person.gaps().and(new Gaps(all.gaps, Map.of()))), large.stored());
    }

    /** How many events the server is to send ahead. */
    static int ahead(Wanted wanted) {
        return wanted.columns().contains(Wanted.BODY) ? BODIES : EVENTS_AHEAD;
    }
}
