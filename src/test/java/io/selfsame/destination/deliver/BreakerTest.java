package io.selfsame.destination.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.destination.send.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final List<Outcome> NO_ANSWER = List.of(new Outcome.Retry(Optional.empty(), "no answer", ""));

    /** Whoever shows until when it waits has to hear of it although the receiver was away before. */
    @Test
    void aReceiverThatIsStillAwayIsTriedAgainLater() {
        var breaker = new Breaker(true, () -> {});
        for (int i = 0; i < Breaker.TRIALS; i++) {
            assertTrue(breaker.lets());
        }
        assertFalse(breaker.lets());
        assertEquals(0, breaker.openings());
        for (int i = 0; i < Breaker.TRIALS; i++) {
            breaker.note(NO_ANSWER);
        }
        assertEquals(1, breaker.openings());
        assertTrue(breaker.isOpen());
        assertFalse(breaker.closedFor().isZero());
    }
}
