package io.selfsame.query.parse;

import io.selfsame.query.Cast;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Operand;
import io.selfsame.query.QueryException;
import io.selfsame.query.Reducer;
import io.selfsame.query.SelfsameQueryParser.BaseContext;
import io.selfsame.query.SelfsameQueryParser.CallContext;
import io.selfsame.query.SelfsameQueryParser.OperandContext;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.text.Suggest;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Reads chains of functions, like {@code event('Order').within(7 days).count()}, and values. One for each text. */
final class ChainReader {

    private static final String TAKEN = "The value has an 'as' already.";

    private final SourcePositions places;
    private final TreeBuilder conditions;
    private final CallReader calls;
    private final ReducerReader reducers;

    ChainReader(SourcePositions places, TreeBuilder conditions) {
        this.places = places;
        this.conditions = conditions;
        this.calls = new CallReader(places, conditions);
        this.reducers = new ReducerReader(places, conditions);
    }

    /** A chain with the {@code as} after it. */
    ChainPart part(OperandContext operand) {
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
        return new ChainPart.ValueChain(place(operand, value.taken(Literals.cast(operand.NAME().getSymbol()))));
    }

    /** A chain without what follows it. */
    ChainPart chain(OperandContext operand) {
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
            return lone == null ? new ChainPart.TruthChain(conditions.condition(base.condition())) : part(lone);
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
                new ChainPart.ValueChain(place(chain, new Operand.Reduction(events, reducers.reducer(word, call))));
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
    static Operand named(OperandContext context, Operand operand) {
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
