package io.selfsame.space;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void noSecretLooksLikeAnOptionOfACommandLine() {
        for (int i = 0; i < 2_000; i++) {
            String secret = Secret.next();
            assertFalse(secret.startsWith("-"), secret);
            assertTrue(secret.matches("[A-Za-z0-9_-]{32}"), secret);
        }
    }
}
