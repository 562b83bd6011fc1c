package io.selfsame.siege.client;

import io.selfsame.testing.Reply;

/**
 * What came of one request.
 *
 * @param outcome the status, or {@link #CLOSED}, or {@link #SILENCE}
 */
public record Answer(String outcome) {

    public static final String CLOSED = "closed";
    public static final String SILENCE = "no answer in time";
    static final String NO_RETRY_AFTER = " without Retry-After";

    static Answer of(int status, boolean retryAfter) {
        boolean refusal = status == 429 || status == 503;
        return new Answer(status + (refusal && !retryAfter ? NO_RETRY_AFTER : ""));
    }

    public static Answer of(Reply reply) {
        return of(reply.status(), reply.headers().firstValue("Retry-After").isPresent());
    }

    public boolean ok() {
        return outcome.equals("200");
    }

    public boolean refused() {
        return outcome.equals("429") || outcome.equals("503");
    }
}
