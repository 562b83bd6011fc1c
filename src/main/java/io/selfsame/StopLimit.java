package io.selfsame;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a process that has been told to stop and does not come to its end. Nothing is lost by it: whatever was acknowledged
 * is in Neo4j's log, which the next start replays.
 */
final class StopLimit {

    /** Exit code of a process that did not stop by itself. */
    static final int HALTED = 5;

    private StopLimit() {}

    /** From now on the process has this long. Meant for a shutdown hook, as nothing takes it back. */
    static void arm(Duration limit) {
        Thread.ofPlatform().daemon().name("stop-limit").start(() -> {
            try {
                new CountDownLatch(1).await(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            say("Selfsame did not stop within " + limit.toSeconds()
                    + " s and is ended as it is; what it acknowledged is safe.");
            Runtime.getRuntime().halt(HALTED);
        });
    }

    /** In a thread of its own, as nobody may be reading what we print. */
    private static void say(String line) {
        try {
            Thread.ofPlatform().daemon().start(() -> System.err.println(line)).join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
