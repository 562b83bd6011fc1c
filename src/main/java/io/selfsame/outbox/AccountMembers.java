package io.selfsame.outbox;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.space.SpaceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/**
 * Tells destinations of audiences of accounts by the members of the accounts: those that want it so. An account that enters or leaves is
 * noted in the transaction that finds it; its members are looked at afterwards, page by page, and told what holds then. Stateless. Each
 * method is to be called in a transaction that holds the outbox.
 */
public final class AccountMembers {

    private static final Statement BEGIN = Statement.of("delivery/beginMembers");
    private static final Statement UNREAD = Statement.of("delivery/unreadMembers");
    private static final Statement NEW = Statement.of("delivery/newMembers");
    private static final Statement NEXT = Statement.of("delivery/nextMembers");
    private static final Statement BELONG = Statement.of("delivery/belong");

    /** Accounts whose members are looked at in one transaction, if they are few together. */
    private static final int ACCOUNTS = 100;

    /** Places of the ledger in which it is looked for new members in one transaction. */
    private static final int PLACES = 500;
    private static final int LEAST_PLACES = 5;

    private AccountMembers() {}

    /** Has new members of accounts be told of from now on. */
    public static void begin(Tx tx, SpaceId space) {
        tx.run(BEGIN, Map.of("space", space.value()));
    }

    /**
     * Notes the next members of accounts that have changed, for one destination.
     *
     * @param limit members
     * @return whether there may be more
     */
    public static boolean next(Tx tx, SpaceId space, String destination, int limit) {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Record> accounts = tx.run(NEXT,
                Map.of("destination", destination, "accounts", ACCOUNTS, "limit", limit));
        accounts.forEach(account -> account.get("members").values().forEach(member -> rows.add(row(member.asString(),
                null, account.get("definition").asString(), account.get("anew").asBoolean(false)))));
        note(tx, space, destination, rows);
        return !accounts.isEmpty();
    }

    /** Whether there may be new members that were not looked at. */
    public static boolean hasNew(Graph graph, SpaceId space) {
        return !graph.read(UNREAD, Map.of("space", space.value())).isEmpty();
    }

    /**
     * Notes who has come to belong to accounts by the next places of the ledger, for all destinations.
     *
     * @param width destinations of the space: the more there are, the fewer places are looked at
     */
    public static void noteNew(Tx tx, SpaceId space, int width) {
        List<Map<String, Object>> rows = new ArrayList<>();
        tx.run(NEW, Map.of("space", space.value(), "places", Math.max(LEAST_PLACES, PLACES / (1 + width))))
                .forEach(page -> page.get("found").values()
                        .forEach(
                                found -> rows.add(row(found.get(0).asString(), found.get(1).asString(), null, false))));
        note(tx, space, null, rows);
    }

    /** Notes people who have got IDs, or have consented: what holds goes to whoever was not told. */
    public static void noteAnew(Tx tx, SpaceId space, Collection<String> people) {
        note(tx, space, null, people.stream().map(person -> row(person, null, null, true)).toList());
    }

    private static Map<String, Object> row(String member, @Nullable String account, @Nullable String definition,
            boolean anew) {
        Map<String, Object> row = new HashMap<>();
        row.put("member", member);
        row.put("account", account);
        row.put("definition", definition);
        row.put("anew", anew);
        return row;
    }

    private static void note(Tx tx, SpaceId space, @Nullable String destination, List<Map<String, Object>> rows) {
        if (!rows.isEmpty()) {
            Map<String, Object> parameters = new HashMap<>();
            parameters.put("space", space.value());
            parameters.put("destination", destination);
            parameters.put("rows", rows);
            tx.run(BELONG, parameters);
        }
    }
}
