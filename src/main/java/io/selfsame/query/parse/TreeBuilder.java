package io.selfsame.query.parse;

import io.selfsame.query.Cast;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.Reducer;
import io.selfsame.query.SelfsameQueryLexer;
import io.selfsame.query.SelfsameQueryParser.BaseContext;
import io.selfsame.query.SelfsameQueryParser.CallContext;
import io.selfsame.query.SelfsameQueryParser.ComparisonContext;
import io.selfsame.query.SelfsameQueryParser.ConditionContext;
import io.selfsame.query.SelfsameQueryParser.ConjunctionContext;
import io.selfsame.query.SelfsameQueryParser.NegationContext;
import io.selfsame.query.SelfsameQueryParser.OperandContext;
import io.selfsame.query.SelfsameQueryParser.QueryContext;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.text.Suggest;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** From what the grammar saw to the tree: conditions, and what chains of functions are. One for each text. */
final class TreeBuilder {

    private static final String TAKEN = "The value has an 'as' already.";

    private final SourcePositions places;
    private final CallReader calls;

    TreeBuilder(SourcePositions places) {
        this.places = places;
        this.calls = new CallReader(places, this);
    }

    /** What a chain of functions has come to. */
    private sealed interface ChainPart {
        /** Events, not yet one value. */
        record EventChain(Events events) implements ChainPart {}

        record ValueChain(Operand operand) implements ChainPart {}

        record TruthChain(Condition condition) implements ChainPart {}
    }

    Query.Membership membership(QueryContext query) {
        return new Query.Membership(condition(query.condition()));
    }

    Query.Computation computation(QueryContext query) {
        OperandContext lone = Arguments.lone(query.condition());
        if (lone == null) {
            throw notAValue(query.condition());
        }
        ChainPart part = part(lone);
        return switch (part) {
            case ChainPart.ValueChain(Operand.Reduction reduction) -> new Query.Computation(reduction);
            case ChainPart.ValueChain value ->
                throw problem(lone, "A computed trait is made of events: it begins with event('…').");
            case ChainPart.EventChain stream ->
                throw problem(lone, "A computed trait is one value: say which, like .count() or "
                        + ".sum(property('total')).");
            case ChainPart.TruthChain truth -> throw problem(lone.call().isEmpty() ? lone : lone.call().getLast(),
                    "A computed trait is a value, not a condition: leave this out, or make it an audience.");
        };
    }

    private static QueryException notAValue(ConditionContext condition) {
        ComparisonContext first = condition.conjunction(0).negation(0).comparison();
        boolean compared = condition.conjunction().size() == 1 && condition.conjunction(0).negation().size() == 1
                && condition.conjunction(0).negation(0).getChildCount() == 1;
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
        // All before the comparison are words; the nearest is about the least.
        for (int i = negation.getChildCount() - 2; i >= 0; i--) {
            Token word = ((TerminalNode) negation.getChild(i)).getSymbol();
            condition = places.put(prefixed(word, condition), QueryParser.place(word));
        }
        return condition;
    }

    private static Condition prefixed(Token word, Condition condition) {
        if (word.getType() == SelfsameQueryLexer.NOT) {
            return new Condition.Not(condition);
        }
        return word.getText().equalsIgnoreCase(FunctionName.ANY.text())
                ? new Condition.AnyUser(condition)
                : new Condition.AllUsers(condition);
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
            case ChainPart.ValueChain(Operand operand) -> named(first, operand);
            case ChainPart.EventChain stream ->
                throw problem(first, "Many events are not one value: reduce them first, like "
                        + ".count() " + symbol.getText() + " 1.");
            case ChainPart.TruthChain truth ->
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
        return right(operand, part(operand));
    }

    /** The same, before it is taken as something. */
    Operand asIs(OperandContext operand) {
        return right(operand, chain(operand));
    }

    private static Operand right(OperandContext operand, ChainPart part) {
        return switch (part) {
            case ChainPart.ValueChain(Operand value) -> value;
            case ChainPart.EventChain stream -> throw problem(operand, "Many events are not one value.");
            case ChainPart.TruthChain truth ->
                throw problem(operand, "A condition is not a value: on the right of a comparison stands "
                        + "a text, a number, true, false, or a single property(..), context(..) or trait(..).");
        };
    }

    /** A chain that stands for itself, as a condition. */
    private Condition truth(OperandContext operand) {
        return switch (part(operand)) {
            case ChainPart.TruthChain(Condition condition) -> condition;
            case ChainPart.ValueChain(Operand.Trait trait) -> place(operand, new Condition.Is(trait,
                    new Comparator.Compare(Comparator.Op.EQUALS, new Operand.Literal(true))));
            case ChainPart.ValueChain(Operand.Reduction reduction) ->
                throw problem(operand, "This is a value, not a condition: compare "
                        + "it, like >= 1.");
            case ChainPart.ValueChain(Operand.Literal literal) -> throw problem(operand, "A constant is no condition.");
            case ChainPart.ValueChain(Operand.Element element) ->
                throw problem(operand, "This is a value, not a condition: compare it, like = true or .exists().");
            case ChainPart.ValueChain(Operand.CreatedAt created) ->
                throw problem(operand,
                        "This is a value, not a condition: compare it, like created_at().within_last(7 days).");
            case ChainPart.ValueChain(Operand.Field field) ->
                throw problem(operand, "This is a value, not a condition: compare it, "
                        + "like = true or .exists().");
            case ChainPart.EventChain stream ->
                throw problem(operand, "How many events? Count and compare them, like .count() >= 1.");
        };
    }

    private ChainPart part(OperandContext operand) {
        ChainPart part = chain(operand);
        if (operand.AS() == null) {
            return part;
        }
        Token as = operand.AS().getSymbol();
        if (!(part instanceof ChainPart.ValueChain(Operand value))) {
            throw QueryParser.problem(as, "'as' stands after a value, like property('total') as number.");
        }
        String instead = switch (value) {
            case Operand.Literal l -> "A constant is what it is: write the number, or true or false.";
            case Operand.Reduction r -> "'as' stands inside the brackets, after the property, like "
                    + "event('Order').sum(property('total') as number).";
            case Operand.CreatedAt c -> "created_at() is a time, and no number.";
            case Operand.Field f -> f.as() == Cast.AS_IS ? "" : TAKEN;
            case Operand.Trait t -> t.as() == Cast.AS_IS ? "" : TAKEN;
            case Operand.Element e -> e.as() == Cast.AS_IS ? "" : TAKEN;
        };
        if (!instead.isEmpty()) {
            throw QueryParser.problem(as, instead);
        }
        return new ChainPart.ValueChain(place(operand, value.taken(cast(operand.NAME().getSymbol()))));
    }

    /** What the word after {@code as} stands for. */
    static Cast cast(Token name) {
        return Cast.of(name.getText()).orElseThrow(() -> {
            String meant = switch (name.getText().toLowerCase(Locale.ROOT)) {
                case "int", "integer", "float", "double", "decimal", "numeric" -> "number";
                case "bool" -> "boolean";
                case String other -> other;
            };
            return QueryParser.problem(name, "A value is taken as number or boolean here, not as '"
                    + Suggest.brief(name.getText()) + "'." + Suggest.didYouMean(meant, List.of("number", "boolean")));
        });
    }

    private ChainPart chain(OperandContext operand) {
        ChainPart part = base(operand.base());
        if (!operand.call().isEmpty() && part instanceof ChainPart.ValueChain(Operand.Literal literal)) {
            named(operand, literal);
        }
        for (CallContext call : operand.call()) {
            FunctionName word = calls.word(call, switch (part) {
                case ChainPart.EventChain stream ->
                    List.of(FunctionName.ChainPosition.FILTER, FunctionName.ChainPosition.REDUCER);
                case ChainPart.ValueChain value -> List.of(FunctionName.ChainPosition.COMPARATOR);
                case ChainPart.TruthChain truth -> List.of();
            });
            part = switch (part) {
                case ChainPart.EventChain(Events events) -> next(operand, events, word, call);
                case ChainPart.ValueChain(Operand value) -> next(operand, value, word, call);
                case ChainPart.TruthChain truth ->
                    throw problem(call, "Nothing follows a condition but AND, OR or the end.");
            };
        }
        return part;
    }

    private ChainPart base(BaseContext base) {
        if (base.condition() != null) {
            OperandContext lone = Arguments.lone(base.condition());
            return lone == null ? new ChainPart.TruthChain(condition(base.condition())) : part(lone);
        }
        CallContext call = base.call();
        if (call == null || (call.OPEN() == null && FunctionName.of(call.NAME().getText()).isEmpty())) {
            return new ChainPart.ValueChain(Literals.read(places, base));
        }
        FunctionName word = calls.word(call,
                List.of(FunctionName.ChainPosition.SOURCE, FunctionName.ChainPosition.MEMBERS));
        return switch (word.kind()) {
            case SOURCE ->
                word == FunctionName.EVENT || word == FunctionName.ANY_EVENT
                        ? new ChainPart.EventChain(calls.event(word, call))
                        : new ChainPart.ValueChain(calls.value(word, call));
            case MEMBERS -> new ChainPart.TruthChain(calls.members(word, call));
            case FILTER, REDUCER -> throw afterDot(call, word, FunctionName.EVENT);
            case COMPARATOR -> throw afterDot(call, word, FunctionName.TRAIT);
        };
    }

    private static QueryException afterDot(CallContext call, FunctionName word, FunctionName before) {
        return problem(call,
                word.text() + "(..) stands after a '.', like " + before.example() + "." + word.example() + ".");
    }

    private ChainPart next(OperandContext chain, Events events, FunctionName word, CallContext call) {
        return switch (word.kind()) {
            case FILTER -> new ChainPart.EventChain(place(chain, events.and(calls.filter(word, call))));
            case REDUCER ->
                new ChainPart.ValueChain(place(chain, new Operand.Reduction(events, calls.reducer(word, call))));
            case COMPARATOR -> throw problem(call, "Many events are not one value: reduce them before " + word.text()
                    + "(..), like .count() or .last(property('plan')).");
            case SOURCE, MEMBERS -> throw problem(call, word.text() + "(..) stands at the beginning, not after a '.'.");
        };
    }

    private ChainPart next(OperandContext chain, Operand value, FunctionName word, CallContext call) {
        if (word == FunctionName.COUNT && value instanceof Operand.Reduction(var events, Reducer.Unique(var field))) {
            new Arguments(places, word, call).none();
            return new ChainPart.ValueChain(place(chain, new Operand.Reduction(events,
                    place(call, new Reducer.UniqueCount(field)))));
        }
        if (word == FunctionName.DURING) {
            return new ChainPart.TruthChain(place(chain, new Condition.Is(value, calls.comparator(word, call))));
        }
        boolean reduced = value instanceof Operand.Reduction;
        return switch (word.kind()) {
            case COMPARATOR ->
                new ChainPart.TruthChain(place(chain, new Condition.Is(value, calls.comparator(word, call))));
            case FILTER -> throw problem(call, word.text() + "(..) filters events: it stands after event('…')"
                    + (reduced ? " and before what makes one value of them." : "; this is a single value.")
                    + (word == FunctionName.AFTER || word == FunctionName.BEFORE
                            ? " Values have " + word.text() + "_date(..)."
                            : ""));
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
                    : "The constant depends on the right: swap the sides, or write literal(" + text + ").");
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
