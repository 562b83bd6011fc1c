package io.selfsame.query.cypher;

import static io.selfsame.query.cypher.Queries.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.selfsame.query.Comparator.Absent;
import io.selfsame.query.Comparator.Contains;
import io.selfsame.query.Comparator.Exists;
import io.selfsame.query.Condition;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import io.selfsame.testing.Http;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Merged people, what is stored about them, and accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubjectsIT {

    /** What {@code trait('vip')} and the like stand for. */
    private static final Target.StoredDefinitions DEFINITIONS = new Target.StoredDefinitions(
            Map.of("vip", audience(some(count("Buy"))), "spent", trait(reduce(sum("total"), "Buy")),
                    "all_skus", trait(reduce(new Reducer.Unique(property("sku")), "Buy"))),
            Map.of("big", audience(some(count("Buy"))), "vip", audience(some(count("Buy"))), "seats",
                    trait(count("Login"))));

    private final Facts facts = new Facts();
    private final Facts elsewhere = new Facts();

    @BeforeAll
    void fill() {
        facts.did("ada", "Buy", Facts.ago(9), "properties.total", 1L)
                .did("anon:laptop", "Buy", Facts.ago(8), "properties.total", 2L)
                .did("anon:phone", "Buy", Facts.ago(7), "properties.total", 4L).merge("ada", "anon:laptop")
                .merge("ada", "anon:phone");
        facts.did("anon:tablet", "Buy", Facts.ago(9), "properties.total", 8L).did("bob", "Login", Facts.ago(8))
                .merge("bob", "anon:tablet");
        facts.did("anon:stranger", "Buy", Facts.ago(3), "properties.total", 16L);
        facts.did("cyd", "Login", Facts.ago(2));
        facts.hasTrait("ada", Facts.ago(5), "plan", "pro").hasTrait("anon:phone", Facts.ago(4), "plan", "free")
                .hasTrait("bob", Facts.ago(5), "plan", "pro")
                .hasTrait("anon:tablet", Facts.ago(4), "plan", Http.JSON.nullNode())
                .hasTrait("cyd", Facts.ago(4), "plan", "pro")
                .hasTrait("cyd", Facts.ago(4), "address", Map.of("city", "Rome"));
        facts.belongs("ada", "acme").belongs("cyd", "acme").belongs("anon:tablet", "tiny").belongs("cyd", "cyds")
                .accountTrait("ada", "acme", "tier", "gold").accountTrait("cyd", "cyds", "tier", "tin").commit();
        store("ada", true, "vip", 7L);
        store("anon:phone", false, "vip", 99L);
        store("cyd", false, "big", 0L);
        elsewhere.did("ada", "Buy", Facts.ago(1), "properties.total", 1L).did("eve", "Buy", Facts.ago(1)).commit();
    }

    /** What the service stores: a computed trait on the profile itself, and on that, or on the account, a membership. */
    private void store(String user, boolean onProfile, String audience, long spent) {
        boolean device = user.startsWith("anon:");
        facts.run("""
                MATCH (:ExternalId {key: $id})-[:IDENTIFIES]->(profile:Profile)
                CREATE (profile)-[:HAS_TRAIT]->(:Trait {key: randomUUID(), name: 'spent', value: $spent,
                       class: 'computed_trait', timestamp: datetime(), seq: 0})
                WITH profile
                MATCH (account:Account {key: $space + '/acme'})
                MERGE (audience:Definition:Audience {key: $space + '/' + $level + $audience, space: $space,
                       trait: $audience, traitKey: $space + '/' + $level + '/' + $audience})
                WITH CASE $level WHEN 'USERS' THEN profile ELSE account END AS member, audience
                CREATE (member)-[:IN]->(audience)""",
                Map.of("id",
                        facts.space.id() + "/" + (device ? "anonymous_id:" + user.substring(5) : "user_id:" + user),
                        "space", facts.space.id(), "spent", spent, "audience", audience, "level",
                        audience.equals("big") ? "ACCOUNTS" : "USERS"));
    }

    @AfterAll
    void close() {
        facts.close();
        elsewhere.close();
    }

    static Stream<Arguments> people() {
        return Stream.of(arguments("events of children", is(reduce(sum("total"), "Buy"), "=", 7), "ada"),
                arguments("of a root that is no user", is(reduce(sum("total"), "Buy"), "=", 8), "bob"),
                arguments("nobody else", some(count("Buy")), "ada anon:stranger bob"),
                arguments("those without", is(count("Buy"), "=", 0), "cyd"),
                arguments("the newest value", is(trait("plan"), "=", "free"), "ada"),
                arguments("a removed one is missing", is(trait("plan"), new Absent()), "anon:stranger bob"),
                arguments("not", not(is(trait("plan"), "=", "free")), "anon:stranger bob cyd"),
                arguments("an object is its text", is(trait("address"), new Contains(List.of("{\"city\":\"Rome\"}"))),
                        "cyd"),
                arguments("membership of the root", is(trait("vip"), "=", true), "ada"),
                arguments("no membership is false", is(trait("vip"), "=", false), "anon:stranger bob cyd"),
                arguments("membership exists", is(trait("vip"), new Exists()), "ada anon:stranger bob cyd"),
                arguments("computed, of the root", is(trait("spent"), ">", 6), "ada"),
                arguments("computed, as a custom trait it is none", is(trait("seats"), new Absent()),
                        "ada anon:stranger bob cyd"),
                arguments("an account of theirs", is(trait("big"), "=", true), "ada cyd"),
                arguments("trait beside events", some(count("Login", where(is(trait("plan"), "=", "pro")))), "cyd"),
                arguments("either", or(is(trait("plan"), "=", "pro"), is(reduce(sum("total"), "Buy"), ">", 8)),
                        "anon:stranger cyd"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("people")
    void whoIsIn(String name, Condition condition, String expected) {
        Target target = facts.people().knowing(DEFINITIONS);
        Compiled everybody = CypherCompiler.compile(audience(condition), target);
        assertEquals(expected, String.join(" ", facts.answer(everybody).keySet()), everybody::browserText);
        Compiled some = CypherCompiler.compile(audience(condition), target.forOnly(facts.roots()));
        assertEquals(expected, String.join(" ", facts.answer(some).keySet()), some::browserText);
    }

    static Stream<Arguments> accounts() {
        return Stream.of(arguments("events of all together", is(reduce(sum("total"), "Buy"), "=", 7), "acme"),
                arguments("of members that were merged", is(reduce(sum("total"), "Buy"), "=", 8), "tiny"),
                arguments("no events", is(count("Buy"), "=", 0), "cyds"),
                arguments("its own trait", is(trait("tier"), "=", "gold"), "acme"),
                arguments("its own trait, not", not(is(trait("tier"), "=", "gold")), "cyds tiny"),
                arguments("its own audience", is(trait("big"), "=", true), "acme"),
                arguments("an audience of the same key", is(trait("vip"), "=", true), ""),
                arguments("any", any(is(trait("plan"), "=", "pro")), "acme cyds"),
                arguments("any, by events", any(is(count("Buy"), ">", 1)), "acme"),
                arguments("any, not", any(not(is(trait("plan"), "=", "pro"))), "acme tiny"),
                arguments("all", all(is(trait("plan"), "=", "pro")), "cyds"),
                arguments("all, by events", all(some(count("Login"))), "cyds tiny"),
                arguments("all, not", all(not(some(count("Login")))), ""),
                arguments("not all", not(all(is(trait("plan"), "=", "pro"))), "acme tiny"),
                arguments("of a member, its audience", any(is(trait("vip"), "=", true)), "acme"),
                arguments("all together",
                        and(is(count("Buy"), ">", 2), any(some(count("Login"))), not(is(trait("tier"), "=", "tin"))),
                        "acme"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accounts")
    void whichAccountIsIn(String name, Condition condition, String expected) {
        Target target = facts.accounts().knowing(DEFINITIONS);
        Compiled every = CypherCompiler.compile(audience(condition), target);
        assertEquals(expected, String.join(" ", facts.answer(every).keySet()), every::browserText);
        Compiled some = CypherCompiler.compile(audience(condition), target.forOnly(List.of("acme", "cyds", "tiny")));
        assertEquals(expected, String.join(" ", facts.answer(some).keySet()), some::browserText);
    }

    @Test
    void accountsHaveComputedTraits() {
        assertEquals(Map.of("acme", 7L, "tiny", 8L, "cyds", 0L),
                facts.answer(CypherCompiler.compile(trait(reduce(sum("total"), "Buy")), facts.accounts())));
    }

    @Test
    void onlyThoseWithAnExternalIdOfTheTypesCount() {
        Query buyers = audience(some(count("Buy")));
        assertEquals(Set.of("ada", "bob"), facts
                .answer(CypherCompiler.compile(buyers, facts.people().needing(Set.of("user_id", "email")))).keySet());
        assertEquals(Set.of("ada", "anon:stranger", "bob"), facts.answer(CypherCompiler.compile(buyers,
                facts.people().needing(Set.of("anonymous_id")).forOnly(facts.roots()))).keySet());
        assertEquals(Set.of(),
                facts.answer(CypherCompiler.compile(buyers, facts.people().needing(Set.of("phone")))).keySet());
        assertEquals(Set.of("acme"), facts.answer(CypherCompiler.compile(audience(is(count("Buy"), ">", 1)),
                facts.accounts().needing(Set.of("user_id")))).keySet());
        assertEquals(Set.of(), facts.answer(CypherCompiler.compile(audience(all(some(count("Login")))),
                facts.accounts().needing(Set.of("phone")))).keySet());
    }

    @Test
    void oneSpaceAsksNothingOfAnother() {
        Query buyers = audience(some(count("Buy")));
        assertEquals(Set.of("ada", "eve"),
                elsewhere.answer(CypherCompiler.compile(buyers, elsewhere.people())).keySet());
        assertEquals(Set.of(), elsewhere.answer(
                CypherCompiler.compile(buyers, elsewhere.people().forOnly(facts.roots()))).keySet());
    }

    @Test
    void whatCypherCannotSayIsSaid() {
        Target target = facts.people().knowing(DEFINITIONS);
        Compiled nested = CypherCompiler.compile(audience(is(trait("address.city"), "=", "Rome")), target);
        assertFalse(nested.exact());
        assertEquals(Map.of(), facts.answer(nested));
        assertEquals(4, facts.answer(CypherCompiler.compile(audience(is(trait("address.city"), new Absent())), target))
                .size());
        assertFalse(CypherCompiler.compile(audience(is(trait("all_skus"), "=", "a")), target).exact());
    }
}
