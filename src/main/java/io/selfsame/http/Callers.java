package io.selfsame.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is held for requests that are not complete, over all connections, and which of them has to go when there is too
 * much. Thread safe; each call takes a short lock.
 *
 * <p>Nothing waits here and no newcomer is refused while something older can go. Who holds much for long goes first, so an
 * ordinary request, small and over within milliseconds, passes whatever others have begun and not ended. Only what is
 * complete, and being worked on, stays; the queues behind bound that.
 *
 * <ul>
 * <li>A request line with its headers has as long as {@link Limits#header} says, counted from the answer before it.</li>
 * <li>A body has {@link Limits#grace}, and after that has to have come at {@value #SLOWEST} bytes a second at least, and to
 * be complete after {@link Limits#body}. A client that reads its answer more slowly than that is let go as well.</li>
 * <li>More connections than {@link Limits#connections} push out the one that has been idle longest.</li>
 * </ul>
 */
final class Callers {

    /** Bytes a second. */
    static final int SLOWEST = 1_024;

    /** The part of the heap for strangers, and again that for those who are known. */
    private static final int ARRIVING = 16;

    /** Bytes of heap that a byte of a header may become: short headers are objects far larger than their text. */
    static final int HEADER_WEIGHT = 30;

    private final Limits limits;
    /** Of callers that have not shown a key: headers, and bodies that hold their key. */
    private final Room strangers;
    /** Of bodies whose sender is known. */
    private final Room known;
    private final ReentrantLock lock = new ReentrantLock();
    /** In the order of their beginning. */
    private final Map<Caller.State, Set<Caller>> callers = new EnumMap<>(Caller.State.class);
    private int open;

    Callers(Limits limits) {
        this.limits = limits;
        this.strangers = new Room(limits.heap() / ARRIVING);
        this.known = new Room(limits.heap() / ARRIVING);
        for (Caller.State state : Caller.State.values()) {
            callers.put(state, new LinkedHashSet<>());
        }
    }

    private Set<Caller> all(Caller.State state) {
        return Objects.requireNonNull(callers.get(state));
    }

    Room strangers() {
        return strangers;
    }

    Room known() {
        return known;
    }

    Limits limits() {
        return limits;
    }

    /** Guards this, and all of its callers' fields. */
    ReentrantLock lock() {
        return lock;
    }

    void opened(Caller caller) {
        List<Caller> out = new ArrayList<>();
        lock.lock();
        try {
            open++;
            caller.room = strangers;
            begin(caller, Caller.State.WAITING);
            if (open > limits.connections()) {
                Caller idle = all(Caller.State.WAITING).iterator().next();
                Optional<Caller> stuck = all(Caller.State.ANSWERING).stream().filter(Caller::isStuck).findFirst();
                end(idle != caller ? idle : stuck.or(() -> heaviest(null)).orElse(caller), Caller.Ended.PUSHED_OUT,
                        out);
            }
        } finally {
            lock.unlock();
        }
        out.forEach(Caller::leave);
    }

    void closed(Caller caller) {
        lock.lock();
        try {
            if (caller.state != Caller.State.GONE) {
                open--;
            }
            hold(caller, 0);
            all(caller.state).remove(caller);
            caller.state = Caller.State.GONE;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes came in, which are headers if no request is being worked on. */
    void heard(Caller caller, int bytes) {
        List<Caller> out = new ArrayList<>();
        lock.lock();
        try {
            if (caller.state == Caller.State.WAITING) {
                hold(caller, caller.held + (long) bytes * HEADER_WEIGHT);
                makeRoom(strangers, out);
            }
        } finally {
            lock.unlock();
        }
        out.forEach(Caller::leave);
    }

    /**
     * A request has all its headers.
     *
     * @return which one it is, for {@link #answered}
     */
    long asked(Caller caller) {
        lock.lock();
        try {
            hold(caller, 0);
            caller.ended = null;
            if (caller.state != Caller.State.GONE) {
                begin(caller, Caller.State.WORKING);
            }
            return ++caller.request;
        } finally {
            lock.unlock();
        }
    }

    /** A request is over. */
    void answered(Caller caller, long request) {
        lock.lock();
        try {
            if (caller.request == request) {
                hold(caller, 0);
                caller.room = strangers;
                if (caller.state != Caller.State.GONE) {
                    begin(caller, Caller.State.WAITING);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** A part of an answer went out. */
    void sent(Caller caller, long bytes) {
        lock.lock();
        try {
            if (caller.state == Caller.State.WORKING) {
                begin(caller, Caller.State.ANSWERING);
            }
            caller.moved += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** To be called each second. */
    void sweep() {
        List<Caller> out = new ArrayList<>();
        lock.lock();
        try {
            for (Caller caller : List.copyOf(all(Caller.State.WAITING))) {
                if (millis(caller) < limits.header().toMillis()) {
                    break;
                }
                end(caller, Caller.Ended.TOO_SLOW, out);
            }
            for (Caller caller : List.copyOf(all(Caller.State.ARRIVING))) {
                var most = caller.dropping ? limits.dropped() : limits.body();
                if (isSlow(caller) || millis(caller) > most.toMillis()) {
                    end(caller, Caller.Ended.TOO_SLOW, out);
                }
            }
            for (Caller caller : List.copyOf(all(Caller.State.ANSWERING))) {
                if (isSlow(caller) && caller.isStuck()) {
                    end(caller, Caller.Ended.TOO_SLOW, out);
                }
            }
        } finally {
            lock.unlock();
        }
        out.forEach(Caller::leave);
    }

    private boolean isSlow(Caller caller) {
        long millis = millis(caller);
        return millis > limits.grace().toMillis() && caller.moved < millis * SLOWEST / 1_000;
    }

    private static long millis(Caller caller) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - caller.since);
    }

    /** Bytes that are held now. */
    long held() {
        lock.lock();
        try {
            return strangers.held + known.held;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    void begin(Caller caller, Caller.State state) {
        all(caller.state).remove(caller);
        caller.state = state;
        caller.since = System.nanoTime();
        caller.moved = 0;
        caller.dropping = false;
        if (state != Caller.State.GONE) {
            all(state).add(caller);
        }
    }

    /** With the lock held. */
    static void hold(Caller caller, long bytes) {
        caller.room.held += bytes - caller.held;
        caller.held = bytes;
        if (bytes == 0) {
            caller.body.clear();
        }
    }

    /** Pushes out others, or the caller itself, until the room is enough or only what is complete is in it. With the lock held. */
    void makeRoom(Room room, List<Caller> out) {
        while (room.isOverfull()) {
            Optional<Caller> heaviest = heaviest(room);
            if (heaviest.isEmpty()) {
                return;
            }
            end(heaviest.get(), Caller.Ended.PUSHED_OUT, out);
        }
    }

    /** Who has held most for longest. */
    private Optional<Caller> heaviest(@Nullable Room room) {
        long now = System.nanoTime();
        @Nullable
        Caller heaviest = null;
        double most = -1;
        for (Caller.State state : List.of(Caller.State.ARRIVING, Caller.State.WAITING)) {
            for (Caller caller : all(state)) {
                double weight = (double) caller.held * (now - caller.since);
                if ((room == null || caller.room == room) && caller.held > 0 && weight > most) {
                    heaviest = caller;
                    most = weight;
                }
            }
        }
        return Optional.ofNullable(heaviest);
    }

    /** Its memory is free at once; a body that is being read is refused by whoever reads it. */
    private void end(Caller caller, Caller.Ended why, List<Caller> out) {
        hold(caller, 0);
        if (caller.state == Caller.State.ARRIVING) {
            caller.ended = why;
            begin(caller, Caller.State.WORKING);
        } else {
            begin(caller, Caller.State.GONE);
            open--;
        }
        out.add(caller);
    }
}
