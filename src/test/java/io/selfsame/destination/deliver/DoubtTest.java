package io.selfsame.destination.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether a receiver forbids one message or all. */
class DoubtTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void whatWasTakenBeforeSaysNothingOfTheMomentAfter() throws InterruptedException {
        var doubt = new Doubt(Set.of(), SHORT);
        doubt.taken(System.nanoTime());
        assertFalse(doubt.isForOne("a", () -> true));
        assertEquals(List.of("a"), doubt.forbidden());
    }

    @Test
    void whoTakesAnotherAfterItForbidsOneAlone() throws InterruptedException {
        var doubt = new Doubt(Set.of(), Duration.ofSeconds(10));
        Thread other = Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(SHORT);
                doubt.taken(System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(doubt.isForOne("a", () -> true));
        other.join();
        assertEquals(List.of(), doubt.forbidden());
    }

    @Test
    void ofOneThatWasForbiddenBeforeTheResumeAnythingTakenSinceIsEnough() throws InterruptedException {
        var doubt = new Doubt(Set.of("a"), SHORT);
        assertFalse(doubt.isForOne("a", () -> true));
        doubt.taken(System.nanoTime());
        assertTrue(doubt.isForOne("a", () -> true));
    }

    @Test
    void itDoesNotWaitForWhatWillNotCome() throws InterruptedException {
        var doubt = new Doubt(Set.of(), Duration.ofMinutes(1));
        assertFalse(doubt.isForOne("a", () -> false));
    }
}
