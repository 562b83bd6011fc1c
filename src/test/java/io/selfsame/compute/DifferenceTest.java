package io.selfsame.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.compute.Definition.Level;
import io.selfsame.query.QueryParser;
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
        var difference = new Difference();
        difference.fail("s/acme", List.of(define(Level.ACCOUNTS)), "why", NOW);
        for (int i = 1; i <= 4; i++) {
            difference.fail("p" + i, List.of(define(Level.USERS)), "why", NOW);
        }
        difference.fail("s/other", List.of(define(Level.ACCOUNTS)), "why", NOW);
        for (var all : List.of(difference, difference.without(Set.of()), difference.parts(10).getFirst())) {
            assertEquals(List.of(Set.of("p1", "p2", "p3"), Set.of("p4", "s/acme", "s/other")),
                    all.parts(3).stream().map(Difference::owners).toList());
        }
    }

    /** One leads to the other by its people, and not the reverse: should the run end in between, the first leads there again. */
    @Test
    void accountsToWhichTheRefreshCameLastAreWrittenFirst() {
        var difference = new Difference();
        difference.fail("s/b", List.of(define(Level.ACCOUNTS)), "why", NOW);
        difference.fail("s/a", List.of(define(Level.ACCOUNTS)), "why", NOW);
        difference.fail("s/c", List.of(define(Level.ACCOUNTS)), "why", NOW);
        difference.fail("p", List.of(define(Level.USERS)), "why", NOW);
        List<Difference> parts = difference.parts(1);
        assertEquals(List.of(Set.of("p"), Set.of("s/c"), Set.of("s/a"), Set.of("s/b")),
                parts.stream().map(Difference::owners).toList());
        assertEquals(List.of(Set.of("s/c", "s/a"), Set.of("s/b")),
                difference.without(Set.of("p")).parts(2).stream().map(Difference::owners).toList());
    }
}
