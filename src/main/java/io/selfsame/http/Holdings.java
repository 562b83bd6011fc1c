package io.selfsame.http;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Who is doing what, what they hold, and who has to go. Guarded by the lock of {@link Callers}. */
final class Holdings {

    /** Bytes of a body or an answer that are progress. A byte now and then is none. */
    private static final int PROGRESS = 1_024;

    private final int connections;
    private long pushedOut;

    /** Bytes of headers that nobody is refused for: all connections together may have of them a sixteenth of the heap. */
    private final long light;
    private long lightHeads;
    /** Of headers that are larger, and what connections keep of them. */
    private final Room heads;
    /** Of bodies that hold their key. */
    private final Room strangers;
    /** Of bodies whose sender is known. */
    private final Room known;
    /** In the order of their beginning. */
    private final Map<Caller.State, Set<Caller>> callers = new EnumMap<>(Caller.State.class);
    private int open;

    Holdings(Limits limits) {
        this.connections = limits.connections();
        this.light = limits.heap() / 16 / limits.connections();
        this.heads = new Room(limits.heap() / 64);
        this.strangers = new Room(limits.heap() / 16);
        this.known = new Room(limits.heap() / 32);
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

    Room heads() {
        return heads;
    }

    long held() {
        return lightHeads + heads.held + strangers.held + known.held;
    }

    /** Whether so many bytes of headers may be worked on. Ordinary ones always may. */
    boolean hasRoomFor(long head) {
        boolean room = head <= light || !heads.isChoked();
        heads.refused += room ? 0 : 1;
        return room;
    }

    void enter(Caller caller) {
        open++;
        caller.room = strangers;
        begin(caller, Caller.State.WAITING);
    }

    int open() {
        return open;
    }

    int connections() {
        return connections;
    }

    /** How many connections had to go for others. */
    long pushedOut() {
        return pushedOut;
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
        changed(caller, () -> {
            all(caller.state).remove(caller);
            caller.state = state;
            if (state != Caller.State.GONE) {
                all(state).add(caller);
            }
        });
        caller.since = System.nanoTime();
        caller.judged = caller.since;
        caller.progress = caller.since;
        caller.moved = 0;
        caller.dropping = false;
    }

    /** Counts a body. */
    void hold(Caller caller, long bytes) {
        changed(caller, () -> caller.held = bytes);
        if (bytes == 0) {
            caller.body.clear();
        }
    }

    /** Counts headers. */
    void head(Caller caller, long bytes) {
        changed(caller, () -> caller.head = bytes);
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
        changed(caller, () -> caller.leaving = leaving);
    }

    /** Changes what a caller holds, or is doing, and what is counted by that. */
    private void changed(Caller caller, Runnable change) {
        count(caller, -1);
        change.run();
        count(caller, 1);
    }

    private void count(Caller caller, int sign) {
        boolean incomplete = caller.state == Caller.State.ARRIVING || caller.state == Caller.State.WAITING;
        caller.room.held += sign * caller.held;
        caller.room.incomplete += incomplete ? sign * caller.held : 0;
        if (caller.head <= light) {
            lightHeads += sign * caller.head;
        } else {
            heads.held += sign * caller.head;
            heads.incomplete += incomplete ? sign * caller.head : 0;
            heads.leaving += caller.leaving ? sign * caller.head : 0;
        }
    }

    /** Bytes of a body came, or of an answer went. */
    void moved(Caller caller, long bytes) {
        caller.moved += bytes;
        caller.lately += bytes;
        if (caller.lately >= PROGRESS) {
            caller.lately = 0;
            caller.progress = System.nanoTime();
            Set<Caller> same = all(caller.state);
            if (same.remove(caller)) {
                same.add(caller);
            }
        }
    }

    /** Pushes out whoever it takes until there is enough for bodies, or only what is complete is held. */
    void makeRoom(Room room, List<Caller> out) {
        makeRoom(room, all(Caller.State.ARRIVING).stream(), each -> each.room == room ? each.held : 0, 0, out);
    }

    /** As {@link #makeRoom}, for headers. Ordinary ones stay, and so does the newest: if there is no room it will be told so. */
    void makeRoomForHead(Caller newest, List<Caller> out) {
        boolean own = newest.head > light
                && (newest.state == Caller.State.WAITING || newest.state == Caller.State.ARRIVING);
        makeRoom(heads, Stream.of(Caller.State.ARRIVING, Caller.State.WAITING).flatMap(state -> all(state).stream()),
                each -> each.head > light && each != newest ? each.head : 0, own ? newest.head : 0, out);
    }

    /** Looks at all of them only where somebody can go, and then makes room for many that come after. */
    private void makeRoom(Room room, Stream<Caller> callers, ToLongFunction<Caller> bytes, long staying,
            List<Caller> out) {
        if (room.isOverfull() && room.incomplete > staying) {
            heaviestFirst(callers, bytes).takeWhile(each -> !room.isEased())
                    .forEach(each -> {
                        room.refused++;
                        end(each, Caller.Ended.PUSHED_OUT, out);
                    });
        }
    }

    /** Pushes out one connection, if there are too many. */
    void makeRoomForConnection(List<Caller> out) {
        if (open > connections) {
            pushedOut++;
            end(idlest(), Caller.Ended.PUSHED_OUT, out);
        }
    }

    /**
     * Whose connection goes first: of those who wait, are sending or do not take their answer, who has got no further for
     * longest. A newcomer is younger than that while anybody else stands still.
     */
    private Caller idlest() {
        Stream<Caller> standing = Stream.concat(
                Stream.of(Caller.State.WAITING, Caller.State.ARRIVING).flatMap(state -> all(state).stream().limit(1)),
                all(Caller.State.ANSWERING).stream().filter(Caller::isStuck).limit(1));
        long now = System.nanoTime();
        return standing.max(Comparator.comparingLong(each -> now - each.progress)).orElseThrow();
    }

    /** Those who hold anything, who has held most for longest before the others. */
    static Stream<Caller> heaviestFirst(Stream<Caller> callers, ToLongFunction<Caller> bytes) {
        record Held(Caller caller, double weight) {}
        long now = System.nanoTime();
        return callers.filter(each -> bytes.applyAsLong(each) > 0)
                .map(each -> new Held(each, (double) bytes.applyAsLong(each) * (now - each.since)))
                .sorted(Comparator.comparingDouble(Held::weight).reversed()).map(Held::caller);
    }

    /** Its body is free at once; what else it holds is when whoever reads the body, or writes the answer, has given up. */
    void end(Caller caller, Caller.Ended why, List<Caller> out) {
        caller.ended = why;
        if (caller.state == Caller.State.WAITING) {
            leave(caller);
        } else {
            leaving(caller, true);
            hold(caller, 0);
            if (caller.state == Caller.State.ARRIVING) {
                begin(caller, Caller.State.WORKING);
            } else {
                begin(caller, Caller.State.GONE);
                open--;
            }
        }
        out.add(caller);
    }
}
