package io.selfsame.query;

import io.selfsame.query.SelfsameQueryParser.BaseContext;
import io.selfsame.query.SelfsameQueryParser.CallContext;
import io.selfsame.query.SelfsameQueryParser.ComparisonContext;
import io.selfsame.query.SelfsameQueryParser.ConditionContext;
import io.selfsame.query.SelfsameQueryParser.ConjunctionContext;
import io.selfsame.query.SelfsameQueryParser.NegationContext;
import io.selfsame.query.SelfsameQueryParser.OperandContext;
import io.selfsame.query.SelfsameQueryParser.QueryContext;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** From what the grammar saw to the tree: conditions, and what chains of functions are. One for each text. */
final class TreeBuilder {

    private final Places places;
    private final CallReader calls;

    TreeBuilder(Places places) {
        this.places = places;
        this.calls = new CallReader(places, this);
    }

    /** What a chain of functions has come to. */
    private sealed interface Part {
        /** Events, not yet one value. */
        record Stream(Events events) implements Part {}

        record Value(Operand operand) implements Part {}

        record Truth(Condition condition) implements Part {}
    }

    Query.Membership membership(QueryContext query) {
        return new Query.Membership(condition(query.condition()));
    }

    Query.Computation computation(QueryContext query) {
        OperandContext lone = Arguments.lone(query.condition());
        if (lone == null) {
            throw notAValue(query.condition());
        }
        Part part = part(lone);
        return switch (part) {
            case Part.Value(Operand.Reduction reduction) -> new Query.Computation(reduction);
            case Part.Value value ->
                throw problem(lone, "A computed trait is made of events: it begins with event('…').");
            case Part.Stream stream -> throw problem(lone, "A computed trait is one value: say which, like .count() or "
                    + ".sum(property('total')).");
            case Part.Truth truth -> throw problem(lone.call().isEmpty() ? lone : lone.call().getLast(),
                    "A computed trait is a value, not a condition: leave this out, or make it an audience.");
        };
    }

    private static QueryException notAValue(ConditionContext condition) {
        ComparisonContext first = condition.conjunction(0).negation(0).comparison();
        boolean compared = condition.conjunction().size() == 1 && condition.conjunction(0).negation().size() == 1
                && condition.conjunction(0).negation(0).NOT().isEmpty();
        Token at = compared ? first.OPERATOR(0).getSymbol() : condition.getStart();
        return QueryParser.problem(at, "A computed trait is a value, not a condition: " + (compared
                ? "leave the comparison out, or make it an audience."
                : "it has no AND, OR or NOT."));
    }

    Condition condition(ConditionContext condition) {
        List<Condition> any = condition.conjunction().stream().map(this::conjunction).toList();
        return any.size() == 1 ? any.getFirst() : place(condition, new Condition.Or(any));
    }

    private Condition conjunction(ConjunctionContext conjunction) {
        List<Condition> all = conjunction.negation().stream().map(this::negation).toList();
        return all.size() == 1 ? all.getFirst() : place(conjunction, new Condition.And(all));
    }

    private Condition negation(NegationContext negation) {
        Condition condition = comparison(negation.comparison());
        for (int i = negation.NOT().size(); i > 0; i--) {
            condition = place(negation, new Condition.Not(condition));
        }
        return condition;
    }

    private Condition comparison(ComparisonContext comparison) {
        OperandContext first = comparison.operand(0);
        if (comparison.OPERATOR().isEmpty()) {
            return truth(first);
        }
        if (comparison.OPERATOR().size() > 1) {
            throw QueryParser.problem(comparison.OPERATOR(1).getSymbol(),
                    "A comparison has two sides: join two comparisons "
                            + "by AND.");
        }
        Token symbol = comparison.OPERATOR(0).getSymbol();
        refuseNull(comparison.operand(1), symbol.getText());
        Operand left = switch (part(first)) {
            case Part.Value(Operand operand) -> named(first, operand);
            case Part.Stream stream -> throw problem(first, "Many events are not one value: reduce them first, like "
                    + ".count() " + symbol.getText() + " 1.");
            case Part.Truth truth ->
                throw QueryParser.problem(symbol, "What stands before this is true or false already: "
                        + "leave the comparison out, or begin with NOT.");
        };
        var op = Comparator.Op.of(symbol.getText()).orElseThrow();
        return place(comparison, new Condition.Is(left, places.put(
                new Comparator.Compare(op, right(comparison.operand(1))), QueryParser.place(symbol))));
    }

    private static void refuseNull(OperandContext right, String symbol) {
        CallContext call = right.base().call();
        if (call != null && call.OPEN() == null && right.call().isEmpty()
                && List.of("null", "nil", "undefined").contains(call.NAME().getText().toLowerCase(Locale.ROOT))) {
            throw problem(right, symbol.equals("!=")
                    ? "A value that is there is found by .exists(), not by != null."
                    : "A missing value is found by .absent(), not by " + symbol + " " + call.NAME().getText() + ".");
        }
    }

    /** The value on the right of a comparison, or inside its brackets. */
    Operand right(OperandContext operand) {
        return switch (part(operand)) {
            case Part.Value(Operand value) -> value;
            case Part.Stream stream -> throw problem(operand, "Many events are not one value.");
            case Part.Truth truth ->
                throw problem(operand, "A condition is not a value: on the right of a comparison stands "
                        + "a text, a number, true, false, or a single property(..), context(..) or trait(..).");
        };
    }

    /** A chain that stands for itself, as a condition. */
    private Condition truth(OperandContext operand) {
        return switch (part(operand)) {
            case Part.Truth(Condition condition) -> condition;
            case Part.Value(Operand.Trait trait) -> place(operand, new Condition.Is(trait,
                    new Comparator.Compare(Comparator.Op.EQUALS, new Operand.Literal(true))));
            case Part.Value(Operand.Reduction reduction) ->
                throw problem(operand, "This is a value, not a condition: compare "
                        + "it, like >= 1.");
            case Part.Value(Operand.Literal literal) -> throw problem(operand, "A constant is no condition.");
            case Part.Value(Operand.Field field) ->
                throw problem(operand, "This is a value, not a condition: compare it, "
                        + "like = true or .exists().");
            case Part.Stream stream ->
                throw problem(operand, "How many events? Count and compare them, like .count() >= 1.");
        };
    }

    private Part part(OperandContext operand) {
        Part part = base(operand.base());
        if (!operand.call().isEmpty() && part instanceof Part.Value(Operand.Literal literal)) {
            named(operand, literal);
        }
        for (CallContext call : operand.call()) {
            Word word = calls.word(call, switch (part) {
                case Part.Stream stream -> List.of(Word.Kind.FILTER, Word.Kind.REDUCER);
                case Part.Value value -> List.of(Word.Kind.COMPARATOR);
                case Part.Truth truth -> List.of();
            });
            part = switch (part) {
                case Part.Stream(Events events) -> next(operand, events, word, call);
                case Part.Value(Operand value) -> next(operand, value, word, call);
                case Part.Truth truth -> throw problem(call, "Nothing follows a condition but AND, OR or the end.");
            };
        }
        return part;
    }

    private Part base(BaseContext base) {
        if (base.condition() != null) {
            OperandContext lone = Arguments.lone(base.condition());
            return lone == null ? new Part.Truth(condition(base.condition())) : part(lone);
        }
        CallContext call = base.call();
        if (call == null || (call.OPEN() == null && Word.of(call.NAME().getText()).isEmpty())) {
            return new Part.Value(Literals.read(places, base));
        }
        Word word = calls.word(call, List.of(Word.Kind.SOURCE, Word.Kind.MEMBERS));
        return switch (word.kind()) {
            case SOURCE ->
                word == Word.EVENT ? new Part.Stream(calls.event(call)) : new Part.Value(calls.value(word, call));
            case MEMBERS -> new Part.Truth(calls.members(word, call));
            case FILTER, REDUCER -> throw afterDot(call, word, Word.EVENT);
            case COMPARATOR -> throw afterDot(call, word, Word.TRAIT);
        };
    }

    private static QueryException afterDot(CallContext call, Word word, Word before) {
        return problem(call,
                word.text() + "(..) stands after a '.', like " + before.example() + "." + word.example() + ".");
    }

    private Part next(OperandContext chain, Events events, Word word, CallContext call) {
        return switch (word.kind()) {
            case FILTER -> new Part.Stream(place(chain, events.and(calls.filter(word, call))));
            case REDUCER -> new Part.Value(place(chain, new Operand.Reduction(events, calls.reducer(word, call))));
            case COMPARATOR -> throw problem(call, "Many events are not one value: reduce them before " + word.text()
                    + "(..), like .count() or .last(property('plan')).");
            case SOURCE, MEMBERS -> throw problem(call, word.text() + "(..) stands at the beginning, not after a '.'.");
        };
    }

    private Part next(OperandContext chain, Operand value, Word word, CallContext call) {
        if (word == Word.COUNT && value instanceof Operand.Reduction(var events, Reducer.Unique(var field))) {
            new Arguments(places, word, call).none();
            return new Part.Value(place(chain, new Operand.Reduction(events,
                    place(call, new Reducer.UniqueCount(field)))));
        }
        boolean reduced = value instanceof Operand.Reduction;
        return switch (word.kind()) {
            case COMPARATOR -> new Part.Truth(place(chain, new Condition.Is(value, calls.comparator(word, call))));
            case FILTER -> throw problem(call, word.text() + "(..) filters events: it stands after event('…')"
                    + (reduced ? " and before what makes one value of them." : "; this is a single value."));
            case REDUCER -> throw problem(call, word.text() + "(..) makes one value of many events; this is one value "
                    + "already." + (reduced ? "" : " Begin with event('…')."));
            case SOURCE, MEMBERS -> throw problem(call, word.text() + "(..) stands at the beginning, not after a '.'.");
        };
    }

    /** The operand, unless it is a constant that does not say so: it is more likely a name. */
    private static Operand named(OperandContext context, Operand operand) {
        if (operand instanceof Operand.Literal(Object value) && context.base().call() == null) {
            String text = Suggest.brief(context.base().getText());
            throw problem(context, value instanceof String
                    ? "A text stands where a value is expected: write trait(" + text + ") or property(" + text
                            + "), or literal(" + text + ") for the text itself."
                    : "The constant stands on the right: swap the sides, or write literal(" + text + ").");
        }
        return operand;
    }

    private <T> T place(ParserRuleContext context, T part) {
        return places.put(part, QueryParser.place(context.getStart()));
    }

    private static QueryException problem(ParserRuleContext context, String problem) {
        return QueryParser.problem(context.getStart(), problem);
    }
}
