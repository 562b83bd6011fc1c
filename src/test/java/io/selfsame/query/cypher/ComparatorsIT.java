package io.selfsame.query.cypher;

import static io.selfsame.query.cypher.Queries.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Cast;
import io.selfsame.query.Comparator.*;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Reducer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every comparator on values of every kind. Each person has one value {@code v}, called as the person, on an event and as
 * a trait; whoever is not expected must be found under NOT.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparatorsIT {

    private static final String INSTANT = "2026-02-01T00:00:00Z";
    private static final Map<String, List<Object>> LISTS = Map.of("goods", List.of(12L, "shoe", INSTANT), "nothing",
            List.of());

    private final Facts facts = new Facts();
    private final Set<String> everybody = new TreeSet<>();

    @BeforeAll
    void eachHasOneValue() {
        value("int12", 12L);
        value("float12", 12.0);
        value("half", 0.5);
        value("text12", "12");
        value("shop", "https://a/shop");
        value("shoe", "shoe");
        value("empty", "");
        value("yes", true);
        value("no", false);
        value("utc", INSTANT);
        value("cet", "2026-02-01T01:00:00.000+01:00");
        value("noDay", "2026-02-30T00:00:00Z");
        value("dateOnly", "2026-02-01");
        value("now", "2026-03-01T00:00Z");
        value("tomorrow", "2026-03-02T00:00:00Z");
        value("leap", "2028-02-29T23:59:59.5-05:00");
        everybody.add("nothing");
        facts.did("nothing", "Seen", Facts.ago(1)).commit();
    }

    private void value(String name, Object value) {
        everybody.add(name);
        facts.did(name, "Seen", Facts.ago(1), "properties.v", value, "properties.w", value)
                .hasTrait(name, Facts.ago(1), "v", value);
    }

    @AfterAll
    void close() {
        facts.close();
    }

    static Stream<Arguments> comparators() {
        var v = property("v");
        return Stream.of(
                arguments("number", is(v, "=", 12), "int12 float12"),
                arguments("number differs", is(v, "!=", 12.0),
                        "half text12 shop shoe empty yes no utc cet noDay dateOnly now tomorrow leap"),
                arguments("above", is(v, ">", 0.5), "int12 float12"),
                arguments("at least", is(v, ">=", 12), "int12 float12"),
                arguments("below", is(v, "<", 12), "half"),
                arguments("at most", is(v, "<=", 12.0), "int12 float12 half"),
                arguments("text", is(v, "=", "12"), "text12"),
                arguments("empty text", is(v, "=", ""), "empty"),
                arguments("text above", is(v, ">", "sho"), "shoe"),
                arguments("text at most", is(v, "<=", "12"), "text12 empty"),
                arguments("true", is(v, "=", true), "yes"),
                arguments("not true", is(v, "!=", true),
                        "int12 float12 half text12 shop shoe empty no utc cet noDay dateOnly now tomorrow leap"),
                arguments("booleans have no order", is(v, ">=", false), ""),
                arguments("instant in any zone", is(v, "=", "2026-01-31T19:00-05:00"), "utc cet dateOnly"),
                arguments("other instant", is(v, "!=", INSTANT),
                        "int12 float12 half text12 shop shoe empty yes no noDay now tomorrow leap"),
                arguments("later instant", is(v, ">", "2026-02-01T00:30:00+01:00"),
                        "utc cet noDay dateOnly now tomorrow leap shoe shop"),
                arguments("not later instant", is(v, "<=", INSTANT), "text12 empty utc cet dateOnly"),
                arguments("exists", is(v, new Exists()),
                        "int12 float12 half text12 shop shoe empty yes no utc cet noDay dateOnly now tomorrow leap"),
                arguments("absent", is(v, new Absent()), "nothing"),
                arguments("contains", is(v, new Contains(List.of("/shop", "hoe"))), "shop shoe"),
                arguments("contains digits", is(v, new Contains(List.of("12"))), "int12 float12 text12"),
                arguments("contains a decimal point", is(v, new Contains(List.of(".5"))), "half leap"),
                arguments("contains part of true", is(v, new Contains(List.of("ru"))), "yes"),
                arguments("contains nothing", is(v, new Contains(List.of(""))),
                        "int12 float12 half text12 shop shoe empty yes no utc cet noDay dateOnly now tomorrow leap"),
                arguments("omits", is(v, new Omits(List.of("2", "sho"))), "half empty yes no"),
                arguments("starts with", is(v, new StartsWith("sh")), "shoe"),
                arguments("starts with a digit", is(v, new StartsWith("1")), "int12 float12 text12"),
                arguments("ends with", is(v, new EndsWith("op")), "shop"),
                arguments("ends with a digit", is(v, new EndsWith("2")), "int12 float12 text12"),
                arguments("equals ignoring case", is(v, new EqualsIgnoreCase("SHOE")), "shoe"),
                arguments("number equals ignoring case", is(v, new EqualsIgnoreCase("12")), "int12 float12 text12"),
                arguments("boolean equals ignoring case", is(v, new EqualsIgnoreCase("TRUE")), "yes"),
                arguments("contains ignoring case", is(v, new ContainsIgnoreCase(List.of("SHO", "ALS"))),
                        "shop shoe no"),
                arguments("matches a beginning", is(v, new Matches("sh*", false)), "shoe"),
                arguments("matches an end", is(v, new Matches("*op", false)), "shop"),
                arguments("matches a part", is(v, new Matches("*sho*", false)), "shop shoe"),
                arguments("matches no case", is(v, new Matches("*SHO*", false)), ""),
                arguments("matches any case", is(v, new Matches("*SHO*", true)), "shop shoe"),
                arguments("matches all", is(v, new Matches("*", false)),
                        "int12 float12 half text12 shop shoe empty yes no utc cet noDay dateOnly now tomorrow leap"),
                arguments("matches nothing", is(v, new Matches("", false)), "empty"),
                arguments("matches one character", is(v, new Matches("?12", false)), ""),
                arguments("matches characters", is(v, new Matches("1?", false)), "int12 float12 text12"),
                arguments("matches parts", is(v, new Matches("h*:*/?/*o*p", false)), "shop"),
                arguments("matches both ends", is(v, new Matches("2026-0*00Z", false)), "utc noDay now tomorrow"),
                arguments("matches no overlap", is(v, new Matches("sho*hoe", false)), ""),
                arguments("matches a dot", is(v, new Matches("?.5", false)), "half"),
                arguments("matches no wildcard", is(v, new Matches("sho\\?", false)), ""),
                arguments("version", is(v, new CompareVersion(Op.EQUALS, " V12.0.0 ")), "int12 float12 text12"),
                arguments("version above", is(v, new CompareVersion(Op.GREATER_THAN, "0.4.9")),
                        "int12 float12 half text12"),
                arguments("version below", is(v, new CompareVersion(Op.LESS_THAN, "0.10")), "half"),
                arguments("version after a pre-release", is(v, new CompareVersion(Op.GREATER_THAN, "12.0-rc.1")),
                        "int12 float12 text12"),
                arguments("version up to a pre-release", is(v, new CompareVersion(Op.AT_MOST, "12-rc.1")), "half"),
                arguments("one of", is(v, new OneOf(literals(12, "shoe", false))), "int12 float12 shoe no"),
                arguments("one of instants", is(v, new OneOf(literals("12", INSTANT))), "text12 utc cet dateOnly"),
                arguments("none of", is(v, new NoneOf(literals(12, "shoe", false))),
                        "half text12 shop empty yes utc cet noDay dateOnly now tomorrow leap"),
                arguments("none of instants", is(v, new NoneOf(literals(INSTANT))),
                        "int12 float12 half text12 shop shoe empty yes no noDay now tomorrow leap"),
                arguments("in a list", is(v, new InList("goods")), "int12 float12 shoe utc cet dateOnly"),
                arguments("in an empty list", is(v, new InList("nothing")), ""),
                arguments("not in a list", is(v, new NotInList("goods")),
                        "half text12 shop empty yes no noDay now tomorrow leap"),
                arguments("before an instant", is(v, new BeforeDate(new Operand.Literal("2026-02-01T00:00:00.001Z"))),
                        "int12 float12 half text12 utc cet dateOnly"),
                arguments("before the same instant", is(v, new BeforeDate(new Operand.Literal(INSTANT))),
                        "int12 float12 half text12"),
                arguments("after a date", is(v, new AfterDate(new Operand.Literal("2026-03-01"))), "tomorrow leap"),
                arguments("after no date", is(v, new AfterDate(new Operand.Literal("soon"))), ""),
                arguments("during today", is(v, new During(CalendarPeriod.TODAY)), "now"),
                arguments("anniversary today", is(v, new AnniversaryToday()), "now leap"),
                arguments("anniversary ahead", is(v, new AnniversaryWithinNext(days(1))), "now tomorrow leap"),
                arguments("anniversary past", is(v, new AnniversaryWithinLast(days(28))),
                        "utc cet dateOnly now leap"),
                arguments("anniversary past, shorter", is(v, new AnniversaryWithinLast(days(27))), "now leap"),
                arguments("during last month", is(v, new During(CalendarPeriod.LAST_MONTH)), "utc cet dateOnly"),
                arguments("within last", is(v, new WithinLast(days(28))), "utc cet dateOnly now"),
                arguments("within last, shorter", is(v, new WithinLast(hours(671))), "now"),
                arguments("within next", is(v, new WithinNext(days(1))), "now tomorrow"),
                arguments("before last", is(v, new BeforeLast(hours(671))),
                        "int12 float12 half text12 utc cet dateOnly"),
                arguments("before last, edge", is(v, new BeforeLast(days(28))),
                        "int12 float12 half text12 utc cet dateOnly"),
                arguments("after next", is(v, new AfterNext(hours(23))), "tomorrow leap"),
                arguments("after next, edge", is(v, new AfterNext(days(1))), "tomorrow leap"),
                arguments("itself", is(v, "=", property("w")),
                        "int12 float12 half text12 shop shoe empty yes no utc cet noDay dateOnly now tomorrow leap"),
                arguments("other than itself", is(v, "!=", property("w")), ""),
                arguments("at least itself", is(v, ">=", property("w")),
                        "int12 float12 half text12 shop shoe empty utc cet noDay dateOnly now tomorrow leap"),
                arguments("before itself", is(v, new BeforeDate(property("w"))), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("comparators")
    void onAProperty(String name, Condition.Is condition, String expected) {
        check(some(count("Seen", where(condition))), expected);
        check(some(count("Seen", where(not(condition)))), others(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("comparators")
    void onATrait(String name, Condition.Is condition, String expected) {
        var onTrait = new Condition.Is(trait("v"), replaced(condition));
        if (!(replaced(condition) instanceof BeforeDate(Operand.Field f))) {
            check(onTrait, expected);
            check(not(onTrait), others(expected));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("comparators")
    void onAReduction(String name, Condition.Is condition, String expected) {
        var last = reduce(new Reducer.Last(property("v")), "Seen");
        var onLast = new Condition.Is(last, replaced(condition));
        if (!(replaced(condition) instanceof BeforeDate(Operand.Field f))) {
            check(onLast, expected);
        }
    }

    /** What depends on the right must not be a property where there is no event. */
    private static io.selfsame.query.Comparator replaced(Condition.Is condition) {
        return condition.comparator() instanceof Compare(Op op, Operand.Field f)
                ? new Compare(op, trait("v"))
                : condition.comparator();
    }

    static Stream<Arguments> casts() {
        var number = property("v").taken(Cast.NUMBER);
        var truth = property("v").taken(Cast.BOOLEAN);
        return Stream.of(arguments("number", is(number, "=", 12), "int12 float12 text12"),
                arguments("number differs", is(number, "!=", 12), "half"),
                arguments("number above", is(number, ">", 0.5), "int12 float12 text12"),
                arguments("number exists", is(number, new Exists()), "int12 float12 half text12"),
                arguments("number starts with", is(number, new StartsWith("0.")), "half"),
                arguments("number of texts", is(number, new OneOf(literals(12, "12"))), "int12 float12 text12"),
                arguments("two numbers", is(number, "<=", property("w").taken(Cast.NUMBER)),
                        "int12 float12 half text12"),
                arguments("number and text", is(number, "=", property("w")), "int12 float12 half"),
                arguments("true", is(truth, "=", true), "yes"), arguments("not true", is(truth, "!=", true), "no"),
                arguments("boolean exists", is(truth, new Exists()), "yes no"),
                arguments("booleans have no order", is(truth, ">=", property("w").taken(Cast.BOOLEAN)), ""),
                arguments("two booleans", is(truth, "=", property("w").taken(Cast.BOOLEAN)), "yes no"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("casts")
    void takenAs(String name, Condition.Is condition, String expected) {
        check(some(count("Seen", where(condition))), expected);
        check(some(count("Seen", where(not(condition)))), others(expected));
        if (!(condition.comparator() instanceof Compare(Op op, Operand.Field f))) {
            check(new Condition.Is(trait("v").taken(condition.value().takenAs()), condition.comparator()), expected);
        }
    }

    private String others(String expected) {
        Set<String> others = new TreeSet<>(everybody);
        others.removeAll(names(expected));
        return String.join(" ", others);
    }

    private static List<String> names(String names) {
        return new ArrayList<>(new TreeSet<>(names.isEmpty() ? List.of() : List.of(names.split(" "))));
    }

    private void check(Condition condition, String expected) {
        Compiled compiled = CypherCompiler.compile(audience(condition), facts.people().withLists(LISTS));
        assertEquals(names(expected), List.copyOf(facts.answer(compiled).keySet()), compiled::browserText);
    }
}
