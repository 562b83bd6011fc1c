package io.selfsame.compute.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who depends on whom. */
class ReferencesTest {

    private static Condition trait(String path) {
        return new Condition.Is(new Operand.Trait(Path.parse(path)), new Comparator.Exists());
    }

    private static Definition audience(Level level, String key, Condition condition) {
        return new Definition(level + key, key, level, new Query.Membership(condition), Set.of(), 1);
    }

    private static Definition user(String key, Condition condition) {
        return audience(Level.USERS, key, condition);
    }

    private static Definition account(String key, Condition condition) {
        return audience(Level.ACCOUNTS, key, condition);
    }

    private static Definition counter(String key) {
        return new Definition(key, key, Level.USERS, new Query.Computation(
                new Operand.Reduction(new Events("Order", List.of()), new Reducer.Count())), Set.of(), 1);
    }

    private static List<String> ids(java.util.Collection<Definition> definitions) {
        return definitions.stream().map(Definition::id).toList();
    }

    @Test
    void aPersonHasTheAudiencesOfTheirAccountsUnlessTheirOwnGoByThatName() {
        var mine = user("mine", new Condition.And(List.of(trait("big"), trait("paying"))));
        var bigPeople = user("big", trait("plan"));
        var bigAccounts = account("big", trait("plan"));
        var payingAccounts = account("paying", trait("plan"));
        var dependencies = new Dependencies(List.of(mine, bigPeople, bigAccounts, payingAccounts));
        assertEquals(List.of("USERSbig", "ACCOUNTSpaying"), ids(dependencies.of(mine)));
        assertEquals(List.of("USERSmine"), ids(dependencies.to(payingAccounts)));
        assertEquals(List.of(), ids(dependencies.to(bigAccounts)));
    }

    @Test
    void insideAnyAndAllItIsAboutPeople() {
        var people = user("vip", trait("plan"));
        var accounts = account("vip", new Condition.AnyUser(trait("vip")));
        var all = account("all", new Condition.And(List.of(new Condition.AllUsers(trait("vip")), trait("vip"))));
        var dependencies = new Dependencies(List.of(people, accounts, all));
        assertEquals(List.of("USERSvip"), ids(dependencies.of(accounts)));
        assertEquals(List.of("ACCOUNTSvip", "USERSvip"), ids(dependencies.of(all)));
        assertTrue(dependencies.circle(accounts).isEmpty());
    }

    /** Of people, and so of the other accounts that these are in; what an account asks of itself is not meant. */
    @Test
    void accountsAskTheirPeopleForAudiencesOfAccounts() {
        var base = account("base", trait("plan"));
        var own = account("own", trait("base"));
        var ofPeople = account("ofPeople", new Condition.AllUsers(trait("base")));
        var person = user("person", trait("base"));
        var dependencies = new Dependencies(List.of(base, own, ofPeople, person));
        assertEquals(List.of(), dependencies.accountAudiencesOfPeople(own).toList());
        assertEquals(List.of(base), dependencies.accountAudiencesOfPeople(ofPeople).toList());
        assertEquals(List.of(base), dependencies.accountAudiencesOfPeople(person).toList());
        assertTrue(new EvaluationPlan(List.of(base, ofPeople)).accountsDependOnOthers());
        var through = account("through", new Condition.AllUsers(trait("person")));
        assertEquals(List.of(), new Dependencies(List.of(base, person, through)).accountAudiencesOfPeople(through)
                .toList());
        assertTrue(new EvaluationPlan(List.of(base, person, through)).accountsDependOnOthers());
        assertFalse(new EvaluationPlan(List.of(base, own, person)).accountsDependOnOthers());
        assertTrue(new EvaluationPlan(List.of(base, ofPeople)).usersDependOnAccounts());
        assertFalse(new EvaluationPlan(List.of(base, own)).usersDependOnAccounts());
    }

    @Test
    void circlesAreFoundAcrossLevels() {
        var a = user("a", trait("b"));
        var b = user("b", trait("c"));
        var c = account("c", new Condition.AllUsers(trait("a")));
        var beside = user("beside", trait("a"));
        var dependencies = new Dependencies(List.of(a, b, c, beside));
        assertEquals(List.of("USERSb", "ACCOUNTSc", "USERSa", "USERSb"), ids(dependencies.circle(b).orElseThrow()));
        assertTrue(dependencies.circle(beside).isEmpty());
        var self = user("self", trait("self"));
        assertEquals(List.of("USERSself", "USERSself"),
                ids(new Dependencies(List.of(self)).circle(self).orElseThrow()));
    }

    @Test
    void eachComesAfterThoseItStandsOn() {
        var top = user("top", new Condition.And(List.of(trait("middle"), trait("counter"))));
        var middle = user("middle", trait("counter"));
        assertEquals(List.of("counter", "USERSmiddle", "USERStop"),
                ids(new Dependencies(List.of(top, middle, counter("counter"))).inOrder()));
    }
}
