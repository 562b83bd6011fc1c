package io.selfsame.destination.send;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What a reply means for a message. Immutable. */
public sealed interface Outcome {

    /** The receiver has it. */
    record Delivered() implements Outcome {}

    /**
     * To be sent again.
     *
     * @param after the least time to wait, if the receiver said so
     * @param response the beginning of the answer; empty if there was none
     * @param taken parts of the message that need not be sent again
     */
    record Retry(Optional<Duration> after, String reason, String response, Set<String> taken) implements Outcome {

        public Retry {
            taken = Set.copyOf(taken);
        }

        /** With nothing taken. */
        public Retry(Optional<Duration> after, String reason, String response) {
            this(after, reason, response, Set.of());
        }

        /** Without an answer. */
        public Retry(Optional<Duration> after, String reason) {
            this(after, reason, "");
        }
    }

    /**
     * Sending it again would not help.
     *
     * @param response the beginning of the answer; empty if there was none
     */
    record Final(String reason, String response) implements Outcome {

        /** Without an answer. */
        public Final(String reason) {
            this(reason, "");
        }
    }

    /**
     * The destination itself is wrong: nothing is sent until somebody has put that right, and the message waits.
     *
     * @param mayBeForOne whether it may be about this message alone: then others are taken after it
     * @param response the beginning of the answer; empty if there was none
     * @param taken parts of the message that need not be sent again
     */
    record Pause(String reason, boolean mayBeForOne, String response, Set<String> taken) implements Outcome {

        /** Characters of an answer that are shown with the destination. */
        private static final int MOST_SAID = 300;

        public Pause {
            taken = Set.copyOf(taken);
        }

        /** About all messages. */
        public Pause(String reason) {
            this(reason, false, "", Set.of());
        }

        /** The reason, and what the receiver said to it, cut short. */
        public String words() {
            String said = response.strip();
            return said.isEmpty()
                    ? reason
                    : reason + ". It said: " + said.substring(0, Math.min(MOST_SAID, said.length()));
        }
    }

    /** Nothing was sent, for a reason of our own: it is no attempt, and is sent as soon as that can be. */
    record NotTried(String reason) implements Outcome {}

    /** What a reply means for everything that was in the request. Pure. */
    static Outcome of(Reply reply) {
        return switch (reply) {
            case Reply.Unreachable(String reason) -> new Retry(Optional.empty(), reason);
            case Reply.NotSent(String reason) -> new NotTried(reason);
            case Reply.RefusedAddress(String reason) -> new Pause(reason);
            case Reply.Answered answer -> of(answer);
        };
    }

    private static Outcome of(Reply.Answered answer) {
        int status = answer.status();
        String said = "the receiver answered " + status;
        String response = answer.sample();
        if (status >= 200 && status < 300) {
            return new Delivered();
        }
        if (status >= 300 && status < 400) {
            return new Final(said + "; redirects are not followed", response);
        }
        return switch (status) {
            case 401 -> new Pause(said + ": it does not accept our credentials", false, response, Set.of());
            case 403 -> new Pause(said + ": it forbids us to send", true, response, Set.of());
            case 410 -> new Pause(said + ": nothing is taken at this address any more", false, response, Set.of());
            case 408, 423, 425, 429 -> new Retry(answer.retryAfter(), said, response);
            default -> status >= 500 ? new Retry(answer.retryAfter(), said, response) : new Final(said, response);
        };
    }
}
