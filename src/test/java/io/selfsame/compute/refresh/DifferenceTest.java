package io.selfsame.compute.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
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

    /** An account that is as evaluated leads to nobody any more. */
    @Test
    void peopleAreWrittenBeforeAccounts() {
        var changes = new ResultChanges();
        changes.fail("s/acme", List.of(define(Level.ACCOUNTS)), "why", NOW);
        for (int i = 1; i <= 4; i++) {
            changes.fail("p" + i, List.of(define(Level.USERS)), "why", NOW);
        }
        changes.fail("s/other", List.of(define(Level.ACCOUNTS)), "why", NOW);
        for (var all : List.of(changes, changes.without(Set.of()), changes.parts(10).getFirst())) {
            assertEquals(List.of(Set.of("p1", "p2", "p3"), Set.of("p4", "s/acme", "s/other")),
                    all.parts(3).stream().map(ResultChanges::owners).toList());
        }
    }

    /** One leads to the other by its people, and not the reverse: should the run end in between, the first leads there again. */
    @Test
    void accountsToWhichTheRefreshCameLastAreWrittenFirst() {
        var changes = new ResultChanges();
        changes.fail("s/b", List.of(define(Level.ACCOUNTS)), "why", NOW);
        changes.fail("s/a", List.of(define(Level.ACCOUNTS)), "why", NOW);
        changes.fail("s/c", List.of(define(Level.ACCOUNTS)), "why", NOW);
        changes.fail("p", List.of(define(Level.USERS)), "why", NOW);
        List<ResultChanges> parts = changes.parts(1);
        assertEquals(List.of(Set.of("p"), Set.of("s/c"), Set.of("s/a"), Set.of("s/b")),
                parts.stream().map(ResultChanges::owners).toList());
        assertEquals(List.of(Set.of("s/c", "s/a"), Set.of("s/b")),
                changes.without(Set.of("p")).parts(2).stream().map(ResultChanges::owners).toList());
    }
}
