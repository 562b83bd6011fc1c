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

/** The state of all connections, what they hold, and which to close next. Guarded by the lock of {@link Connections}. */
final class Holdings {

    /** Bytes of a body or an answer that are progress. A byte now and then is none. */
    private static final int PROGRESS = 1_024;

    private final int connections;
    private long pushedOut;

    /** Bytes of headers that nobody is refused for: all connections together may have of them a sixteenth of the heap. */
    private final long light;
    private long lightHeads;
    /** Of headers that are larger, and what connections keep of them. */
    private final ByteBudget heads;
    /** Of bodies that hold their key. */
    private final ByteBudget strangers;
    /** Of bodies whose sender is known. */
    private final ByteBudget known;
    /** In the order of their beginning. */
    private final Map<ClientConnection.State, Set<ClientConnection>> callers = new EnumMap<>(
            ClientConnection.State.class);
    private int open;

    Holdings(HttpLimits limits) {
        this.connections = limits.connections();
        this.light = limits.heap() / 16 / limits.connections();
        this.heads = new ByteBudget(limits.heap() / 64);
        this.strangers = new ByteBudget(limits.heap() / 16);
        this.known = new ByteBudget(limits.heap() / 32);
        for (ClientConnection.State state : ClientConnection.State.values()) {
            callers.put(state, new LinkedHashSet<>());
        }
    }

    Set<ClientConnection> all(ClientConnection.State state) {
        return Objects.requireNonNull(callers.get(state));
    }

    ByteBudget strangers() {
        return strangers;
    }

    ByteBudget known() {
        return known;
    }

    ByteBudget heads() {
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

    void enter(ClientConnection caller) {
        open++;
        caller.room = strangers;
        begin(caller, ClientConnection.State.WAITING);
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

    void leave(ClientConnection caller) {
        if (caller.state == ClientConnection.State.GONE) {
            return;
        }
        hold(caller, 0);
        if (caller.state == ClientConnection.State.WAITING) {
            head(caller, 0);
        }
        begin(caller, ClientConnection.State.GONE);
        open--;
    }

    void begin(ClientConnection caller, ClientConnection.State state) {
        changed(caller, () -> {
            all(caller.state).remove(caller);
            caller.state = state;
            if (state != ClientConnection.State.GONE) {
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
    void hold(ClientConnection caller, long bytes) {
        changed(caller, () -> caller.held = bytes);
        if (bytes == 0) {
            caller.body.clear();
        }
    }

    /** Counts headers. */
    void head(ClientConnection caller, long bytes) {
        changed(caller, () -> caller.head = bytes);
    }

    /** A request is over, and what is kept of its headers belongs to its connection. */
    void over(ClientConnection caller) {
        hold(caller, 0);
        leaving(caller, false);
        caller.room = strangers;
        caller.answer = 0;
        if (caller.state == ClientConnection.State.GONE) {
            head(caller, 0);
        } else {
            begin(caller, ClientConnection.State.WAITING);
        }
    }

    private void leaving(ClientConnection caller, boolean leaving) {
        changed(caller, () -> caller.leaving = leaving);
    }

    /** Changes what a caller holds, or is doing, and what is counted by that. */
    private void changed(ClientConnection caller, Runnable change) {
        count(caller, -1);
        change.run();
        count(caller, 1);
    }

    private void count(ClientConnection caller, int sign) {
        boolean incomplete = caller.state == ClientConnection.State.ARRIVING
                || caller.state == ClientConnection.State.WAITING;
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
    void moved(ClientConnection caller, long bytes) {
        caller.moved += bytes;
        caller.lately += bytes;
        if (caller.lately >= PROGRESS) {
            caller.lately = 0;
            caller.progress = System.nanoTime();
            Set<ClientConnection> same = all(caller.state);
            if (same.remove(caller)) {
                same.add(caller);
            }
        }
    }

    /** Pushes out whoever it takes until there is enough for bodies, or only what is complete is held. */
    void makeRoom(ByteBudget room, List<ClientConnection> out) {
        makeRoom(room, all(ClientConnection.State.ARRIVING).stream(), each -> each.room == room ? each.held : 0, 0,
                out);
    }

    /** As {@link #makeRoom}, for headers. Ordinary ones stay, and so does the newest: if there is no room it will be told so. */
    void makeRoomForHead(ClientConnection newest, List<ClientConnection> out) {
        boolean own = newest.head > light
                && (newest.state == ClientConnection.State.WAITING || newest.state == ClientConnection.State.ARRIVING);
        makeRoom(heads,
                Stream.of(ClientConnection.State.ARRIVING, ClientConnection.State.WAITING)
                        .flatMap(state -> all(state).stream()),
                each -> each.head > light && each != newest ? each.head : 0, own ? newest.head : 0, out);
    }

    /** Looks at all of them only where somebody can go, and then makes room for many that come after. */
    private void makeRoom(ByteBudget room, Stream<ClientConnection> callers, ToLongFunction<ClientConnection> bytes,
            long staying,
            List<ClientConnection> out) {
        if (room.isOverfull() && room.incomplete > staying) {
            heaviestFirst(callers, bytes).takeWhile(each -> !room.isEased())
                    .forEach(each -> {
                        room.refused++;
                        end(each, ClientConnection.BodyEnded.PUSHED_OUT, out);
                    });
        }
    }

    /** Pushes out one connection, if there are too many. */
    void makeRoomForConnection(List<ClientConnection> out) {
        if (open > connections) {
            pushedOut++;
            end(idlest(), ClientConnection.BodyEnded.PUSHED_OUT, out);
        }
    }

    /**
     * Whose connection goes first: of those who wait, are sending or do not take their answer, who has got no further for
     * longest. A newcomer is younger than that while anybody else stands still.
     */
    private ClientConnection idlest() {
        Stream<ClientConnection> standing = Stream.concat(
                Stream.of(ClientConnection.State.WAITING, ClientConnection.State.ARRIVING)
                        .flatMap(state -> all(state).stream().limit(1)),
                all(ClientConnection.State.ANSWERING).stream().filter(ClientConnection::isStuck).limit(1));
        long now = System.nanoTime();
        return standing.max(Comparator.comparingLong(each -> now - each.progress)).orElseThrow();
    }

    /** Those who hold anything, who has held most for longest before the others. */
    static Stream<ClientConnection> heaviestFirst(Stream<ClientConnection> callers,
            ToLongFunction<ClientConnection> bytes) {
        record Held(ClientConnection caller, double weight) {}
        long now = System.nanoTime();
        return callers.filter(each -> bytes.applyAsLong(each) > 0)
                .map(each -> new Held(each, (double) bytes.applyAsLong(each) * (now - each.since)))
                .sorted(Comparator.comparingDouble(Held::weight).reversed()).map(Held::caller);
    }

    /** Its body is free at once; what else it holds is when whoever reads the body, or writes the answer, has given up. */
    void end(ClientConnection caller, ClientConnection.BodyEnded why, List<ClientConnection> out) {
        caller.ended = why;
        if (caller.state == ClientConnection.State.WAITING) {
            leave(caller);
        } else {
            leaving(caller, true);
            hold(caller, 0);
            if (caller.state == ClientConnection.State.ARRIVING) {
                begin(caller, ClientConnection.State.WORKING);
            } else {
                begin(caller, ClientConnection.State.GONE);
                open--;
            }
        }
        out.add(caller);
    }
}
