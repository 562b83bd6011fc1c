package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.column.EventColumn;
import io.selfsame.json.Json;
import io.selfsame.query.Cast;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import io.selfsame.query.text.QueryText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains one query for one subject: for each condition what was found, and which events counted. For one thread. */
public final class Explanation {

    /** Events named for one condition; the count is exact all the same. */
    private static final int EVENTS = 20;

    /** Events and people named in all: each has its own conditions explained, of whose events each has its own again. */
    private static final int NAMED = 1_000;

    /** Of all values that are shown, as JSON. */
    private static final long CHARACTERS = 2_000_000;

    /** Each part is made ready once, so that what was found out for it of some events is not found out again for others. */
    private final IdentityHashMap<Condition, Evaluator.Test> tests = new IdentityHashMap<>();
    private final IdentityHashMap<Operand, Evaluator.Expression> expressions = new IdentityHashMap<>();
    private final IdentityHashMap<Events, EventSelection> streams = new IdentityHashMap<>();
    private final IdentityHashMap<Events, EventSelection> unconditional = new IdentityHashMap<>();

    private final ExplainedReferences references;
    private int named;
    private long characters;

    /**
     * An explanation of a query that may refer to definitions of a plan.
     *
     * @param run evaluates these definitions
     */
    public Explanation(EvaluationPlan plan, EvaluationRun run) {
        this.references = new ExplainedReferences(plan, run, this);
    }

    /** Whether there is room for one more event, person or definition. */
    boolean takesOneMore() {
        return named++ < NAMED;
    }

    /** Sets a value, or, once all values together are too long, {@code …LeftOut}: how many characters it has. */
    void show(ObjectNode into, String field, @Nullable Object value) {
        long length = value == null ? 0 : Evaluator.Outcome.characters(value);
        if (characters + length > CHARACTERS) {
            into.put(field + "LeftOut", length);
        } else {
            characters += length;
            into.set(field, Json.tree(value));
        }
    }

    public ObjectNode of(Query query, EvaluationContext context) {
        return switch (query) {
            case Query.Membership(Condition condition) -> explain(condition, context);
            case Query.Computation(Operand.Reduction reduction) -> {
                ObjectNode part = Json.object().put("computes", QueryText.write(query));
                found(part, reduction, context);
                yield part;
            }
        };
    }

    private ObjectNode explain(Condition condition, EvaluationContext context) {
        ObjectNode part = Json.object().put("condition", QueryText.write(new Query.Membership(condition)))
                .put("holds", tests.computeIfAbsent(condition, Evaluator::test).holds(context));
        switch (condition) {
            case Condition.And(List<Condition> all) -> parts(part.putArray("all"), all, context);
            case Condition.Or(List<Condition> any) -> parts(part.putArray("any"), any, context);
            case Condition.Not(Condition inner) -> part.set("not", explain(inner, context));
            case Condition.AnyUser(Condition inner) -> people(part, inner, context);
            case Condition.AllUsers(Condition inner) -> people(part, inner, context);
            case Condition.Is is -> {
                found(part, is.value(), context);
                notADate(part, is, context);
                notAVersion(part, is, context);
                notTaken(part, is, context);
                notItsElements(part, is);
                references.of(part, is, context);
            }
        }
        return part;
    }

    private void parts(ArrayNode into, List<Condition> conditions, EvaluationContext context) {
        conditions.forEach(condition -> into.add(explain(condition, context)));
    }

    private void people(ObjectNode part, Condition inner, EvaluationContext context) {
        if (context.subject() instanceof Subject.Account account) {
            ArrayNode people = part.put("people", account.people().size()).putArray("members");
            account.people().stream().limit(EVENTS).takeWhile(person -> takesOneMore()).forEach(
                    person -> people.add(explain(inner, context.of(person)).put("id", person.id().value())));
        }
    }

    private void found(ObjectNode part, Operand operand, EvaluationContext context) {
        Object found = value(operand, context);
        show(part, "found", found);
        if (!(operand instanceof Operand.Reduction reduction)) {
            return;
        }
        List<Condition> conditions = new ArrayList<>();
        List<Filter> others = new ArrayList<>();
        for (Filter filter : reduction.events().filters()) {
            if (filter instanceof Filter.Where(Condition condition)) {
                conditions.add(condition);
            } else {
                others.add(filter);
            }
        }
        List<PersonEvent> kept = streams.computeIfAbsent(reduction.events(), EventSelection::new).of(context);
        List<PersonEvent> counted = kept.stream()
                .filter(event -> ValueReasons.of(reduction.reducer(), event).isEmpty()).toList();
        var listing = new Listing(conditions, reduction.reducer());
        events(part.put("eventsCounted", counted.size()).putArray("events"), counted, listing, context);
        if (reduction.reducer().of().isPresent()) {
            List<PersonEvent> without = kept.stream()
                    .filter(event -> ValueReasons.of(reduction.reducer(), event).isPresent()).toList();
            events(part.put("eventsWithoutValue", without.size()).putArray("withoutValue"), without, listing, context);
        }
        if (found == null) {
            part.put("reason", ValueReasons.ofNone(reduction.reducer(), !counted.isEmpty()));
        }
        if (!conditions.isEmpty()) {
            // The same events, not equal ones.
            Set<PersonEvent> in = Collections.newSetFromMap(new IdentityHashMap<>());
            in.addAll(kept);
            List<PersonEvent> out = unconditional.computeIfAbsent(reduction.events(),
                    events -> new EventSelection(new Events(events.name(), others))).of(context).stream()
                    .filter(event -> !in.contains(event)).toList();
            events(part.put("eventsLeftOut", out.size()).putArray("leftOut"), out, listing, context);
        }
    }

    /** What is said of each event: what the conditions on it found, and what it gives to a value. */
    private record Listing(List<Condition> conditions, Reducer reducer) {}

    /** The newest of some events, each with what its conditions found: of a funnel, the events around it. */
    private void events(ArrayNode into, List<PersonEvent> events, Listing listing, EvaluationContext context) {
        events.reversed().stream().limit(EVENTS).takeWhile(event -> takesOneMore()).forEach(event -> {
            ObjectNode one = into.addObject()
                    .put("message_id", String.valueOf(event.values().get(PersonEvent.MESSAGE_ID)))
                    .put("event", String.valueOf(event.values().getOrDefault(PersonEvent.NAME, event.name())))
                    .put("timestamp", event.at().toString());
            listing.reducer().of().ifPresent(field -> {
                Object taken = Evaluator.EventPart.of(field).of(event);
                show(one, "value", taken == null ? event.value(EventColumn.of(field).name()) : taken);
                ValueReasons.of(listing.reducer(), event).ifPresent(why -> one.put("reason", why));
            });
            if (!listing.conditions().isEmpty()) {
                parts(one.putArray("where"), listing.conditions(), context.at(event));
            }
        });
    }

    private @Nullable Object value(Operand operand, EvaluationContext context) {
        return expressions.computeIfAbsent(operand, Evaluator::expression).value(context);
    }

    /** Says which side of a comparison is not what it is taken as. */
    private void notTaken(ObjectNode part, Condition.Is is, EvaluationContext context) {
        List<Operand> sides = is.comparator() instanceof Comparator.Compare(var op, Operand with)
                ? List.of(is.value(), with)
                : List.of(is.value());
        sides.stream().filter(side -> side.takenAs() != Cast.AS_IS)
                .flatMap(side -> ValueReasons.ofCast(side, value(side, context),
                        Evaluator.expression(side.taken(Cast.AS_IS)).value(context)).stream())
                .findFirst().ifPresent(why -> part.put("reason", why));
    }

    /** A whole list is a value like the text of its JSON, and equals no element, which is seldom what was meant. */
    private static void notItsElements(ObjectNode part, Condition.Is is) {
        boolean isWhole = is.comparator() instanceof Comparator.Compare || is.comparator() instanceof Comparator.OneOf
                || is.comparator() instanceof Comparator.NoneOf;
        String found = part.path("found").asText();
        if (isWhole && found.startsWith("[") && found.endsWith("]") && !part.has("reason")) {
            ValueReasons.ofWholeList(is.value()).ifPresent(why -> part.put("reason", why));
        }
    }

    private void notAVersion(ObjectNode part, Condition.Is is, EvaluationContext context) {
        if (is.comparator() instanceof Comparator.CompareVersion) {
            ValueReasons.ofVersion(is.value(), value(is.value(), context)).ifPresent(why -> part.put("reason", why));
        }
    }

    /** Says which side of a comparison of dates is none. */
    private void notADate(ObjectNode part, Condition.Is is, EvaluationContext context) {
        List<Operand> dates = switch (is.comparator()) {
            case Comparator.BeforeDate(Operand date) -> List.of(is.value(), date);
            case Comparator.AfterDate(Operand date) -> List.of(is.value(), date);
            case Comparator.WithinLast c -> List.of(is.value());
            case Comparator.WithinNext c -> List.of(is.value());
            case Comparator.BeforeLast c -> List.of(is.value());
            case Comparator.AfterNext c -> List.of(is.value());
            case Comparator.AnniversaryWithinNext c -> List.of(is.value());
            case Comparator.AnniversaryWithinLast c -> List.of(is.value());
            case Comparator.AnniversaryToday c -> List.of(is.value());
            case Comparator.During c -> List.of(is.value());
            case Comparator.Compare c -> List.of();
            case Comparator.Exists c -> List.of();
            case Comparator.Absent c -> List.of();
            case Comparator.Contains c -> List.of();
            case Comparator.Omits c -> List.of();
            case Comparator.StartsWith c -> List.of();
            case Comparator.EndsWith c -> List.of();
            case Comparator.EqualsIgnoreCase c -> List.of();
            case Comparator.ContainsIgnoreCase c -> List.of();
            case Comparator.Matches c -> List.of();
            case Comparator.CompareVersion c -> List.of();
            case Comparator.OneOf c -> List.of();
            case Comparator.NoneOf c -> List.of();
            case Comparator.Has c -> List.of();
            case Comparator.InList c -> List.of();
            case Comparator.NotInList c -> List.of();
        };
        dates.stream().flatMap(date -> ValueReasons.ofDate(date, value(date, context)).stream()).findFirst()
                .ifPresent(why -> part.put("reason", why));
    }
}
