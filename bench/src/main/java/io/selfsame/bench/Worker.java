package io.selfsame.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection's loop.
 *
 * <p>
 * Closed loop: the next request follows the answer, so a slow server is asked less often: this finds the throughput, and its
 * latencies are those of a server with as many requests in flight as there are connections.
 *
 * <p>
 * Open loop: requests are due at fixed times, whatever the server does, and the latency runs from the time a request was due,
 * not from when a connection was free to send it. A stall of a second thus shows in all requests due in that second
 * (no "coordinated omission").
 */
final class Worker implements Runnable {
    /** When to load, as {@link System#nanoTime}: start, start of the measured time, end. */
    record Window(long start, long measureFrom, long end) {
        boolean measures(long time) {
            return time - measureFrom >= 0 && time - end < 0;
        }
    }

    private final Plan plan;
    private final Window window;
    private final AtomicLong schedule;
    private final Requests requests;
    private final HttpConnection connection;
    private final Sender sender;
    private final Tally tally = new Tally();

    /**
     * @param schedule
     *            number of the next request of an open loop, shared by all workers
     */
    Worker(Plan plan, Window window, AtomicLong schedule, Requests requests,
            HttpConnection connection, Counters counters) {
        this.plan = plan;
        this.window = window;
        this.schedule = schedule;
        this.requests = requests;
        this.connection = connection;
        this.sender = new Sender(connection, counters, plan.retries());
    }

    @Override
    public void run() {
        try (connection) {
            if (plan.isOpenLoop()) {
                openLoop();
            } else {
                closedLoop();
            }
        }
    }

    private void closedLoop() {
        while (System.nanoTime() - window.end < 0) {
            Operation operation = pick();
            requests.prepare(operation);
            long sent = System.nanoTime();
            boolean good = sender.send(operation, requests, window.end);
            long answered = System.nanoTime();
            if (good && window.measures(answered)) {
                tally.record(operation, answered - sent, requests.events());
            }
        }
    }

    private void openLoop() {
        while (true) {
            long due = window.start + (long) (schedule.getAndIncrement() * 1e9 / plan.rate());
            if (due - window.end >= 0) {
                return;
            }
            Operation operation = pick();
            if (System.nanoTime() - window.end >= 0) {
                if (window.measures(due)) {
                    tally.recordUnsent(operation, window.end - due);
                }
                continue;
            }
            requests.prepare(operation); // before the wait: the time a request is due is the time it goes out
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            boolean good = sender.send(operation, requests, window.end);
            if (good && window.measures(due)) {
                tally.record(operation, System.nanoTime() - due, requests.events());
            }
        }
    }

    private Operation pick() {
        return plan.mix().pick(requests.percent());
    }

    HttpConnection connection() {
        return connection;
    }

    /** To be read when the worker has ended. */
    Tally tally() {
        return tally;
    }
}
