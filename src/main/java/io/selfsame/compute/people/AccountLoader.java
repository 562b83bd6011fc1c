package io.selfsame.compute.people;

import static java.util.Objects.requireNonNull;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.UnreadableParts;
import io.selfsame.compute.people.PeopleLoader.LoadedAccount;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;

/** Loads accounts with their traits and the names of their members, and the audiences that they are in. For one thread. */
final class AccountLoader {

    private static final Statement ACCOUNTS = Statement.of("compute/accounts");
    private static final Statement INSIDE_OF = Statement.of("compute/insideOf");

    /** Accounts whose rows the server sends ahead. */
    private static final int AHEAD = 5;

    /** Accounts in one statement that asks for their audiences alone. */
    private static final int KEYS = 1_000;

    private final Graph graph;
    private final RequestedParts asked;
    private final FailureTally unreadable;

    /** @param unreadable takes the accounts that cannot be read, or not as a whole */
    AccountLoader(Graph graph, RequestedParts asked, FailureTally unreadable) {
        this.graph = graph;
        this.asked = asked;
        this.unreadable = unreadable;
    }

    /**
     * Loads accounts. Keys without an account are left out.
     *
     * @param past to load accounts as they were at an instant; empty: as they are now
     * @param members how many members of each account are named at most
     * @param allowance counts the loaded accounts
     * @throws MemoryAllowance.Exceeded if they take more memory
     */
    List<LoadedAccount> accounts(Collection<AccountKey> keys, Optional<PastTraits> past, long members,
            MemoryAllowance allowance) {
        var then = past.map(known -> known.accounts(List.copyOf(keys), members));
        List<LoadedAccount> accounts = graph.read(ACCOUNTS, Map.of("accounts", Owner.values(keys), "traits",
                asked.traits(), "keys", asked.written(), "members", members, "length", PeopleLoader.ROW), AHEAD,
                rows -> accounts(rows, then, allowance));
        accounts.forEach(account -> allowance.take(account.weight()));
        accounts.forEach(account -> account.unreadable().any().ifPresent(why -> unreadable.add(account.key(), why)));
        return accounts;
    }

    private List<LoadedAccount> accounts(Iterator<Record> rows,
            Optional<Map<AccountKey, PastTraits.PastAccount>> then, MemoryAllowance allowance) {
        List<LoadedAccount> accounts = new ArrayList<>();
        long weight = 0;
        while (rows.hasNext()) {
            Record row = rows.next();
            var key = new AccountKey(row.get("key").asString());
            Optional<LoadedAccount> account = Optional.empty();
            try {
                account = account(row, key, then);
            } catch (RuntimeException e) {
                unreadable.add(key, "It " + UnreadableParts.UNREADABLE);
            }
            weight += account.map(LoadedAccount::weight).orElse(0L);
            allowance.require(weight);
            account.ifPresent(accounts::add);
        }
        return accounts;
    }

    private Optional<LoadedAccount> account(Record row, AccountKey key,
            Optional<Map<AccountKey, PastTraits.PastAccount>> then) {
        if (then.isPresent()) {
            return Optional.ofNullable(then.get().get(key)).map(known -> new LoadedAccount(key, known.traits(),
                    known.members(), GraphValues.of(row, asked.ids(), false), known.unreadable()));
        }
        var custom = new GraphValues.CustomTraits(row.get("traits").values());
        if (row.get("long").asBoolean()) {
            asked.traits().forEach(name -> custom.gaps.put(name, "is long: all that are asked for have, together, more"
                    + " than " + PeopleLoader.ROW + " characters, which is the limit of an account"));
        }
        return Optional.of(new LoadedAccount(key, custom.merged(Map.of()),
                new TreeSet<>(row.get("members").asList(GraphValues::profile)),
                GraphValues.of(row, asked.ids(), false), new UnreadableParts(Map.of(), custom.gaps)));
    }

    /**
     * The ids of the audiences that accounts belong to. Accounts that belong to none of {@code audiences} are left out.
     *
     * @param allowance counts the result
     * @throws MemoryAllowance.Exceeded if they take more memory
     */
    Map<AccountKey, Set<String>> inside(Collection<AccountKey> keys, List<Definition> audiences,
            MemoryAllowance allowance) {
        Map<AccountKey, Set<String>> inside = new HashMap<>();
        // One text for each audience, and not one for each account in it.
        Map<String, String> known = audiences.stream().collect(Collectors.toMap(Definition::id, Definition::id));
        List<AccountKey> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += KEYS) {
            for (Record row : graph.read(INSIDE_OF, Map.of("accounts",
                    Owner.values(all.subList(from, Math.min(all.size(), from + KEYS))), "audiences",
                    List.copyOf(known.keySet())))) {
                List<String> its = row.get("inside").asList(id -> requireNonNull(known.get(id.asString())));
                allowance.take(1 + (long) its.size() * PeopleLoader.PLACE / MemoryAllowance.EVENT);
                inside.put(new AccountKey(row.get("key").asString()), Set.copyOf(its));
            }
        }
        return inside;
    }
}
