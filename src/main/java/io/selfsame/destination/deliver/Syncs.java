package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.graph.Statement;
import io.selfsame.outbox.AccountMembers;
import io.selfsame.outbox.Outbox;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells a destination of everybody, or takes back what does not hold, some people at a time. Thread safe. */
final class Syncs {

    private static final Statement SYNCS = Statement.of("delivery/syncs");
    private static final Statement SYNC_MEMBERS = Statement.of("delivery/syncMembers");
    private static final Statement SYNC_VALUES = Statement.of("delivery/syncValues");
    private static final Statement SYNC_ACCOUNTS = Statement.of("delivery/syncAccounts");
    private static final Statement SYNC_SPREAD = Statement.of("delivery/syncSpread");
    private static final Statement SYNC_TOLD = Statement.of("delivery/syncTold");

    /** People that are looked at in one transaction, which holds the outbox. */
    private static final int PAGE = 500;

    private final DeliveryStore store;

    Syncs(DeliveryStore store) {
        this.store = store;
    }

    /** What a sync goes through. */
    enum Kind {
        /** The members of an audience. */
        MEMBERS,
        /** The values of a computed trait. */
        VALUES,
        /** The values of a computed trait of accounts. */
        ACCOUNTS,
        /** The members of accounts that have changed, of all together. */
        BELONGING,
        /** The accounts in an audience, whose members are looked at next. */
        SPREAD,
        /** What the destination was told. */
        TOLD;

        private static Optional<Kind> of(String text) {
            return Arrays.stream(values()).filter(kind -> kind.name().equals(text.toUpperCase(Locale.ROOT)))
                    .findFirst();
        }

        private Statement page() {
            return switch (this) {
                case MEMBERS -> SYNC_MEMBERS;
                case VALUES -> SYNC_VALUES;
                case ACCOUNTS -> SYNC_ACCOUNTS;
                case SPREAD -> SYNC_SPREAD;
                case TOLD -> SYNC_TOLD;
                case BELONGING -> throw new IllegalStateException("Several statements");
            };
        }
    }

    /** A sync that goes on. */
    record Sync(String key, Kind kind) {}

    /** Those of a destination that go on. */
    List<Sync> of(Destination destination) {
        return store.rows(SYNCS, Map.of("destination", destination.id())).stream()
                // One of a newer version waits for an instance of that.
                .flatMap(row -> Kind.of(row.get("kind").asString())
                        .map(kind -> new Sync(row.get("key").asString(), kind)).stream())
                .toList();
    }

    /**
     * Notes the next people of one; true if there may be more.
     *
     * @param right of the run
     */
    boolean page(Right right, Sync sync) {
        Destination destination = right.destination();
        if (sync.kind() == Kind.BELONGING) {
            var more = new boolean[1];
            store.note(right, "members", tx -> more[0] = AccountMembers.next(tx, destination.space(),
                    destination.id(), PAGE));
            return more[0];
        }
        Map<String, Object> parameters = new HashMap<>(Map.of("key", sync.key(), "limit", PAGE));
        if (sync.kind() == Kind.VALUES || sync.kind() == Kind.ACCOUNTS) {
            parameters.put("longest", Outbox.LONGEST);
        }
        var looked = new int[1];
        store.note(right, sync.key(), tx -> looked[0] = tx.run(sync.kind().page(), parameters).stream()
                .mapToInt(row -> row.get("looked").asInt()).sum());
        return looked[0] == PAGE;
    }
}
