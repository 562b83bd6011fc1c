package io.selfsame.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the machine: without it, it is skipped, or fails where {@code CI=true} says that nothing may be skipped. */
public final class Requires {

    private Requires() {}

    public static void that(boolean present, String what) {
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(present, what + "; no test may be skipped where CI=true");
        }
        assumeTrue(present, what);
    }
}
