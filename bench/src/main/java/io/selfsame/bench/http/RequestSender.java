package io.selfsame.bench.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends prepared requests on one connection of its own, each until it is answered for good, and judges the answers. Not
 * thread-safe.
 */
public final class RequestSender implements AutoCloseable {
    /** A request without an answer for so long is an error. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** After a broken connection, so that a server that is gone is not hammered by a spinning driver. */
    private static final long PAUSE_AFTER_BREAK = TimeUnit.MILLISECONDS.toNanos(50);

    private final Connection connection;
    private final Counters counters;
    private final boolean retries;

    /**
     * Opens no connection yet.
     *
     * @param retries
     *            whether a 429 is sent again after its Retry-After
     */
    public RequestSender(ServerAddress server, Counters counters, boolean retries) {
        this.connection = new Connection(server, PATIENCE);
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
    public boolean send(Operation operation, PreparedRequest request, long deadline) {
        while (true) {
            counters.sent.increment();
            HttpAnswer answer;
            try {
                answer = connection.exchange(request);
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

    private boolean judge(Operation operation, PreparedRequest request, HttpAnswer answer) {
        boolean good = answer.status() == 200 && switch (operation) {
            case READ -> true;
            case SINGLE -> answer.json().path("success").asBoolean();
            case BATCH -> answer.json().path("accepted").asInt(-1) == request.events();
        };
        if (good) {
            counters.requests.increment();
            counters.events.add(request.events());
        } else {
            counters.error(operation.label() + " answered " + answer.status() + ": " + answer.body());
        }
        return good;
    }

    /** Connections opened beyond the first. */
    public long reconnects() {
        return connection.reconnects();
    }

    @Override
    public void close() {
        connection.close();
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
