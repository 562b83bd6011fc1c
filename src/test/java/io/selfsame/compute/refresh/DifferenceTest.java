package io.selfsame.compute.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.query.parse.QueryParser;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is to be written, in parts. */
class DifferenceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Definition define(Level level) {
        return new Definition("aud_" + level, "key", level, QueryParser.membership("event('Order').count() > 0"),
                Set.of(), 1);
    }

    private static AccountKey account(String groupId) {
        return new AccountKey("s/" + groupId);
    }

    private static ProfileId person(String id) {
        return new ProfileId(id);
    }

    /** An account that is as evaluated leads to nobody any more. */
    @Test
    void peopleAreWrittenBeforeAccounts() {
        var changes = new ResultChanges();
        changes.fail(account("acme"), List.of(define(Level.ACCOUNTS)), "why", NOW);
        for (int i = 1; i <= 4; i++) {
            changes.fail(person("p" + i), List.of(define(Level.USERS)), "why", NOW);
        }
        changes.fail(account("other"), List.of(define(Level.ACCOUNTS)), "why", NOW);
        for (var all : List.of(changes, changes.without(Set.of()), changes.parts(10).getFirst())) {
            assertEquals(List.of(Set.of(person("p1"), person("p2"), person("p3")),
                    Set.of(person("p4"), account("acme"), account("other"))),
                    all.parts(3).stream().map(ResultChanges::owners).toList());
        }
    }

    /** One leads to the other by its people, and not the reverse: should the run end in between, the first leads there again. */
    @Test
    void accountsToWhichTheRefreshCameLastAreWrittenFirst() {
        var changes = new ResultChanges();
        changes.fail(account("b"), List.of(define(Level.ACCOUNTS)), "why", NOW);
        changes.fail(account("a"), List.of(define(Level.ACCOUNTS)), "why", NOW);
        changes.fail(account("c"), List.of(define(Level.ACCOUNTS)), "why", NOW);
        changes.fail(person("p"), List.of(define(Level.USERS)), "why", NOW);
        List<ResultChanges> parts = changes.parts(1);
        assertEquals(
                List.of(Set.of(person("p")), Set.of(account("c")), Set.of(account("a")), Set.of(account("b"))),
                parts.stream().map(ResultChanges::owners).toList());
        assertEquals(List.of(Set.of(account("c"), account("a")), Set.of(account("b"))),
                changes.without(Set.of(person("p"))).parts(2).stream().map(ResultChanges::owners).toList());
    }
}
