package io.selfsame.query.cypher;

import static io.selfsame.query.cypher.Queries.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.selfsame.query.Cast;
import io.selfsame.query.Comparator.*;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Reducer;
import io.selfsame.query.Reducer.*;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reducer, on scalars and lists. The events of a person are a day apart, the first value the oldest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReducersIT {

    private final Facts facts = new Facts();
    private final Facts others = new Facts();

    @BeforeAll
    void fill() {
        values("tenths", 0.1, 0.2, "0.3");
        values("cents", 1000000.01, 1000000.02, 1L);
        values("tiny", 0.00055, 1.25E-10);
        values("huge", 9_000_000_000_000_000_000L, 9_000_000_000_000_000_000L);
        values("mixed", "b", 10L, 2.0, true, "a", "10", 10.0);
        values("tie", "b", "a", "b", "a", "c");
        lists("lists", List.of("a", "b"), List.of("b", "c\"\\"), List.of("a", "b"));
        lists("tiedLists", List.of("a"), List.of("a", "b"));
        lists("prices", List.of(1.5, 2.5), List.of(0.25));
        facts.did("nothing", "Did", Facts.ago(1)).commit();
        others.did("large", "Measured", Facts.ago(1), "properties.v", 12345678.5)
                .did("small", "Measured", Facts.ago(1), "properties.v", -2.5E-7)
                .did("far", "Measured", Facts.ago(1), "properties.v", 1.5E16)
                .did("elements", "Measured", Facts.ago(1), "properties.v.$", List.of(1.0, 2.5));
        texts("grouped", " 1,299.50\t", "-1e3", "x");
        texts("exact", "9007199254740993", "1e999", "1.299,00");
        texts("short", "+.5", "5.", "12,34");
        texts("whole", "1e3", "1000.0", "9007199254740993.0");
        texts("truths", " True", "0", "no");
        others.did("several", "Written", Facts.ago(1), "properties.v.$", List.of("5", "x", "2.5"));
        others.did("beyond", "Paid", Facts.ago(2), "properties.v", 1e308)
                .did("beyond", "Paid", Facts.ago(1), "properties.v", 1e308)
                .did("within", "Paid", Facts.ago(1), "properties.v", 1e308);
        others.did("begun", "Moved", Instant.parse("2009-11-01T02:30:30Z"))
                .did("begun", "Moved", Instant.parse("2009-11-01T02:45:00Z"))
                .did("begun", "Moved", Instant.parse("2009-11-01T03:45:00Z"))
                .did("before", "Moved", Instant.parse("2009-11-01T02:29:00Z"))
                .did("before", "Moved", Instant.parse("2009-11-01T02:45:00Z")).commit();
    }

    private void texts(String user, String... values) {
        for (int i = 0; i < values.length; i++) {
            others.did(user, "Written", Facts.ago(values.length - i), "properties.v", values[i]);
        }
    }

    @Test
    void textsAreTakenAsNumbersAndBooleans() {
        var number = property("v").taken(Cast.NUMBER);
        assertWritten(new Unique(number), "grouped=[-1000,1299.5] exact=[9007199254740993] short=[0.5] "
                + "whole=[1000,9.007199254740992E15] truths=[0]");
        assertWritten(new First(number),
                "grouped=1299.5 exact=9007199254740993 short=0.5 whole=1000 truths=0");
        assertWritten(new Max(number, ValueType.NUMBER),
                "grouped=1299.5 exact=9007199254740993 short=0.5 whole=9.007199254740992E15 truths=0");
        assertWritten(new Unique(property("v").taken(Cast.BOOLEAN)), "truths=[false,true]");
        assertWritten(new Unique(property("v.$").taken(Cast.NUMBER)), "several=[2.5,5]");
    }

    private void assertWritten(Reducer reducer, String expected) {
        Compiled compiled = CypherCompiler.compile(trait(reduce(reducer, "Written")), others.people());
        assertEquals(sorted(expected), printed(others.answer(compiled)), compiled::browserText);
    }

    private void values(String user, Object... values) {
        for (int i = 0; i < values.length; i++) {
            facts.did(user, "Did", Facts.ago(values.length - i), "properties.v", values[i]);
        }
    }

    private void lists(String user, Object... values) {
        for (int i = 0; i < values.length; i++) {
            facts.did(user, "Did", Facts.ago(values.length - i), "properties.v.$", values[i]);
        }
    }

    @AfterAll
    void close() {
        facts.close();
        others.close();
    }

    static Stream<Arguments> values() {
        Operand.Field v = property("v");
        Operand.Field each = property("v.$");
        return Stream.of(
                arguments("count", new Count(), "tenths=3 cents=3 tiny=2 huge=2 mixed=7 tie=5 nothing=1 lists=3 "
                        + "tiedLists=2 prices=2"),
                arguments("sum", new Sum(v),
                        "tenths=0.3 cents=2000001.03 tiny=5.50000125E-4 huge=1.8E19 mixed=22 tie=0 "
                                + "nothing=0 lists=0 tiedLists=0 prices=0"),
                arguments("sum of lists", new Sum(each),
                        "tenths=0 cents=0 tiny=0 huge=0 mixed=0 tie=0 nothing=0 lists=0 "
                                + "tiedLists=0 prices=4.25"),
                arguments("avg", new Avg(v), "tenths=0.15 cents=666667.01 tiny=2.750000625E-4 huge=9E18 "
                        + "mixed=7.333333333333333"),
                arguments("max", new Max(v, ValueType.NUMBER), "tenths=0.2 cents=1000000.02 tiny=5.5E-4 "
                        + "huge=9000000000000000000 mixed=10"),
                arguments("min", new Min(v, ValueType.NUMBER), "tenths=0.1 cents=1 tiny=1.25E-10 "
                        + "huge=9000000000000000000 mixed=2"),
                arguments("max of lists", new Max(each, ValueType.NUMBER), "prices=2.5"),
                arguments("max as string", new Max(v, ValueType.STRING),
                        "tenths='0.3' cents='1000000.02' tiny='0.00055' "
                                + "huge='9000000000000000000' mixed='true' tie='c'"),
                arguments("min as string", new Min(v, ValueType.STRING), "tenths='0.1' cents='1' tiny='0.000000000125' "
                        + "huge='9000000000000000000' mixed='10' tie='a'"),
                arguments("mode", new Mode(v, ValueType.STRING, 2),
                        "huge='9000000000000000000' mixed='10' tie='a'"),
                arguments("mode, all once", new Mode(v, ValueType.STRING, 1),
                        "tenths='0.1' cents='1' tiny='0.000000000125' "
                                + "huge='9000000000000000000' mixed='10' tie='a'"),
                arguments("mode as number", new Mode(v, ValueType.NUMBER, 2), "huge=9000000000000000000 mixed=10"),
                arguments("mode as number, three times", new Mode(v, ValueType.NUMBER, 3), "mixed=10"),
                arguments("mode, three times", new Mode(v, ValueType.STRING, 3), "mixed='10'"),
                arguments("mode of elements", new Mode(each, ValueType.STRING, 3), "lists='b'"),
                arguments("mode of arrays", new Mode(each, ValueType.ARRAY, 1),
                        "lists=['a','b'] tiedLists=['a','b'] prices=[0.25]"),
                arguments("first", new First(v), "tenths=0.1 cents=1000000.01 tiny=5.5E-4 huge=9000000000000000000 "
                        + "mixed='b' tie='b'"),
                arguments("last", new Last(v), "tenths='0.3' cents=1 tiny=1.25E-10 huge=9000000000000000000 "
                        + "mixed=10 tie='c'"),
                arguments("first element", new First(each), "lists='a' tiedLists='a' prices=1.5"),
                arguments("last element", new Last(each), "lists='b' tiedLists='b' prices=0.25"),
                arguments("unique", new Unique(v), "tenths=[0.1,0.2,'0.3'] cents=[1,1000000.01,1000000.02] "
                        + "tiny=[1.25E-10,5.5E-4] huge=[9000000000000000000] mixed=[2,10,'10','a','b',true] "
                        + "tie=['a','b','c']"),
                arguments("unique elements", new Unique(each), "lists=['a','b','c\"\\'] tiedLists=['a','b'] "
                        + "prices=[0.25,1.5,2.5]"),
                arguments("days", new CountDays(), "tenths=3 cents=3 tiny=2 huge=2 mixed=7 tie=5 nothing=1 lists=3 "
                        + "tiedLists=2 prices=2"),
                arguments("how many unique", new UniqueCount(v),
                        "tenths=3 cents=3 tiny=2 huge=1 mixed=6 tie=3 nothing=0 "
                                + "lists=0 tiedLists=0 prices=0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void valueOf(String name, Reducer reducer, String expected) {
        Compiled everybody = CypherCompiler.compile(trait(reduce(reducer, "Did")), facts.people());
        assertEquals(sorted(expected), printed(facts.answer(everybody)), everybody::browserText);
        Compiled some = CypherCompiler.compile(trait(reduce(reducer, "Did")), facts.people().forOnly(facts.roots()));
        assertEquals(sorted(expected), printed(facts.answer(some)), some::browserText);
    }

    static Stream<Arguments> comparisons() {
        Operand.Field each = property("v.$");
        return Stream.of(
                arguments("an element is", is(reduce(new Unique(each), "Did"), "=", "a"), "lists tiedLists"),
                arguments("no element is", is(reduce(new Unique(each), "Did"), "!=", "c\"\\"), "prices tiedLists"),
                arguments("list exists", is(reduce(new Unique(each), "Did"), new Exists()), "lists prices tiedLists"),
                arguments("list is one of",
                        is(reduce(new Mode(each, ValueType.ARRAY, 1), "Did"), new OneOf(literals("b", 1))),
                        "lists tiedLists"),
                arguments("list property", some(count("Did", where(is(each, new Contains(List.of("\\")))))), "lists"),
                arguments("list property omits", is(count("Did", where(is(each, new Omits(List.of("b"))))), ">", 0),
                        "prices tiedLists"),
                arguments("list property above", some(count("Did", where(is(each, ">", 2)))), "prices"),
                arguments("sum", is(reduce(new Sum(property("v")), "Did"), "=", 0.3), "tenths"),
                arguments("sum of nothing", and(is(reduce(new Sum(property("v")), "Did"), "=", 0),
                        some(count("Did"))), "lists nothing prices tie tiedLists"),
                arguments("days", is(reduce(new CountDays(), "Did"), ">=", 7), "mixed"),
                arguments("first seen", is(reduce(new FirstSeen(), "Did"), "=", "2026-02-22T01:00+01:00"), "mixed"),
                arguments("last seen", is(reduce(new LastSeen(), "Did"), new WithinLast(days(1))),
                        "cents huge lists mixed nothing prices tenths tie tiedLists tiny"),
                arguments("unique count", is(reduce(new UniqueCount(property("v")), "Did"), ">", 5), "mixed"),
                arguments("count as a text", is(reduce(new Count(), "Did"), new EndsWith("7")), "mixed"),
                arguments("count is one of", is(reduce(new Count(), "Did"), new OneOf(literals(1, "x"))), "nothing"),
                arguments("avg absent", and(is(reduce(new Avg(property("v")), "Did"), new Absent()),
                        some(count("Did"))), "lists nothing prices tie tiedLists"),
                arguments("max not above", not(is(reduce(new Max(property("v"), ValueType.NUMBER), "Did"), ">", 0.2)),
                        "lists nothing prices tenths tie tiedLists tiny"),
                arguments("text as a date", is(reduce(new Mode(property("v"), ValueType.STRING, 2), "Did"),
                        new BeforeDate(new Operand.Literal("2026-01-01"))), "mixed"),
                arguments("first contains", is(reduce(new First(property("v")), "Did"), new StartsWith("b")),
                        "mixed tie"));
    }

    private static Condition measured(Operand.Field field, io.selfsame.query.Comparator comparator) {
        return some(count("Measured", where(is(field, comparator))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("comparisons")
    void compared(String name, Condition condition, String expected) {
        Compiled compiled = CypherCompiler.compile(audience(condition), facts.people());
        assertEquals(expected, String.join(" ", facts.answer(compiled).keySet()), compiled::browserText);
    }

    static Stream<Arguments> extremes() {
        Operand.Field each = property("v.$");
        return Stream.of(
                arguments("sum beyond a double", is(reduce(new Sum(property("v")), "Paid"), ">", 1), "within"),
                arguments("no value beyond a double", and(is(reduce(new Sum(property("v")), "Paid"), new Absent()),
                        some(count("Paid"))), "beyond"),
                arguments("mean of what is beyond together", is(reduce(new Avg(property("v")), "Paid"), ">", 9e307),
                        "beyond within"),
                arguments("number as a text", measured(property("v"), new StartsWith("12345678.5")), "large"),
                arguments("small number as a text", measured(property("v"), new OneOf(literals(-2.5E-7))), "small"),
                arguments("small number has its digits", measured(property("v"), new EndsWith("0.00000025")), "small"),
                arguments("whole number as a text", measured(property("v"), new StartsWith("15000000000000000")),
                        "far"),
                arguments("no exponent", measured(property("v"), new Contains(List.of("E"))), ""),
                arguments("whole element as a text", measured(each, new Contains(List.of(".0"))), ""),
                arguments("element as a text", measured(each, new EndsWith("2.5")), "elements"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extremes")
    void comparedAtTheExtremes(String name, Condition condition, String expected) {
        Compiled compiled = CypherCompiler.compile(audience(condition), others.people());
        assertEquals(expected, String.join(" ", others.answer(compiled).keySet()), compiled::browserText);
    }

    /** In Newfoundland clocks were put back at 00:01, to 23:01 of the day before: 1 November had begun at 02:30 UTC. */
    @Test
    void aDayThatHasBegunDoesNotEndAgain() {
        Compiled compiled = CypherCompiler.compile(trait(reduce(new CountDays(), "Moved")),
                others.people().inZone(ZoneId.of("America/St_Johns")));
        Map<String, Object> days = new TreeMap<>(others.answer(compiled));
        days.keySet().retainAll(Set.of("before", "begun"));
        assertEquals("before=2 begun=1", printed(days), compiled::browserText);
    }

    private static String sorted(String expected) {
        return String.join(" ", new TreeSet<>(List.of(expected.split(" (?=[a-zA-Z]+=)"))));
    }

    private static String printed(Map<String, Object> answer) {
        var texts = new TreeSet<String>();
        new TreeMap<>(answer).forEach((user, value) -> texts.add(user + "=" + printed(value)));
        return String.join(" ", texts);
    }

    /** Numbers as they compare: 3 of 3.0. */
    private static String printed(Object value) {
        return switch (value) {
            case String text -> "'" + text + "'";
            case List<?> list -> "[" + String.join(",", list.stream().map(ReducersIT::printed).toList()) + "]";
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                Long.toString(number.longValue());
            case Double number -> number.toString().replace(".0E", "E");
            default -> value.toString();
        };
    }
}
