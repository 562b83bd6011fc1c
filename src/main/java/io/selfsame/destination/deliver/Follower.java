package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.graph.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the ledger for one destination, some places at a time, and notes what it is told of. While much waits, it reads nothing: the ledger
 * keeps it. For the thread that has the right to send.
 */
final class Follower {

    private static final Statement UNREAD = Statement.of("delivery/unread");
    private static final Statement FOLLOW = Statement.of("delivery/follow");

    /** Places of the ledger that are read in one transaction, which holds the outbox; each may have an event and a change of identity. */
    private static final int PLACES = 500;

    /** Changes that are due and not sent, at which nothing more is read. */
    private static final int DUE = 2_000;

    /** Characters of events that are due and not sent, at which nothing more is read: all may be in memory together. */
    private static final int TEXT = 8_000_000;

    /** Changes that are tried again later, at which nothing more is read. */
    private static final int WAITING = 100_000;

    /** How long it reads nothing after there was nothing to read. */
    private static final Duration REST = Duration.ofMillis(500);

    /** After that somebody else wants to say that this run still sends. */
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final DeliveryStore store;
    private final Destination destination;
    private final String token;
    private final Map<String, Object> page;
    private boolean rests;
    private long restsSince;

    /** @param token of the run that has the right to send */
    Follower(DeliveryStore store, Destination destination, String token) {
        this.store = store;
        this.destination = destination;
        this.token = token;
        this.page = page(destination);
    }

    private static Map<String, Object> page(Destination destination) {
        Map<String, Object> page = new HashMap<>();
        page.put("key", destination.space().key(destination.id()));
        page.put("space", destination.space().value());
        page.put("places", PLACES);
        page.put("identity", destination.send().identityChanges());
        page.put("types", List.of());
        page.put("names", List.of());
        switch (destination.send().events()) {
            case Destination.Events.None none -> page.put("events", false);
            case Destination.Events.All all -> page.put("events", true);
            case Destination.Events.Some some -> {
                page.put("events", true);
                page.put("types", List.copyOf(some.types()));
                page.put("names", List.copyOf(some.names()));
            }
        }
        return page;
    }

    private boolean follows() {
        return page.get("events").equals(true) || page.get("identity").equals(true);
    }

    /**
     * Notes what comes next in the ledger, if there is room for it, for a second at most.
     *
     * @return whether something was read
     */
    boolean follow() {
        if (!follows() || rests && System.nanoTime() - restsSince < REST.toNanos()) {
            return false;
        }
        long end = System.nanoTime() + SLICE.toNanos();
        boolean some = false;
        while (System.nanoTime() < end && isRoom()) {
            store.write(destination, token, tx -> tx.run(FOLLOW, page));
            some = true;
        }
        return some;
    }

    private boolean isRoom() {
        var row = store.read(UNREAD,
                Map.of("key", page.get("key"), "space", page.get("space"), "due", DUE, "waiting", WAITING));
        boolean behind = row.get("behind").asBoolean();
        rests = !behind;
        restsSince = System.nanoTime();
        return behind && row.get("due").asInt() < DUE && row.get("text").asLong() < TEXT
                && row.get("waiting").asInt() < WAITING;
    }
}
