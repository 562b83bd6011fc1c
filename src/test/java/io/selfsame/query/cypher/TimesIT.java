package io.selfsame.query.cypher;

import static io.selfsame.query.cypher.Queries.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.selfsame.query.Comparator.Exists;
import io.selfsame.query.Comparator.Omits;
import io.selfsame.query.Condition;
import io.selfsame.query.Filter;
import io.selfsame.query.Moment;
import io.selfsame.query.Reducer;
import io.selfsame.query.Reducer.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows, funnels and sessions, at their edges. Days are counted back from now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimesIT {

    private final Facts facts = new Facts();

    @BeforeAll
    void fill() {
        Instant week = Facts.ago(7);
        facts.did("edge", "Visit", week).did("before", "Visit", week.minusMillis(1))
                .did("atNow", "Visit", Facts.NOW).did("future", "Visit", Facts.NOW.plusMillis(1))
                .did("ten", "Visit", Facts.ago(10)).did("eleven", "Visit", Facts.ago(10).minusMillis(1));

        // a abandoned, b bought, c bought and filled the cart anew, d bought too late, e at the edge, f at the same instant, i before at the same instant
        cart("a", 5, "x");
        cart("b", 5, "x").did("b", "Order", Facts.ago(5).plusSeconds(60), "properties.sku", "x");
        cart("c", 5, "x").did("c", "Order", Facts.ago(4), "properties.sku", "y");
        cart("c", 3, "x");
        cart("d", 5, "x").did("d", "Order", Facts.ago(4).plusMillis(1), "properties.sku", "x");
        cart("e", 5, "x").did("e", "Order", Facts.ago(4), "properties.sku", "x");
        cart("f", 5, "x").did("f", "Order", Facts.ago(5), "properties.sku", "x");
        facts.did("i", "Order", Facts.ago(5), "properties.sku", "x");
        cart("i", 5, "x");
        facts.did("g", "Order", Facts.ago(5), "properties.sku", "x");
        cart("h", 5, "2026-01-01T00:00:00Z").did("h", "Order", Facts.ago(5).plusSeconds(1), "properties.sku",
                "2026-01-01T01:00:00+01:00");

        page("open", 180, "a").page("open", 120, "b").page("open", 119, "a").page("open", 60, "c");
        page("closed", 180, "a").page("closed", 61, "b");
        page("one", 60, "a");
        page("gap", 300, "a").page("gap", 200, "b").page("gap", 30, "c");
        facts.commit();
    }

    private Facts cart(String user, int days, String sku) {
        return facts.did(user, "Cart", Facts.ago(days), "properties.sku", sku);
    }

    private TimesIT page(String user, int minutes, String path) {
        facts.did(user, "Page", Facts.NOW.minusSeconds(minutes * 60L), "properties.path", path);
        return this;
    }

    @AfterAll
    void close() {
        facts.close();
    }

    private static Moment date(Instant at) {
        return new Moment(at.toString());
    }

    private static Instant week() {
        return Facts.ago(7);
    }

    static Stream<Arguments> audiences() {
        Condition noOrder = is(count("Order", withinParent(days(1))), "=", 0);
        Condition sameSku = is(property("sku"), "=", parentProperty("sku"));
        return Stream.of(
                arguments("ever, but nothing later than now", some(count("Visit")), "edge before atNow ten eleven"),
                arguments("within, edge included", some(count("Visit", within(days(7)))), "edge atNow"),
                arguments("between dates, edges included",
                        some(count("Visit", new Filter.BetweenDates(date(Facts.ago(10)), date(week())))),
                        "edge before ten"),
                arguments("after a date, edge included", some(count("Visit", new Filter.After(date(week())))),
                        "edge atNow"),
                arguments("before a date, edge excluded", some(count("Visit", new Filter.Before(date(week())))),
                        "before ten eleven"),
                arguments("before a date ahead",
                        some(count("Visit", new Filter.Before(date(Facts.NOW.plusSeconds(9))))),
                        "edge before atNow ten eleven"),
                arguments("before a date, of a session",
                        some(count("Visit", expiresAfter(days(8)), new Filter.Before(date(week())))), "before"),
                arguments("within no time", some(count("Visit", within(days(0)))), "atNow"),
                arguments("between, edges included", some(count("Visit", between(days(7), days(10)))),
                        "edge before ten"),
                arguments("not within", and(some(count("Visit")), is(count("Visit", within(days(7))), "=", 0)),
                        "before ten eleven"),
                arguments("a span beyond all time", some(count("Visit", within(days(Long.MAX_VALUE)))),
                        "edge before atNow ten eleven"),
                arguments("did", some(count("Cart", where(some(count("Order", withinParent(days(1))))))),
                        "b c e f h"),
                arguments("did not", some(count("Cart", where(noOrder), within(days(7)))), "a c d i"),
                arguments("did not, at once", some(count("Cart", where(noOrder), within(days(4)))), "c"),
                arguments("did the same", some(count("Cart", where(some(count("Order", withinParent(days(1)),
                        where(sameSku)))))), "b e f h"),
                arguments("did another", some(count("Cart", where(some(count("Order", where(not(sameSku))))))), "c"),
                arguments("did it ever after", some(count("Cart", where(some(count("Order"))))), "b c d e f h"),
                arguments("did it later than a day",
                        some(count("Cart", where(some(count("Order", betweenParent(days(1), days(2))))))), "c d e"),
                arguments("between no time and a day: after",
                        some(count("Cart", where(some(count("Order", betweenParent(days(0), days(1))))))), "b c e f h"),
                arguments("a child's window from now",
                        some(count("Cart", where(some(count("Order", within(days(4))))))), "c d e"),
                arguments("cart, order, cart",
                        some(count("Cart", where(some(count("Order", where(some(count("Cart")))))))), "c"),
                arguments("child by its own property",
                        some(count("Cart", where(and(is(property("sku"), new Omits(List.of("-"))),
                                is(reduce(new Reducer.Last(property("sku")), "Order"), "=", "y"))))),
                        "c"),
                arguments("either child", some(count("Cart", where(or(noOrder,
                        is(reduce(max("sku", ValueType.STRING), "Order"), "=", "y"))))),
                        "a c d i"),
                arguments("child of a child, its property",
                        some(count("Cart", where(some(count("Order", where(is(reduce(
                                new Reducer.First(property("sku")), "Cart", where(is(property("sku"), new Exists()))),
                                "=",
                                "x"))))))),
                        "c"),
                arguments("session goes on", some(count("Page", expiresAfter(hours(1)))), "open one gap"),
                arguments("session of three", is(count("Page", expiresAfter(hours(1))), "=", 3), ""),
                arguments("session of four", is(count("Page", expiresAfter(hours(1))), "=", 4), "open"),
                arguments("filter first, then session", is(count("Page",
                        where(is(property("path"), "!=", "b")), expiresAfter(hours(1))), "=", 1), "one gap"),
                arguments("session first, then filter", is(count("Page", expiresAfter(hours(1)),
                        where(is(property("path"), "=", "a"))), "=", 2), "open"),
                arguments("session first, then window", is(count("Page", expiresAfter(hours(1)),
                        within(hours(2))), "=", 3), "open"),
                arguments("other sources", some(count("Visit", new Filter.ExcludeSources(List.of("nowhere")))),
                        "edge before atNow ten eleven"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("audiences")
    void whoIsIn(String name, Condition condition, String expected) {
        Set<String> names = new TreeSet<>(List.of(expected.split(" ")));
        names.remove("");
        Compiled everybody = CypherCompiler.compile(audience(condition), facts.people());
        assertEquals(names, facts.answer(everybody).keySet(), everybody::browserText);
        Compiled some = CypherCompiler.compile(audience(condition), facts.people().forOnly(facts.roots()));
        assertEquals(names, facts.answer(some).keySet(), some::browserText);
    }
}
