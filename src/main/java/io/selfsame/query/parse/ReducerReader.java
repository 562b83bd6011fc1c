package io.selfsame.query.parse;

import io.selfsame.query.Cast;
import io.selfsame.query.Operand;
import io.selfsame.query.QueryException;
import io.selfsame.query.Reducer;
import io.selfsame.query.SelfsameQueryParser.ArgumentContext;
import io.selfsame.query.SelfsameQueryParser.CallContext;
import io.selfsame.query.SelfsameQueryParser.OperandContext;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.text.Suggest;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** What each reducer, like {@code sum(…)}, makes of its arguments. */
final class ReducerReader {

    private final SourcePositions places;
    private final TreeBuilder conditions;

    ReducerReader(SourcePositions places, TreeBuilder conditions) {
        this.places = places;
        this.conditions = conditions;
    }

    Reducer reducer(FunctionName word, CallContext call) {
        var arguments = new Arguments(places, word, call);
        if (word == FunctionName.COUNT) {
            if (!call.argument().isEmpty()) {
                throw problem(call.argument(0), "count() takes nothing in its brackets: for distinct values there is "
                        + "unique(property('sku')).count(), for other conditions where(..).");
            }
            return place(call, new Reducer.Count());
        }
        Optional<Reducer> ofEvents = switch (word) {
            case COUNT_DAYS -> Optional.of(new Reducer.CountDays());
            case FIRST_SEEN -> Optional.of(new Reducer.FirstSeen());
            case LAST_SEEN -> Optional.of(new Reducer.LastSeen());
            default -> Optional.empty();
        };
        if (ofEvents.isPresent()) {
            arguments.none();
            return place(call, ofEvents.get());
        }
        List<ArgumentContext> given = arguments.several(1, word == FunctionName.MODE ? 2 : 1, word == FunctionName.MODE
                ? "a property and the least number of times"
                : "one property");
        ArgumentContext first = arguments.unlabelled(given.getFirst(), "a property");
        Operand.Field field = taken(word, first, field(word, first));
        return place(call, switch (word) {
            case SUM -> new Reducer.Sum(field);
            case AVG -> new Reducer.Avg(field);
            case MAX -> new Reducer.Max(field, as(first, Reducer.ValueType.NUMBER));
            case MIN -> new Reducer.Min(field, as(first, Reducer.ValueType.NUMBER));
            case MODE -> new Reducer.Mode(field, as(first, Reducer.ValueType.STRING), given.size() == 1
                    ? 1
                    : arguments
                            .whole(arguments.asIs(arguments.unlabelled(given.get(1), "a number")),
                                    "The least number of times"));
            case FIRST -> new Reducer.First(field);
            case LAST -> new Reducer.Last(field);
            case UNIQUE -> new Reducer.Unique(field);
            default -> throw new IllegalArgumentException(word.text());
        });
    }

    private Operand.Field field(FunctionName word, ArgumentContext argument) {
        OperandContext lone = Arguments.lone(argument.condition());
        if (lone != null && conditions.asIs(lone) instanceof Operand.Field field) {
            return field;
        }
        throw problem(argument.condition(),
                word.text() + " takes a property of the events, like " + word.example() + ".");
    }

    /** What a reducer takes of a property. Mode has its own word for that, and so have max and min for all but numbers. */
    private Operand.Field taken(FunctionName word, ArgumentContext argument, Operand.Field field) {
        Token as = Arguments.as(argument);
        boolean own = word == FunctionName.MODE || ((word == FunctionName.MAX || word == FunctionName.MIN) && as != null
                && !as.getText().equals(Cast.NUMBER.word()));
        return own || as == null ? field : place(argument.condition(), field.taken(Literals.cast(as)));
    }

    private static Reducer.ValueType as(ArgumentContext argument, Reducer.ValueType standard) {
        Token name = Arguments.as(argument);
        if (name == null) {
            return standard;
        }
        return switch (name.getText()) {
            case "number" -> Reducer.ValueType.NUMBER;
            case "string" -> Reducer.ValueType.STRING;
            case "array" -> Reducer.ValueType.ARRAY;
            default -> throw QueryParser.problem(name, "Values are taken as number, string or array, not as '"
                    + Suggest.brief(name.getText()) + "'."
                    + (name.getText().equals("text")
                            ? " Did you mean 'string'?"
                            : Suggest.didYouMean(
                                    name.getText(), List.of("number", "string", "array"))));
        };
    }

    private <T> T place(ParserRuleContext context, T part) {
        return places.put(part, QueryParser.place(context.getStart()));
    }

    private static QueryException problem(ParserRuleContext context, String problem) {
        return QueryParser.problem(context.getStart(), problem);
    }
}
