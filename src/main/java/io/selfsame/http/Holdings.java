package io.selfsame.http;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Who is doing what, what they hold, and who has to go. Guarded by the lock of {@link Callers}. */
final class Holdings {

    /** The part of the heap of each room. */
    private static final int PART = 16;

    private final int connections;
    /** Bytes of headers that nobody is refused for: what all connections together may have of them fits. */
    private final long light;
    /** Of headers, and what connections keep of them. */
    private final Room heads;
    /** Of bodies that hold their key. */
    private final Room strangers;
    /** Of bodies whose sender is known. */
    private final Room known;
    /** In the order of their beginning. */
    private final Map<Caller.State, Set<Caller>> callers = new EnumMap<>(Caller.State.class);
    private int open;

    Holdings(Limits limits) {
        long most = limits.heap() / PART;
        this.connections = limits.connections();
        this.light = most / limits.connections();
        this.heads = new Room(most);
        this.strangers = new Room(most);
        this.known = new Room(most);
        for (Caller.State state : Caller.State.values()) {
            callers.put(state, new LinkedHashSet<>());
        }
    }

    Set<Caller> all(Caller.State state) {
        return Objects.requireNonNull(callers.get(state));
    }

    Room strangers() {
        return strangers;
    }

    Room known() {
        return known;
    }

    long held() {
        return heads.held + strangers.held + known.held;
    }

    /** Whether so many bytes of headers may be worked on. Ordinary ones always may. */
    boolean hasRoomFor(long head) {
        return head <= light || !heads.isChoked();
    }

    void enter(Caller caller) {
        open++;
        caller.room = strangers;
        begin(caller, Caller.State.WAITING);
    }

    boolean areTooMany() {
        return open > connections;
    }

    void leave(Caller caller) {
        if (caller.state == Caller.State.GONE) {
            return;
        }
        hold(caller, 0);
        if (caller.state == Caller.State.WAITING) {
            head(caller, 0);
        }
        begin(caller, Caller.State.GONE);
        open--;
    }

    void begin(Caller caller, Caller.State state) {
        all(caller.state).remove(caller);
        caller.state = state;
        caller.since = System.nanoTime();
        caller.judged = caller.since;
        caller.moved = 0;
        caller.dropping = false;
        if (state != Caller.State.GONE) {
            all(state).add(caller);
        }
    }

    /** Counts a body. */
    static void hold(Caller caller, long bytes) {
        caller.room.held += bytes - caller.held;
        caller.held = bytes;
        if (bytes == 0) {
            caller.body.clear();
        }
    }

    /** Counts headers. */
    void head(Caller caller, long bytes) {
        long more = bytes - caller.head;
        heads.held += more;
        heads.leaving += caller.leaving ? more : 0;
        caller.head = bytes;
    }

    /** A request is over, and what is kept of its headers belongs to its connection. */
    void over(Caller caller) {
        hold(caller, 0);
        leaving(caller, false);
        caller.room = strangers;
        caller.answer = 0;
        if (caller.state == Caller.State.GONE) {
            head(caller, 0);
        } else {
            begin(caller, Caller.State.WAITING);
        }
    }

    private void leaving(Caller caller, boolean leaving) {
        if (caller.leaving != leaving) {
            heads.leaving += leaving ? caller.head : -caller.head;
            caller.leaving = leaving;
        }
    }

    /** Pushes out whoever it takes until there is enough for bodies, or only what is complete is held. */
    void makeRoom(Room room, List<Caller> out) {
        makeRoom(room, out, each -> each.room == room ? each.held : 0);
    }

    /** As {@link #makeRoom}, for headers. Ordinary ones stay, and so does the newest: if there is no room it will be told so. */
    void makeRoomForHead(Caller newest, List<Caller> out) {
        makeRoom(heads, out, each -> each.head > light && each != newest ? each.head : 0);
    }

    private void makeRoom(Room room, List<Caller> out, ToLongFunction<Caller> bytes) {
        while (room.isOverfull()) {
            Optional<Caller> heaviest = heaviest(incomplete(), bytes);
            if (heaviest.isEmpty()) {
                return;
            }
            end(heaviest.get(), Caller.Ended.PUSHED_OUT, out);
        }
    }

    /** Those whose request is not complete. */
    Stream<Caller> incomplete() {
        return Stream.of(Caller.State.ARRIVING, Caller.State.WAITING).flatMap(state -> all(state).stream());
    }

    /** Who has held most for longest. */
    static Optional<Caller> heaviest(Stream<Caller> callers, ToLongFunction<Caller> bytes) {
        long now = System.nanoTime();
        return callers.filter(each -> bytes.applyAsLong(each) > 0).max(
                Comparator.comparingDouble(each -> (double) bytes.applyAsLong(each) * (now - each.since)));
    }

    /** Its body is free at once; what else it holds is when whoever reads the body, or writes the answer, has given up. */
    void end(Caller caller, Caller.Ended why, List<Caller> out) {
        if (caller.state == Caller.State.WAITING) {
            leave(caller);
        } else {
            leaving(caller, true);
            hold(caller, 0);
            if (caller.state == Caller.State.ARRIVING) {
                caller.ended = why;
                begin(caller, Caller.State.WORKING);
            } else {
                begin(caller, Caller.State.GONE);
                open--;
            }
        }
        out.add(caller);
    }
}
