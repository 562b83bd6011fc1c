package io.selfsame.query.check;

import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import java.util.Deque;

/** The rules of {@link QueryCheck} for where a part may stand: in a condition on a person, an account, an event or an element. */
final class PlacementCheck {

    private static final String NO_GRANDPARENT = "is the event two levels up, and here is none: it stands only in an "
            + "event(..) inside the where(..) of one that is inside the where(..) of another.";

    private final SourcePositions places;
    private final boolean accounts;

    /** @param accounts whether the query is about accounts, not people */
    PlacementCheck(SourcePositions places, boolean accounts) {
        this.places = places;
        this.accounts = accounts;
    }

    /** ANY and ALL. */
    void members(Condition condition, CheckScope scope) {
        switch (scope) {
            case SUBJECT -> {
                if (!accounts) {
                    throw places.problem(condition,
                            "ANY and ALL are about the people of an account; this is about people. For "
                                    + "conditions of which one is enough there is OR.");
                }
            }
            case MEMBER ->
                throw places.problem(condition, "ANY and ALL do not stand inside one another: there it is about a "
                        + "person already.");
            case ELEMENT ->
                throw places.problem(condition, "ANY and ALL do not stand inside has(..), which is about an "
                        + "element of an array.");
            case EVENT, CHILD, GRANDCHILD ->
                throw places.problem(condition, "ANY and ALL do not stand inside where(..), which is about an "
                        + "event: put event('…') inside them.");
        }
    }

    /**
     * The event or the instant from which the window of a filter is counted.
     *
     * @param scope what conditions inside the filter are about
     */
    void since(Filter filter, Filter.Since since, CheckScope scope) {
        boolean known = switch (since) {
            case NOW -> true;
            case PARENT, CHAIN -> scope.ofChild();
            case GRANDPARENT -> scope == CheckScope.GRANDCHILD;
        };
        if (!known) {
            throw places.problem(filter, switch (since) {
                case GRANDPARENT -> "'grandparent:' " + NO_GRANDPARENT + " For the event around this one there is "
                        + "'parent:'.";
                case CHAIN -> "'chain:' is the outermost of the events around this one: it stands only in an event(..) "
                        + "inside the where(..) of another. To look back from now, leave it out.";
                case NOW, PARENT -> "'parent:' is the event around this one: it stands only in an event(..) inside the "
                        + "where(..) of another. To look back from now, leave it out.";
            });
        }
    }

    /**
     * A property or context of an event.
     *
     * @param around the events that it stands in, the nearest first
     */
    void field(Operand.Field field, CheckScope scope, Deque<Events> around) {
        String name = field.source() == Operand.Source.PROPERTIES ? "property" : "context";
        if (!scope.ofEvent()) {
            throw places.problem(field,
                    name + "(..) belongs to an event: it stands inside where(..) or a reducer, after "
                            + "event('…'). What is known of a person or account is trait('…').");
        }
        if (field.of() == Operand.Whose.PARENT && !scope.ofChild()) {
            throw places.problem(field,
                    name + "(parent: ..) belongs to the event around this one: it stands only in an "
                            + "event(..) inside the where(..) of another.");
        }
        if (field.of() == Operand.Whose.GRANDPARENT && scope != CheckScope.GRANDCHILD) {
            throw places.problem(field, name + "(grandparent: ..) " + NO_GRANDPARENT);
        }
        Events whose = around.stream().skip(field.of().levels()).findFirst().orElseThrow();
        if (whose.isAny()) {
            throw places.problem(field,
                    name + "(..) belongs to events of one name, and any_event() has those of every name: "
                            + "begin with event('…') instead.");
        }
    }
}
