package io.selfsame.bench.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What was answered, read to its end. Immutable. */
final class HttpAnswer {
    private final int status;
    private final String retryAfter;
    private final byte[] body;

    HttpAnswer(int status, String retryAfter, byte[] body) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    int status() {
        return status;
    }

    /** Text of the Retry-After header, empty when it has none. */
    String retryAfter() {
        return retryAfter;
    }

    String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the body has these bytes. */
    boolean contains(byte[] needle) {
        return after(needle) >= 0;
    }

    /** The digits right after the first {@code needle} in the body; -1 when there are none. */
    int numberAfter(byte[] needle) {
        int from = after(needle);
        int value = from >= 0 && from < body.length && isDigit(body[from]) ? 0 : -1;
        for (int i = from; value >= 0 && i < body.length && isDigit(body[i]); i++) {
            value = value * 10 + body[i] - '0';
        }
        return value;
    }

    private int after(byte[] needle) {
        for (int i = 0; i <= body.length - needle.length; i++) {
            if (body[i] == needle[0] && Arrays.equals(body, i, i + needle.length, needle, 0, needle.length)) {
                return i + needle.length;
            }
        }
        return -1;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
