package io.selfsame.acceptance.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.query.parse.QueryParser;
import io.selfsame.testing.Http;
import io.selfsame.testing.QueryOracle;
import io.selfsame.testing.QueryOracle.Account;
import io.selfsame.testing.QueryOracle.Definition;
import io.selfsame.testing.QueryOracle.Event;
import io.selfsame.testing.QueryOracle.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle against a few days that are small enough to be worked out by hand. */
class QueryOracleTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final JsonNode NONE = Http.json("{}");
    private static final Person ADA = new Person("ada", Set.of("user_id:u1", "email:ada@x.org"), List.of(
            event("View", "2026-03-01T00:00:00Z", 0, "{'sku':'a','total':10}"),
            event("Cart", "2026-03-09T12:00:00Z", 1, "{'sku':'a'}"),
            event("Order", "2026-03-09T12:00:00Z", 2, "{'sku':'a','total':0.1}"),
            event("Cart", "2026-03-10T11:59:59.999Z", 3, "{'sku':'b','tags':['x','y']}"),
            event("Order", "2026-03-10T12:00:00Z", 4, "{'sku':'b','total':0.2}"),
            event("Order", "2026-03-10T12:00:00.001Z", 5, "{'sku':'b','total':100}")),
            Map.of("plan", Http.json("\"pro\""), "seats", Http.json("5")), Set.of("group_id:g1"));
    private static final Person BOB = new Person("bob", Set.of("anonymous_id:a1"), List.of(
            event("View", "2026-03-10T00:00:00Z", 6, "{}")), Map.of(), Set.of("group_id:g1"));
    private static final Account ACME = new Account("group_id:g1", Map.of("plan", Http.json("\"free\"")));
    private static final List<Definition> DEFINITIONS = List.of(audience("buyers", "event('Order').count() > 0"),
            new Definition("known", false, QueryParser.membership("event('View').count() > 0"),
                    Set.of("email", "user_id")),
            new Definition("views", false, QueryParser.computation("event('View').count()"), Set.of("email")),
            new Definition("busy", true, QueryParser.membership("event('View').count() = 2"), Set.of()));

    private static Event event(String name, String at, long seq, String properties) {
        return new Event(name, Instant.parse(at), seq, Http.json(properties.replace('\'', '"')), NONE, "web");
    }

    private static Definition audience(String key, String query) {
        return new Definition(key, false, QueryParser.membership(query, false), Set.of());
    }

    private static final QueryOracle ORACLE = new QueryOracle(DEFINITIONS, List.of(ADA, BOB), List.of(ACME), NOW);

    private static JsonNode value(Definition definition, QueryOracle.Subject subject) {
        return ORACLE.value(definition, subject);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            event('Order').count() = 2                                                                    | true
            event('Order').within(1 day).count() = 2                                                      | true
            event('Order').within(86399 seconds).count() = 1                                              | true
            event('View').between(9 days, 10 days).count() = 1                                            | true
            event('View').between(228 hours, 10 days).count() = 1                                         | true
            event('View').between(229 hours, 10 days).count() = 0                                         | true
            event('View').between(1 hour, 227 hours).count() = 0                                          | true
            event('Cart').where(event('Order').within(parent: 1 day).count() >= 1).count() = 2            | true
            event('Cart').where(event('Order').within(parent: 23 hours).count() >= 1).count() = 2         | true
            event('Cart').where(event('Order').count() = 2).count() >= 1                                  | true
            event('Cart').where(event('Order').where(property('sku') = property(parent: 'sku')).count() = 1).count() = 2 | true
            event('Cart').where(event('Order').between(parent: 1 hour, 1 day).count() = 1).count() = 1    | true
            event('Cart').where(property('tags.$') = 'y').count() = 1                                     | true
            event('Cart').where(property('tags').contains('["x"')).count() = 1                            | true
            event('Cart').expires_after(1 day).count() = 2                                                | true
            event('Cart').expires_after(86399 seconds).count() = 1                                        | true
            event('Order').sum(property('total')) = 0.3                                                   | true
            event('Order').sources(exclude: 'web').count() = 0                                            | true
            trait('plan') = 'pro' AND trait('seats') > 4.5 AND trait('none').absent()                     | true
            trait('plan') != 5                                                                            | true
            trait('none') != 5 OR trait('none').omits('x') OR trait('none').none_of('x')                  | false
            trait('buyers') AND trait('known') AND trait('views') = 1 AND trait('busy')                   | true
            NOT trait('buyers') OR trait('seats') = 5 AND trait('plan') = 'free'                          | false
            """)
    void is_true_of_ada(String query, boolean expected) {
        assertEquals(expected, value(audience("it", query), ADA).booleanValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            event('Order').sum(property('total'))              | 0.3
            event('Order').avg(property('total'))              | 0.15
            event('Order').min(property('total'))              | 0.1
            event('Order').max(property('sku') as string)      | "b"
            event('Order').max(property('sku'))                | -
            event('Cart').mode(property('sku'))                | "a"
            event('Cart').mode(property('sku'), 2)             | -
            event('Cart').where(event('Cart').count() = 0).count() | 1
            event('Cart').mode(property('tags.$') as array)    | ["x","y"]
            event('Cart').unique(property('sku'))              | ["a","b"]
            event('Cart').unique(property('none'))             | -
            event('Cart').unique(property('tags.$')).count()   | 2
            event('Order').first(property('sku'))              | "a"
            event('Order').last(property('total'))             | 0.2
            event('Cart').where(event('Order').within(parent: 1 hour).count() = 0).count() | 0
            """)
    void has_of_ada_the_value(String query, String expected) {
        JsonNode found = value(new Definition("it", false, QueryParser.computation(query), Set.of()), ADA);
        assertTrue(QueryOracle.same(Http.json(expected == null ? "null" : expected), found), found::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            event('View').count() = 2                                     | true
            trait('plan') = 'free' AND trait('busy')                      | true
            trait('buyers').absent()                                      | true
            ANY(trait('buyers')) AND ANY(trait('plan') = 'pro')           | true
            ALL(trait('buyers'))                                          | false
            ALL(event('View').count() = 1) AND NOT ANY(trait('busy') = false) | true
            """)
    void is_true_of_an_account(String query, boolean expected) {
        assertEquals(expected, value(new Definition("it", true, QueryParser.membership(query, true), Set.of()), ACME)
                .booleanValue());
    }

    @Test
    void somebody_without_an_id_of_the_types_asked_for_is_in_nothing_and_has_nothing() {
        assertFalse(value(DEFINITIONS.get(1), BOB).booleanValue());
        assertTrue(value(DEFINITIONS.get(2), BOB).isMissingNode());
        assertTrue(value(audience("it", "trait('known') = false AND trait('views').absent()"), BOB).booleanValue());
    }

    @Test
    void nobody_has_counts_and_sums_of_zero_and_nothing_else() {
        for (String query : List.of("event('A').count()", "event('A').sum(property('x'))",
                "event('A').unique(property('x')).count()")) {
            assertEquals(0, value(computation(query), ADA).asInt(-1), query);
            assertFalse(ORACLE.tells(computation(query), ADA), query);
        }
        assertTrue(value(computation("event('A').avg(property('x'))"), ADA).isMissingNode());
        assertTrue(value(computation("event('A').unique(property('x'))"), ADA).isMissingNode());
    }

    @Test
    void what_is_made_of_events_tells_though_it_is_zero() {
        assertTrue(ORACLE.tells(computation("event('View').sum(property('none'))"), ADA));
        assertFalse(ORACLE.tells(computation("event('View').avg(property('none'))"), ADA));
    }

    private static Definition computation(String query) {
        return new Definition("it", false, QueryParser.computation(query), Set.of());
    }
}
