package io.selfsame.destination.config;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets of Standard Webhooks: {@code whsec_} and 24 to 64 bytes as base64. */
final class SigningSecrets {

    static final String FORM = "is not whsec_ and 24 to 64 bytes as base64";

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;
    private static final int MADE = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SigningSecrets() {}

    static String next() {
        byte[] bytes = new byte[MADE];
        RANDOM.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    static boolean isOne(String text) {
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        try {
            int length = Base64.getDecoder().decode(text.substring(PREFIX.length())).length;
            return length >= SHORTEST && length <= LONGEST;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
