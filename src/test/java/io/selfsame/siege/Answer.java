package io.selfsame.siege;

import io.selfsame.testing.Reply;

/**
 * What came of one request.
 *
 * @param outcome the status, or {@link #CLOSED}, or {@link #SILENCE}
 */
record Answer(String outcome) {

    static final String CLOSED = "closed";
    static final String SILENCE = "no answer in time";
    static final String NO_RETRY_AFTER = " without Retry-After";

    static Answer of(int status, boolean retryAfter) {
        boolean refusal = status == 429 || status == 503;
        return new Answer(status + (refusal && !retryAfter ? NO_RETRY_AFTER : ""));
    }

    static Answer of(Reply reply) {
        return of(reply.status(), reply.headers().firstValue("Retry-After").isPresent());
    }

    boolean ok() {
        return outcome.equals("200");
    }

    boolean refused() {
        return outcome.equals("429") || outcome.equals("503");
    }
}
