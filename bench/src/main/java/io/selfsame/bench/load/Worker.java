package io.selfsame.bench.load;

import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.PreparedRequest;
import io.selfsame.bench.http.RequestSender;
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
    private final Plan plan;
    private final LoadWindow window;
    private final AtomicLong schedule;
    private final RequestStream requests;
    private final RequestSender sender;
    private final LatencyTally tally = new LatencyTally();

    /**
     * @param schedule
     *            number of the next request of an open loop, shared by all workers
     */
    Worker(Plan plan, LoadWindow window, AtomicLong schedule, RequestStream requests, RequestSender sender) {
        this.plan = plan;
        this.window = window;
        this.schedule = schedule;
        this.requests = requests;
        this.sender = sender;
    }

    @Override
    public void run() {
        try (sender) {
            if (plan.isOpenLoop()) {
                openLoop();
            } else {
                closedLoop();
            }
        }
    }

    private void closedLoop() {
        while (System.nanoTime() - window.end() < 0) {
            Operation operation = pick();
            PreparedRequest request = requests.prepare(operation);
            long sent = System.nanoTime();
            boolean good = sender.send(operation, request, window.end());
            long answered = System.nanoTime();
            if (good && window.measures(answered)) {
                tally.record(operation, answered - sent, request.events());
            }
        }
    }

    private void openLoop() {
        while (true) {
            long due = window.start() + (long) (schedule.getAndIncrement() * 1e9 / plan.rate());
            if (due - window.end() >= 0) {
                return;
            }
            Operation operation = pick();
            if (System.nanoTime() - window.end() >= 0) {
                if (window.measures(due)) {
                    tally.recordUnsent(operation, window.end() - due);
                }
                continue;
            }
            // Before the wait: the time a request is due is the time it goes out.
            PreparedRequest request = requests.prepare(operation);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            boolean good = sender.send(operation, request, window.end());
            if (good && window.measures(due)) {
                tally.record(operation, System.nanoTime() - due, request.events());
            }
        }
    }

    private Operation pick() {
        return plan.mix().pick(requests.percent());
    }

    RequestSender sender() {
        return sender;
    }

    /** To be read when the worker has ended. */
    LatencyTally tally() {
        return tally;
    }
}
