package io.selfsame.compute;

import io.selfsame.column.Columns;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.neo4j.driver.Record;

/**
 * What one definition says of everybody, computed anew. In memory at once are the people of one read, or of one account, and what
 * {@link Found} keeps; never a space. For one thread.
 */
final class Everybody {

    private static final Statement ROOTS = Statement.of("compute/everybody");
    private static final Statement ACCOUNTS = Statement.of("compute/allAccounts");
    private static final int PAGE = 2_000;
    private static final int ACCOUNT_PAGE = 50;

    /** Members of small accounts that are loaded together. */
    private static final int MEMBERS = 500;

    /** Members of one account; more are too many in any case. */
    private static final long MOST_MEMBERS = 1 + PeopleReader.TOGETHER / Memory.PERSON;

    private final Graph graph;
    private final SpaceId space;
    private final Columns.Known columns;
    private final Map<String, TraitPolicy> policies;
    private final Instant now;
    private final Watch watch;
    private final Memory.Room room;
    private final Runnable between;

    /**
     * Prepares to evaluate.
     *
     * @param room taken for whoever is in memory
     * @param between called every few seconds at least, to look whether the answer is still wanted
     */
    Everybody(Graph graph, SpaceId space, Columns.Known columns, Map<String, TraitPolicy> policies, Instant now,
            Watch watch, Memory.Room room, Runnable between) {
        this.graph = graph;
        this.space = space;
        this.columns = columns;
        this.policies = policies;
        this.now = now;
        this.watch = watch;
        this.room = room;
        this.between = between;
    }

    /**
     * Evaluates.
     *
     * @param catalog the definition, and those it stands on
     * @param then whether people and accounts count as they were known at that instant, and not as they are
     * @param named how many are named
     * @throws Watch.Ended if the run is to end
     */
    Found find(Definition definition, Catalog catalog, boolean then, int named) {
        var reader = new PeopleReader(graph, catalog, columns, policies, now, Set.of());
        if (then) {
            reader.asOf(now);
        }
        var found = new Found(named, reader.unreadable());
        if (new RecentEvents(graph, space, columns, now, watch, room).find(definition, catalog, found)) {
            return found;
        }
        var memberships = new Memberships();
        for (Definition audience : catalog.accountAudiencesOfPeople()) {
            accounts(reader, catalog, memberships, (account, world) -> memberships.add(audience, account.id(),
                    world.outcome(audience, account)));
        }
        switch (definition.level()) {
            case USERS -> people(reader, part -> {
                var world = new World(catalog, now, watch).knowing(memberships);
                part.forEach(person -> found.add(person, world.outcome(definition, person)));
            });
            case ACCOUNTS -> accounts(reader, catalog, memberships,
                    (account, world) -> found.add(account, world.outcome(definition, account)));
        }
        return found;
    }

    private void pause() {
        watch.check();
        between.run();
    }

    private void people(PeopleReader reader, Consumer<List<Subject.Person>> use) {
        String after = "";
        List<String> page;
        do {
            page = ResultWriter
                    .rootsOf(graph.read(ROOTS, Map.of("space", space.value(), "after", after, "limit", PAGE)));
            reader.people(page, room, part -> {
                pause();
                use.accept(part.stream().map(PeopleReader.Loaded::subject).toList());
                return true;
            });
            after = page.isEmpty() ? after : page.getLast();
        } while (page.size() == PAGE);
    }

    private void accounts(PeopleReader reader, Catalog catalog, Memberships memberships,
            BiConsumer<Subject.Account, World> use) {
        String after = "";
        List<Record> page;
        do {
            // Anew for each page: they keep what they have weighed.
            var portions = new Portions(graph, RefreshLimits.STANDARD, reader.needs(), true);
            page = graph.read(ACCOUNTS, Map.of("space", space.value(), "after", after, "limit", ACCOUNT_PAGE));
            List<String> together = new ArrayList<>();
            long members = 0;
            List<String> keys = page.stream().map(row -> row.get("key").asString()).toList();
            portions.weights().accounts(keys);
            for (String key : keys) {
                long its = portions.weights().of(key).members();
                if (members > 0 && members + its > MEMBERS) {
                    some(reader, portions, catalog, memberships, together, use);
                    together.clear();
                    members = 0;
                }
                together.add(key);
                members += its;
            }
            some(reader, portions, catalog, memberships, together, use);
            after = page.isEmpty() ? after : page.getLast().get("groupId").asString();
        } while (page.size() == ACCOUNT_PAGE);
    }

    private void some(PeopleReader reader, Portions portions, Catalog catalog, Memberships memberships,
            List<String> keys, BiConsumer<Subject.Account, World> use) {
        if (keys.isEmpty()) {
            return;
        }
        long counted = keys.stream().mapToLong(key -> portions.weights().of(key).held()).sum();
        // Traits, and names of accounts and members, take some too.
        long held = Math.min(PeopleReader.TOGETHER,
                Math.max(RefreshLimits.STANDARD.least(), counted + counted / 5));
        boolean several = keys.size() > 1;
        try {
            // Several are divided rather than loaded anew.
            room.growing(held, several ? held : PeopleReader.TOGETHER, allowance -> {
                some(reader, catalog, memberships, reader.accounts(keys, MOST_MEMBERS, allowance), allowance, use);
                return keys;
            });
        } catch (Allowance.Exceeded | Past.TooMuch e) {
            if (several) {
                keys.forEach(key -> some(reader, portions, catalog, memberships, List.of(key), use));
            } else {
                reader.accounts(keys, 0, Allowance.unlimited())
                        .forEach(account -> use.accept(tooLarge(account, catalog),
                                new World(catalog, now, watch).knowing(memberships)));
            }
        }
    }

    /** Accounts whose people are loaded together. */
    private void some(PeopleReader reader, Catalog catalog, Memberships memberships,
            List<PeopleReader.LoadedAccount> accounts, Allowance allowance, BiConsumer<Subject.Account, World> use) {
        Set<String> members = new HashSet<>();
        accounts.forEach(account -> members.addAll(account.members()));
        Map<String, Subject.Person> people = new HashMap<>();
        reader.people(members, allowance, part -> {
            pause();
            part.forEach(loaded -> people.put(loaded.subject().id(), loaded.subject()));
        });
        for (var account : accounts) {
            pause();
            use.accept(account.subject(account.members().stream().filter(people::containsKey).map(people::get)
                    .toList()), new World(catalog, now, watch).knowing(memberships));
        }
    }

    private static Subject.Account tooLarge(PeopleReader.LoadedAccount account, Catalog catalog) {
        Map<String, String> gaps = new HashMap<>();
        catalog.events().keySet().forEach(name -> gaps.put(name, "are, with those of all names and people, more than "
                + PeopleReader.TOGETHER + ", or with long values as much as so many, which is the limit"));
        var nobody = new Subject.Person(account.key(), Set.of(), Map.of(), Map.of(), Set.of(),
                new Gaps(gaps, Map.of()));
        return account.subject(List.of(nobody));
    }
}
