package io.selfsame.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts what all connections hold for requests and answers, and closes some of them when it is too much. Thread safe; each call
 * takes a short lock.
 *
 * <p>Nothing waits here, and no new connection is refused while an older one can be closed. Connections that hold much for long are
 * closed first, so an ordinary request, which is small and takes milliseconds, succeeds whatever others have begun. A complete
 * request that is worked on is never closed; the queues behind limit how many there are. If headers of such requests alone fill the
 * room for headers, new requests with large headers are refused, and ordinary ones are not.
 *
 * <ul>
 * <li>A request line with its headers must arrive within {@link HttpLimits#header} after the previous answer. Headers count until the
 * request is answered; then what the connection keeps of them counts.</li>
 * <li>A body must arrive within {@link HttpLimits#body}, and with at least {@value #SLOWEST} bytes a second in each
 * {@link HttpLimits#grace}. A client that takes its answer more slowly is disconnected too.</li>
 * <li>Above {@link HttpLimits#connections} the connection without progress for longest is closed: idle, with an incomplete request, or
 * with an answer that its client does not take.</li>
 * </ul>
 */
final class Connections {

    /** Bytes a second. */
    static final int SLOWEST = 1_024;

    /** How long a connection may wait for its next request when the service stops. */
    private static final Duration STOPPING_IDLE = Duration.ofSeconds(1);

    private final HttpLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Holdings holdings;
    /** When the service began to stop, by {@link System#nanoTime}. */
    private @Nullable Long stopping;

    Connections(HttpLimits limits) {
        this.limits = limits;
        this.holdings = new Holdings(limits);
    }

    /** Shows how full it is. */
    void figures(MeterRegistry registry) {
        ConnectionFigures.show(registry, lock, holdings);
    }

    HttpLimits limits() {
        return limits;
    }

    /** Guards the holdings, and all of the callers' fields. */
    ReentrantLock lock() {
        return lock;
    }

    Holdings holdings() {
        return holdings;
    }

    /** Does something that may push out callers, which leave once the lock is free. */
    private void pushing(Consumer<List<ClientConnection>> work) {
        List<ClientConnection> out = new ArrayList<>();
        lock.lock();
        try {
            work.accept(out);
        } finally {
            lock.unlock();
            // They count as gone, whatever has failed after that.
            out.forEach(ClientConnection::leave);
        }
    }

    void opened(ClientConnection caller) {
        pushing(out -> {
            holdings.enter(caller);
            holdings.makeRoomForConnection(out);
        });
    }

    void closed(ClientConnection caller) {
        lock.lock();
        try {
            holdings.leave(caller);
        } finally {
            lock.unlock();
        }
    }

    /** More of a request's headers is held. */
    void heard(ClientConnection caller, long bytes) {
        pushing(out -> {
            if (caller.state == ClientConnection.State.WAITING) {
                holdings.head(caller, caller.head + bytes);
                holdings.makeRoomForHead(caller, out);
            }
        });
    }

    /**
     * A request has all its headers.
     *
     * @param bytes of heap that they take, until {@link #answered}
     * @return which one it is, for {@link #answered}
     */
    long asked(ClientConnection caller, long bytes) {
        pushing(out -> {
            // What buffers and lists have once grown to stays with the connection.
            caller.largestHead = Math.max(caller.largestHead, bytes);
            holdings.head(caller, caller.largestHead);
            if (caller.state != ClientConnection.State.GONE) {
                caller.ended = null;
                holdings.begin(caller, ClientConnection.State.WORKING);
            }
            caller.request++;
            holdings.makeRoomForHead(caller, out);
        });
        return caller.request;
    }

    /** Whether a request with so many bytes of headers may be worked on. */
    boolean hasRoomFor(long bytes) {
        lock.lock();
        try {
            return holdings.hasRoomFor(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** A request is over. */
    void answered(ClientConnection caller, long request) {
        lock.lock();
        try {
            if (caller.request == request) {
                holdings.over(caller);
            }
        } finally {
            lock.unlock();
        }
    }

    /** More of an answer is ready to be sent, and counts for somebody. */
    void answering(ClientConnection caller, Holder holder, long bytes) {
        lock.lock();
        try {
            caller.holder = holder;
            caller.answer += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** A part of an answer went out. */
    void sent(ClientConnection caller, long bytes) {
        lock.lock();
        try {
            if (caller.state == ClientConnection.State.WORKING) {
                holdings.begin(caller, ClientConnection.State.ANSWERING);
            }
            holdings.moved(caller, bytes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets go of the heaviest answer of a space that is not being taken, of those who have as much of the room as the one who asks,
     * or more: a key that anybody may know takes nothing from others for its own.
     */
    void makeRoomForAnswers(Holder holder) {
        pushing(out -> {
            List<ClientConnection> all = holdings.all(ClientConnection.State.ANSWERING).stream()
                    .filter(each -> each.answer > 0 && each.holder.space().equals(holder.space())).toList();
            Map<Holder, Long> held = all.stream()
                    .collect(Collectors.groupingBy(each -> each.holder, Collectors.summingLong(each -> each.answer)));
            long own = held.getOrDefault(holder, 0L);
            Holdings.heaviestFirst(all.stream().filter(each -> held.getOrDefault(each.holder, 0L) >= own
                    && each.isStuck() && millis(each.since) > limits.dropped().toMillis()), each -> each.answer)
                    .findFirst().ifPresent(stuck -> holdings.end(stuck, ClientConnection.BodyEnded.TOO_SLOW, out));
        });
    }

    /** Bodies that are still arriving {@link HttpLimits#farewell} from now are not waited for. */
    void stop() {
        lock.lock();
        try {
            stopping = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    boolean isStopping() {
        return stopping != null;
    }

    /** To be called each second. */
    void sweep() {
        pushing(out -> {
            var idle = stopping == null ? limits.header() : STOPPING_IDLE;
            for (ClientConnection caller : List.copyOf(holdings.all(ClientConnection.State.WAITING))) {
                if (millis(caller.since) < idle.toMillis()) {
                    break;
                }
                holdings.end(caller, ClientConnection.BodyEnded.TOO_SLOW, out);
            }
            boolean farewell = stopping != null && millis(stopping) > limits.farewell().toMillis();
            for (ClientConnection caller : List.copyOf(holdings.all(ClientConnection.State.ARRIVING))) {
                var most = caller.dropping ? limits.dropped() : limits.body();
                if (farewell) {
                    holdings.end(caller, ClientConnection.BodyEnded.STOPPING, out);
                } else if (isSlow(caller) || millis(caller.since) > most.toMillis()) {
                    holdings.end(caller, ClientConnection.BodyEnded.TOO_SLOW, out);
                }
            }
            for (ClientConnection caller : List.copyOf(holdings.all(ClientConnection.State.ANSWERING))) {
                if (isSlow(caller) && caller.isStuck()) {
                    holdings.end(caller, ClientConnection.BodyEnded.TOO_SLOW, out);
                }
            }
        });
    }

    /** By what has moved since it was last judged, which is {@link HttpLimits#grace} ago. */
    private boolean isSlow(ClientConnection caller) {
        long millis = millis(caller.judged);
        if (millis < limits.grace().toMillis()) {
            return false;
        }
        boolean slow = caller.moved < millis * SLOWEST / 1_000;
        caller.judged = System.nanoTime();
        caller.moved = 0;
        return slow;
    }

    private static long millis(long since) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }

    /** Bytes that are held now, for what arrives and for what idle connections keep. */
    long held() {
        lock.lock();
        try {
            return holdings.held();
        } finally {
            lock.unlock();
        }
    }
}
