package io.selfsame.outbox;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.space.SpaceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/**
 * Tells destinations of audiences of accounts by the members of the accounts: those that want it so. An account that enters or leaves is
 * noted in the transaction that finds it; its members are looked at afterwards, page by page, and told what holds then. Stateless.
 * Whatever takes a transaction is to be called in one that holds the outbox.
 */
public final class AccountMembers {

    private static final Statement BEGIN = Statement.of("delivery/beginMembers");
    private static final Statement NEW = Statement.of("delivery/newMembers");
    private static final Statement READ = Statement.of("delivery/membersRead");
    private static final Statement NEXT = Statement.of("delivery/nextMembers");
    private static final Statement BELONG = Statement.of("delivery/belong");

    /** Accounts whose members are looked at in one transaction, if they are few together. */
    private static final int ACCOUNTS = 100;

    /** Places of the ledger in which it is looked for new members at once. */
    private static final int PLACES = 5_000;

    /** New members that are noted in one transaction, if there is little to be said of each. */
    private static final int NEW_MEMBERS = 500;

    /** IDs of one person that are compared with those that were told. */
    private static final int MOST_IDS = 200;

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

    /**
     * Who has come to belong to accounts by the next places of the ledger.
     *
     * @param end the place up to which it was looked
     */
    public record Newcomers(long end, List<Map<String, Object>> rows) {

        public Newcomers {
            rows = List.copyOf(rows);
        }
    }

    /** The next newcomers that were not noted; empty if it was looked everywhere. */
    public static Optional<Newcomers> newcomers(Graph graph, SpaceId space) {
        int most = Outbox.membersTogether(graph, space, NEW_MEMBERS);
        return graph.read(NEW, Map.of("space", space.value(), "places", PLACES, "limit", most)).stream().findFirst()
                .map(page -> new Newcomers(page.get("end").asLong(), page.get("found").asList(
                        found -> row(found.get(0).asString(), found.get(1).asString(), null, false))));
    }

    /** Notes newcomers for all destinations. */
    public static void noteNew(Tx tx, SpaceId space, Newcomers some) {
        tx.run(READ, Map.of("space", space.value(), "place", some.end()));
        note(tx, space, null, some.rows());
    }

    /**
     * Somebody who has got IDs, or has consented.
     *
     * @param person segment ID
     * @param types of the new IDs; empty: any, as whoever was not told of any may be to be told now
     */
    public record Renewed(String person, Optional<List<String>> types) {}

    /** Notes people for whom what holds goes to whoever was not told. */
    public static void noteAnew(Tx tx, SpaceId space, List<Renewed> people) {
        note(tx, space, null, people.stream().map(each -> {
            Map<String, Object> row = row(each.person(), null, null, true);
            row.put("types", each.types().orElse(null));
            return row;
        }).toList());
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
            parameters.put("most", MOST_IDS);
            tx.run(BELONG, parameters);
        }
    }
}
