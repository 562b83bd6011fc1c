package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
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

    private static final Statement HOLD = Statement.of("delivery/holdMerges");
    private static final Statement RELEASE = Statement.of("delivery/releaseAliases");

    /** Places of the ledger that are read in one transaction, which holds the outbox; each may have an event and a change of identity. */
    private static final int PLACES = 500;

    /** Changes that are due and not sent, at which nothing more is read. */
    private static final int DUE = 2_000;

    /** IDs of a merged profile that are told, the first ones. */
    private static final int IDS = 100;

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
    private final Right right;
    private final String key;
    private final String space;
    private final Map<String, Object> page;
    private boolean rests;
    private long restsSince;

    /** @param right of the run */
    Follower(DeliveryStore store, Right right) {
        this.store = store;
        this.destination = right.destination();
        this.right = right;
        this.key = destination.space().key(destination.id());
        this.space = destination.space().value();
        this.page = page();
    }

    private Map<String, Object> page() {
        Map<String, Object> page = new HashMap<>();
        page.put("key", key);
        page.put("space", space);
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

    private boolean tellsMerges() {
        return destination.aliasOnMerge().enabled();
    }

    private boolean follows() {
        return Boolean.TRUE.equals(page.get("events")) || Boolean.TRUE.equals(page.get("identity")) || tellsMerges();
    }

    /**
     * Notes what comes next in the ledger, and of which merges it is time to tell, if there is room for it; for a second at most.
     *
     * @return whether something was read
     */
    boolean follow() {
        if (!follows() || (rests && System.nanoTime() - restsSince < REST.toNanos())) {
            return false;
        }
        long end = System.nanoTime() + SLICE.toNanos();
        boolean some = false;
        while (System.nanoTime() < end && step()) {
            some = true;
        }
        return some;
    }

    private boolean step() {
        var row = store.read(UNREAD,
                Map.of("key", key, "space", space, "due", DUE, "waiting", WAITING, "merges", tellsMerges()));
        boolean behind = row.get("behind").asBoolean();
        boolean merges = row.get("merges").asBoolean();
        rests = !behind && !merges;
        restsSince = System.nanoTime();
        boolean isRoom = row.get("due").asInt() < DUE && row.get("text").asLong() < TEXT
                && row.get("waiting").asInt() < WAITING;
        if (rests || !isRoom) {
            return false;
        }
        store.note(right, "ledger", tx -> {
            if (merges) {
                tx.run(RELEASE, Map.of("key", key, "destination", destination.id(), "space", space, "limit", PLACES));
            }
            if (behind) {
                read(tx);
            }
        });
        return true;
    }

    private void read(Tx tx) {
        var read = tx.run(FOLLOW, page).getFirst();
        if (tellsMerges()) {
            tx.run(HOLD,
                    Map.of("key", key, "space", space, "from", read.get("begin").asLong(), "to",
                            read.get("end").asLong(),
                            "hold", destination.aliasOnMerge().holdHours(), "most", IDS));
        }
    }
}
