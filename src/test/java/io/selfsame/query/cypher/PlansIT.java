package io.selfsame.query.cypher;

import static io.selfsame.query.cypher.Queries.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.graph.Neo4jAddress;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import io.selfsame.query.Reducer.ValueType;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Result;
import org.neo4j.driver.summary.Plan;

/** No statement walks over all nodes of a label, events above all; and no plan hides a part where that would not show. */
@Slow
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlansIT {

    private static final Target.StoredDefinitions DEFINITIONS = new Target.StoredDefinitions(
            Map.of("vip", audience(some(count("Buy")))), Map.of("big", audience(some(count("Buy")))));
    private static final Target PEOPLE = Target.people("shop", Facts.NOW).knowing(DEFINITIONS)
            .needing(Set.of("user_id"));
    private static final Target ACCOUNTS = Target.accounts("shop", Facts.NOW).knowing(DEFINITIONS);

    private final Driver driver = connect();

    private static Driver connect() {
        Neo4jAddress address = TestServer.shared().neo4j();
        return GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()));
    }

    @AfterAll
    void close() {
        driver.close();
    }

    /** What a query is about, and the index its plan must begin with when it is asked of everybody. */
    record Case(String name, Query query, boolean ofAccounts, String index) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Condition> compared() {
        return ComparatorsIT.comparators().map(arguments -> (Condition) arguments.get()[1]);
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        var all = compared().toList();
        String byEvent = "Event(space, name, timestamp)";
        String byPerson = "Profile(space, segmentId)";
        cases.add(new Case("every comparator", audience(some(count("A", where(new Condition.And(all))))), false,
                byEvent));
        cases.add(new Case("none of them", audience(some(count("A", where(not(new Condition.Or(all)))))), false,
                byEvent));
        List<Condition> onTraits = all.stream().map(Condition.Is.class::cast)
                .filter(is -> !(is.comparator().toString().contains("Field")))
                .map(is -> (Condition) new Condition.Is(trait("v"), is.comparator())).toList();
        cases.add(new Case("of a trait", audience(new Condition.Or(onTraits)), false, byPerson));
        cases.add(new Case("windows", audience(and(is(count("A"), "=", 0), some(count("A", within(days(1)))),
                some(count("B", between(days(1), days(2)))))), false, byEvent));
        cases.add(new Case("funnel", audience(some(count("A", within(days(7)), where(and(
                is(count("B", withinParent(days(1)), where(is(property("a"), "=", parentProperty("a")))), "=", 0),
                or(some(count("C")), not(some(count("D", betweenParent(days(1), days(2))))))))))), false, byEvent));
        cases.add(new Case("funnel with a value", audience(some(count("A",
                where(is(reduce(new Reducer.Last(property("a")), "B", expiresAfter(hours(1))), "=", trait("x")))))),
                false, byEvent));
        cases.add(new Case("either event", audience(or(some(count("A")), some(count("B")))), false, byEvent));
        cases.add(new Case("neither event", audience(not(or(some(count("A")), some(count("B"))))), false, byPerson));
        cases.add(
                new Case("stored results", audience(and(is(trait("vip"), "=", true), not(is(trait("big"), "=", true)))),
                        false, byPerson));
        for (Reducer reducer : reducers()) {
            cases.add(new Case(reducer.getClass().getSimpleName(), trait(reduce(reducer, "A", within(days(1)))), false,
                    null));
            cases.add(new Case(reducer.getClass().getSimpleName() + " compared",
                    audience(not(is(reduce(reducer, "A", expiresAfter(hours(1))), ">", 1))), false, byPerson));
        }
        cases.add(new Case("any", audience(any(and(some(count("A")), is(trait("vip"), "=", true)))), true, byEvent));
        cases.add(new Case("all", audience(all(is(trait("plan"), "=", "pro"))), true, "Account(space, groupId)"));
        cases.add(
                new Case("of an account", audience(and(is(reduce(sum("a"), "A"), "<", 3), is(trait("big"), "=", true))),
                        true, "Account(space, groupId)"));
        cases.add(new Case("computed of accounts", trait(reduce(max("a", ValueType.NUMBER), "A")), true, byEvent));
        return cases.stream();
    }

    private static List<Reducer> reducers() {
        Operand.Field a = property("a");
        Operand.Field each = property("a.$");
        return List.of(new Reducer.Count(), new Reducer.Sum(a), new Reducer.Avg(each), max("a", ValueType.STRING),
                min("a", ValueType.NUMBER), new Reducer.Mode(each, ValueType.ARRAY, 1), mode("a", ValueType.STRING, 2),
                new Reducer.First(each), new Reducer.Last(a), new Reducer.Unique(a), new Reducer.UniqueCount(each),
                new Reducer.CountDays(), new Reducer.FirstSeen(), new Reducer.LastSeen());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ofEverybodyInBothVersionsOfTheLanguage(Case one) {
        Compiled compiled = CypherCompiler.compile(one.query, one.ofAccounts ? ACCOUNTS : PEOPLE);
        for (String version : List.of("CYPHER 5", "CYPHER 25")) {
            Plan plan = ofNobody(version, compiled);
            List<String> seeks = new ArrayList<>();
            check(plan, seeks, compiled);
            if (one.index != null) {
                assertTrue(seeks.stream().anyMatch(seek -> seek.contains(one.index)), () -> seeks + compiled.text());
                assertTrue(compiled.text().contains("// Index: " + one.index), compiled::text);
            }
        }
    }

    /** Runs it in a space without anybody; the plan that it ran by. */
    private Plan ofNobody(String version, Compiled compiled) {
        try (var session = driver.session()) {
            Result result = session.run(version + " PROFILE\n" + compiled.text(), compiled.parameters());
            assertEquals(List.of(), result.list());
            return result.consume().plan();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void onlySome(Case one) {
        Target target = one.ofAccounts ? ACCOUNTS : PEOPLE;
        Compiled compiled = CypherCompiler.compile(one.query, target.forOnly(List.of("one", "other")));
        List<String> seeks = new ArrayList<>();
        check(plan(compiled), seeks, compiled);
        assertFalse(seeks.stream().anyMatch(seek -> seek.contains("Event(space, ")), () -> seeks + compiled.text());
    }

    private Plan plan(Compiled compiled) {
        try (var session = driver.session()) {
            return session.run("EXPLAIN " + compiled.text(), compiled.parameters()).consume().plan();
        }
    }

    private static void check(Plan plan, List<String> seeks, Compiled compiled) {
        String operator = plan.operatorType();
        String details = String.valueOf(plan.arguments().get("Details"));
        assertFalse(operator.startsWith("AllNodesScan") || operator.startsWith("NodeByLabelScan")
                || operator.startsWith("CartesianProduct"), () -> operator + " in " + compiled.text());
        // A subquery that stays an expression has a plan of its own, which is not shown.
        assertFalse(details.contains("MATCH"), () -> details + " in " + compiled.text());
        if (operator.contains("Seek") || operator.contains("IndexScan")) {
            seeks.add(details);
        }
        if (details.contains("RANGE INDEX") && details.contains(":Event(owner")) {
            assertTrue(details.contains("Event(owner, name, timestamp)") && details.contains("timestamp <="),
                    () -> details + " in " + compiled.text());
        }
        plan.children().forEach(child -> check(child, seeks, compiled));
    }
}
