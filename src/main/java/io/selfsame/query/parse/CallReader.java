package io.selfsame.query.parse;

import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.QueryException;
import io.selfsame.query.SelfsameQueryParser.ArgumentContext;
import io.selfsame.query.SelfsameQueryParser.CallContext;
import io.selfsame.query.SelfsameQueryParser.OperandContext;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.text.Suggest;
import io.selfsame.query.text.UnitNames;
import io.selfsame.trait.ConsentTraits;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;

/** What each function but reducers makes of its arguments. */
final class CallReader {

    private final SourcePositions places;
    private final TreeBuilder conditions;

    CallReader(SourcePositions places, TreeBuilder conditions) {
        this.places = places;
        this.conditions = conditions;
    }

    /**
     * Which function is called.
     *
     * @param fitting the kinds that may stand there, whose names are suggested first
     */
    FunctionName word(CallContext call, List<FunctionName.ChainPosition> fitting) {
        String name = call.NAME().getText();
        return FunctionName.of(name).orElseThrow(() -> {
            if (name.equals("entity")) {
                return problem(call, "entity(..) is not supported: linked entities need a warehouse.");
            }
            if (UnitNames.unit(name).isPresent()) {
                return problem(call,
                        "A length of time is a number and a unit, like 7 days, and stands inside a function, "
                                + "like within(7 days).");
            }
            List<String> near = fitting.stream().flatMap(kind -> FunctionName.names(kind).stream()).toList();
            var nearest = Suggest.nearest(name, near).or(() -> Suggest.nearest(name, all()));
            return problem(call,
                    "There is no function '" + Suggest.brief(name) + "'." + nearest
                            .map(word -> " Did you mean '" + word + "'?")
                            .orElseGet(() -> near.isEmpty() ? "" : " Here may stand " + Suggest.oneOf(near) + "."));
        });
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>();
        for (FunctionName.ChainPosition kind : FunctionName.ChainPosition.values()) {
            all.addAll(FunctionName.names(kind));
        }
        return all;
    }

    Events event(FunctionName word, CallContext call) {
        var arguments = new Arguments(places, word, call);
        if (word == FunctionName.ANY_EVENT) {
            arguments.none();
            return place(call, new Events(Events.ANY, List.of()));
        }
        String name = arguments.text(arguments.one("the name of an event"));
        if (name.isEmpty()) {
            throw problem(call, "The event has an empty name. For events of every name there is any_event().");
        }
        return place(call, new Events(name, List.of()));
    }

    Condition members(FunctionName word, CallContext call) {
        Condition condition = inside(word, call);
        return place(call,
                word == FunctionName.ANY ? new Condition.AnyUser(condition) : new Condition.AllUsers(condition));
    }

    private Condition inside(FunctionName word, CallContext call) {
        var argument = new Arguments(places, word, call).oneValue("one condition (join several by AND)");
        return conditions.condition(argument.condition());
    }

    /** A trait, field or constant. */
    Operand value(FunctionName word, CallContext call) {
        var arguments = new Arguments(places, word, call);
        return place(call, switch (word) {
            case TRAIT -> new Operand.Trait(arguments.path(arguments.one("the key of a trait or audience")));
            case PROPERTY, CONTEXT -> {
                var argument = arguments.asIs(arguments.several(1, 1, "the path of a value").getFirst());
                yield new Operand.Field(
                        word == FunctionName.PROPERTY ? Operand.Source.PROPERTIES : Operand.Source.CONTEXT,
                        arguments.whose(argument), arguments.path(argument));
            }
            case LITERAL -> arguments.literal();
            case ELEMENT -> new Operand.Element(arguments.path(arguments.one("the path of a value")));
            case CREATED_AT -> {
                arguments.none();
                yield new Operand.CreatedAt();
            }
            case CONSENT -> {
                ArgumentContext category = arguments.one("one category");
                String name = arguments.text(category);
                if (name.isEmpty() || name.length() > ConsentTraits.LONGEST) {
                    throw problem(category, "A category has 1 to " + ConsentTraits.LONGEST + " characters.");
                }
                yield new Operand.Trait(Path.of(ConsentTraits.name(name)));
            }
            default -> throw new IllegalArgumentException(word.text());
        });
    }

    Filter filter(FunctionName word, CallContext call) {
        if (word == FunctionName.WHERE) {
            return place(call, new Filter.Where(inside(word, call)));
        }
        var arguments = new Arguments(places, word, call);
        var times = new TimeArguments(places, word, arguments);
        return place(call, switch (word) {
            case WITHIN -> {
                var argument = arguments.asIs(arguments.several(1, 1, "one length of time").getFirst());
                yield new Filter.Within(arguments.since(argument), times.span(argument));
            }
            case BETWEEN -> {
                String what = "two lengths of time, or two dates";
                List<ArgumentContext> both = arguments.several(2, 2, what);
                if (times.areDates(both)) {
                    yield new Filter.BetweenDates(times.moment(arguments.plain(both.get(0), "two dates")),
                            times.moment(arguments.plain(both.get(1), "two dates")));
                }
                yield new Filter.Between(arguments.since(both.get(0)), times.span(arguments.asIs(both.get(0))),
                        times.span(arguments.asIs(arguments.unlabelled(both.get(1), what))));
            }
            case AFTER -> new Filter.After(times.moment(arguments.one("one date")));
            case BEFORE -> new Filter.Before(times.moment(arguments.one("one date")));
            case DURING -> new Filter.During(times.period());
            case EXPIRES_AFTER -> new Filter.ExpiresAfter(times.span(arguments.one("one length of time")));
            case SOURCES -> sources(arguments, arguments.several(1, Integer.MAX_VALUE, "the sources to leave out"));
            default -> throw new IllegalArgumentException(word.text());
        });
    }

    private static Filter sources(Arguments arguments, List<ArgumentContext> sources) {
        if (!Arguments.label(sources.getFirst()).equals("exclude")) {
            throw problem(sources.getFirst(),
                    "sources(..) says which to leave out: " + FunctionName.SOURCES.example() + ".");
        }
        List<String> texts = new ArrayList<>();
        for (ArgumentContext source : sources) {
            texts.add(arguments.text(arguments.asIs(texts.isEmpty()
                    ? source
                    : arguments.unlabelled(source, "further sources"))));
        }
        return new Filter.ExcludeSources(texts);
    }

    Comparator comparator(FunctionName word, CallContext call) {
        var arguments = new Arguments(places, word, call);
        var times = new TimeArguments(places, word, arguments);
        return place(call, switch (word) {
            case EQUALS, DIFFERS, GREATER_THAN, AT_LEAST, LESS_THAN, AT_MOST -> new Comparator.Compare(
                    Comparator.Op.valueOf(word.name()), operand(arguments.oneValue("one value")));
            case EXISTS -> {
                arguments.none();
                yield new Comparator.Exists();
            }
            case ABSENT -> {
                arguments.none();
                yield new Comparator.Absent();
            }
            case CONTAINS -> new Comparator.Contains(texts(arguments));
            case OMITS -> new Comparator.Omits(texts(arguments));
            case STARTS_WITH -> new Comparator.StartsWith(arguments.text(arguments.one("one text")));
            case ENDS_WITH -> new Comparator.EndsWith(arguments.text(arguments.one("one text")));
            case EQUALS_IGNORE_CASE -> new Comparator.EqualsIgnoreCase(arguments.text(arguments.one("one text")));
            case CONTAINS_IGNORE_CASE -> new Comparator.ContainsIgnoreCase(texts(arguments));
            case MATCHES -> new Comparator.Matches(arguments.text(arguments.one("one pattern")), false);
            case MATCHES_IGNORE_CASE -> new Comparator.Matches(arguments.text(arguments.one("one pattern")), true);
            case VERSION_EQUALS, VERSION_GREATER_THAN, VERSION_AT_LEAST, VERSION_LESS_THAN, VERSION_AT_MOST ->
                new Comparator.CompareVersion(
                        Comparator.Op.valueOf(word.name().substring("VERSION_".length())),
                        arguments.text(arguments.one("one version")));
            case ONE_OF -> new Comparator.OneOf(literals(arguments));
            case NONE_OF -> new Comparator.NoneOf(literals(arguments));
            case IN_LIST -> new Comparator.InList(arguments.text(arguments.one("the key of one list")));
            case NOT_IN_LIST -> new Comparator.NotInList(arguments.text(arguments.one("the key of one list")));
            case BEFORE_DATE -> new Comparator.BeforeDate(operand(arguments.oneValue("one date")));
            case AFTER_DATE -> new Comparator.AfterDate(operand(arguments.oneValue("one date")));
            case WITHIN_LAST -> new Comparator.WithinLast(times.span(arguments.one("one length of time")));
            case WITHIN_NEXT -> new Comparator.WithinNext(times.span(arguments.one("one length of time")));
            case BEFORE_LAST -> new Comparator.BeforeLast(times.span(arguments.one("one length of time")));
            case AFTER_NEXT -> new Comparator.AfterNext(times.span(arguments.one("one length of time")));
            case ANNIVERSARY_WITHIN_NEXT ->
                new Comparator.AnniversaryWithinNext(times.span(arguments.one("one length of time")));
            case ANNIVERSARY_WITHIN_LAST ->
                new Comparator.AnniversaryWithinLast(times.span(arguments.one("one length of time")));
            case ANNIVERSARY_TODAY -> {
                arguments.none();
                yield new Comparator.AnniversaryToday();
            }
            case DURING -> new Comparator.During(times.period());
            case HAS -> {
                var argument = arguments.one("one condition on element(..) (join several by AND)");
                OperandContext lone = Arguments.lone(argument.condition());
                if (lone != null && lone.call().isEmpty() && lone.base().STRING() != null) {
                    throw problem(argument, "has(..) takes a condition on element(..), like " + word.example()
                            + "; a text is looked for by contains(..), a value of a list by = after a path with $.");
                }
                yield new Comparator.Has(inside(word, call));
            }
            default -> throw new IllegalArgumentException(word.text());
        });
    }

    private Operand operand(ArgumentContext argument) {
        OperandContext lone = Arguments.lone(argument.condition());
        if (lone == null) {
            throw problem(argument.condition(), "A value stands here: a text, a number, true, false, property(..), "
                    + "context(..) or trait(..).");
        }
        return conditions.right(lone);
    }

    private static List<String> texts(Arguments arguments) {
        return arguments.list("texts").stream().map(arguments::text).toList();
    }

    private static List<Operand.Literal> literals(Arguments arguments) {
        return arguments.list("values").stream().map(arguments::literal).toList();
    }

    private <T> T place(ParserRuleContext context, T part) {
        return places.put(part, QueryParser.place(context.getStart()));
    }

    private static QueryException problem(ParserRuleContext context, String problem) {
        return QueryParser.problem(context.getStart(), problem);
    }
}
