package io.selfsame.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends the prepared request on one connection until it is answered for good, and judges the answer. Not thread-safe. */
final class Sender {
    private static final byte[] ACCEPTED = HttpAnswer.ascii("\"accepted\":");
    private static final byte[] SUCCESS = HttpAnswer.ascii("\"success\":true");
    /** After a broken connection, so that a server that is gone is not hammered by a spinning driver. */
    private static final long PAUSE_AFTER_BREAK = TimeUnit.MILLISECONDS.toNanos(50);

    private final HttpConnection connection;
    private final Counters counters;
    private final boolean retries;

    Sender(HttpConnection connection, Counters counters, boolean retries) {
        this.connection = connection;
        this.counters = counters;
        this.retries = retries;
    }

    /**
     * Sends, and on 429 sends again after the time in Retry-After if that is before the deadline.
     *
     * @param deadline
     *            {@link System#nanoTime} after which nothing is sent again
     * @return whether the request was answered with success and every event in it accepted
     */
    boolean send(Operation operation, Request request, long deadline) {
        while (true) {
            counters.sent.increment();
            HttpAnswer answer;
            try {
                answer = connection.exchange(request.buffer(), request.from(), request.length());
            } catch (IOException e) {
                counters.error("no answer: " + e);
                LockSupport.parkNanos(PAUSE_AFTER_BREAK);
                return false;
            }
            if (answer.status() != 429) {
                return judge(operation, request, answer);
            }
            counters.throttled.increment();
            if (!isSeconds(answer.retryAfter())) {
                counters.error("429 with Retry-After '" + answer.retryAfter() + "', which is not a number of seconds");
                return false;
            }
            long wait = TimeUnit.SECONDS.toNanos(Long.parseLong(answer.retryAfter()));
            if (!retries || System.nanoTime() + wait - deadline > 0) {
                return false;
            }
            pause(wait);
        }
    }

    private boolean judge(Operation operation, Request request, HttpAnswer answer) {
        boolean good = answer.status() == 200 && switch (operation) {
            case READ -> true;
            case SINGLE -> answer.contains(SUCCESS);
            case BATCH -> answer.numberAfter(ACCEPTED) == request.events();
        };
        if (good) {
            counters.requests.increment();
            counters.events.add(request.events());
        } else {
            counters.error(operation.label() + " answered " + answer.status() + ": " + answer.body());
        }
        return good;
    }

    private static boolean isSeconds(String text) {
        return !text.isEmpty() && text.length() < 7 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
