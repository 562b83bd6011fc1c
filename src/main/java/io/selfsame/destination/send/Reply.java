package io.selfsame.destination.send;

import java.time.Duration;
import java.util.Optional;

/** What came of a request. Immutable. */
public sealed interface Reply {

    /**
     * The receiver answered.
     *
     * @param body its beginning as text, of at most {@link Request#answerBytes} bytes; of one that was compressed only that it was
     * @param complete whether {@code body} is all of it
     * @param retryAfter how long it asks us to wait; from 0 to 24 hours
     */
    record Answered(int status, String body, boolean complete, Optional<Duration> retryAfter) implements Reply {

        /** The beginning of the body, to be shown: 16,384 characters at most. */
        public String sample() {
            return body.length() <= Request.SHORT_ANSWER ? body : body.substring(0, Request.SHORT_ANSWER);
        }
    }

    /**
     * There was no answer. The receiver may have taken the request all the same.
     *
     * @param reason in plain words: {@code no answer within 15 s}
     */
    record Unreachable(String reason) implements Reply {}

    /**
     * Nothing was sent, for a reason of our own that has nothing to do with the receiver.
     *
     * @param reason in plain words
     */
    record NotSent(String reason) implements Reply {}

    /**
     * Nothing was sent, since the URL leads where messages must not go.
     *
     * @param reason names the host, and what an operator can do
     */
    record RefusedAddress(String reason) implements Reply {}
}
