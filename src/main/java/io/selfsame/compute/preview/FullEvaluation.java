package io.selfsame.compute.preview;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.evaluate.AccountMemberships;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.EvaluationRun;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.evaluate.UnreadableParts;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.people.PastTraits;
import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.compute.people.PortionPlanner;
import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.neo4j.driver.Record;

/**
 * What one definition says of everybody, computed anew. In memory at once are the people of one read, or of one account, and what
 * {@link PreviewResult} keeps; never a space. For one thread.
 */
public final class FullEvaluation {

    private static final Statement ROOTS = Statement.of("compute/everybody");
    private static final Statement ACCOUNTS = Statement.of("compute/allAccounts");

    /** Members of small accounts that are loaded together. */
    private static final int MEMBERS = 500;

    /** Members of one account; more are too many in any case. */
    private static final long MOST_MEMBERS = 1 + PeopleLoader.TOGETHER / MemoryAllowance.PERSON;

    /** How many are read at a time, of whom the next page begins after the last. */
    public record PageSizes(int people, int accounts) {

        static final PageSizes STANDARD = new PageSizes(2_000, 50);
    }

    private final PageSizes sizes;
    private final Graph graph;
    private final SpaceId space;
    private final EventColumns.ColumnSet columns;
    private final Map<String, TraitPolicy> policies;
    private final Instant now;
    private final RunControl control;
    private final EvaluationMemory.MemoryShare room;
    private final Runnable between;

    /**
     * Prepares to evaluate.
     *
     * @param room taken for whoever is in memory
     * @param between called every few seconds at least, to look whether the answer is still wanted
     */
    public FullEvaluation(PageSizes sizes, Graph graph, SpaceId space, EventColumns.ColumnSet columns,
            Map<String, TraitPolicy> policies, Instant now, RunControl control, EvaluationMemory.MemoryShare room,
            Runnable between) {
        this.sizes = sizes;
        this.graph = graph;
        this.space = space;
        this.columns = columns;
        this.policies = policies;
        this.now = now;
        this.control = control;
        this.room = room;
        this.between = between;
    }

    /**
     * Evaluates.
     *
     * @param plan the definition, and those it depends on
     * @param then whether people and accounts count as they were known at that instant, and not as they are
     * @param named how many are named
     * @throws RunControl.RunEnded if the run is to end
     */
    public PreviewResult find(Definition definition, EvaluationPlan plan, boolean then, int named) {
        var loader = new PeopleLoader(graph, plan, columns, policies, now, Set.of());
        if (then) {
            loader.asOf(now);
        }
        var found = new PreviewResult(named, loader.unreadable());
        if (new RecentEvents(graph, space, columns, now, control, room).find(definition, plan, found)) {
            return found;
        }
        var memberships = new AccountMemberships();
        for (Definition audience : plan.accountAudiencesOfPeople()) {
            accounts(loader, plan, memberships, (account, run) -> memberships.add(audience, account.id(),
                    run.outcome(audience, account)));
        }
        switch (definition.level()) {
            case USERS -> people(loader, part -> {
                var run = new EvaluationRun(plan, now, control).knowing(memberships);
                part.forEach(person -> found.add(person, run.outcome(definition, person)));
            });
            case ACCOUNTS -> accounts(loader, plan, memberships,
                    (account, run) -> found.add(account, run.outcome(definition, account)));
        }
        return found;
    }

    private void pause() {
        control.check();
        between.run();
    }

    private void people(PeopleLoader loader, Consumer<List<Subject.Person>> use) {
        String after = "";
        List<ProfileId> page;
        do {
            page = PeopleLoader
                    .rootsOf(
                            graph.read(ROOTS, Map.of("space", space.value(), "after", after, "limit", sizes.people())));
            loader.people(page, room, part -> {
                pause();
                use.accept(part.stream().map(PeopleLoader.LoadedSubject::subject).toList());
                return true;
            });
            after = page.isEmpty() ? after : page.getLast().value();
        } while (page.size() == sizes.people());
    }

    private void accounts(PeopleLoader loader, EvaluationPlan plan, AccountMemberships memberships,
            BiConsumer<Subject.Account, EvaluationRun> use) {
        String after = "";
        List<Record> page;
        do {
            // Anew for each page: they keep what they have weighed.
            var planner = new PortionPlanner(graph, RefreshLimits.STANDARD, loader.needs(), true);
            page = graph.read(ACCOUNTS, Map.of("space", space.value(), "after", after, "limit", sizes.accounts()));
            List<AccountKey> together = new ArrayList<>();
            long members = 0;
            List<AccountKey> keys = page.stream().map(row -> new AccountKey(row.get("key").asString())).toList();
            planner.counts().accounts(keys);
            for (AccountKey key : keys) {
                long its = planner.counts().of(key).members();
                if (members > 0 && members + its > MEMBERS) {
                    some(loader, planner, plan, memberships, together, use);
                    together.clear();
                    members = 0;
                }
                together.add(key);
                members += its;
            }
            some(loader, planner, plan, memberships, together, use);
            after = page.isEmpty() ? after : page.getLast().get("groupId").asString();
        } while (page.size() == sizes.accounts());
    }

    private void some(PeopleLoader loader, PortionPlanner planner, EvaluationPlan plan, AccountMemberships memberships,
            List<AccountKey> keys, BiConsumer<Subject.Account, EvaluationRun> use) {
        if (keys.isEmpty()) {
            return;
        }
        long counted = keys.stream().mapToLong(key -> planner.counts().of(key).held()).sum();
        long held = Math.min(PeopleLoader.TOGETHER,
                Math.max(RefreshLimits.STANDARD.least(), MemoryAllowance.withNames(counted)));
        boolean several = keys.size() > 1;
        try {
            // Several are divided rather than loaded anew.
            room.growing(held, several ? held : PeopleLoader.TOGETHER, allowance -> {
                some(loader, plan, memberships, loader.accounts(keys, MOST_MEMBERS, allowance), allowance, use);
                return keys;
            });
        } catch (MemoryAllowance.Exceeded | PastTraits.TooMuch e) {
            if (several) {
                keys.forEach(key -> some(loader, planner, plan, memberships, List.of(key), use));
            } else {
                loader.accounts(keys, 0, MemoryAllowance.unlimited())
                        .forEach(account -> use.accept(tooLarge(account, plan),
                                new EvaluationRun(plan, now, control).knowing(memberships)));
            }
        }
    }

    /** Accounts whose people are loaded together. */
    private void some(PeopleLoader loader, EvaluationPlan plan, AccountMemberships memberships,
            List<PeopleLoader.LoadedAccount> accounts, MemoryAllowance allowance,
            BiConsumer<Subject.Account, EvaluationRun> use) {
        Set<ProfileId> members = new HashSet<>();
        accounts.forEach(account -> members.addAll(account.members()));
        Map<ProfileId, Subject.Person> people = new HashMap<>();
        loader.people(members, allowance, part -> {
            pause();
            part.forEach(loaded -> people.put(loaded.subject().id(), loaded.subject()));
        });
        for (var account : accounts) {
            pause();
            use.accept(account.subject(account.members().stream().filter(people::containsKey).map(people::get)
                    .toList()), new EvaluationRun(plan, now, control).knowing(memberships));
        }
    }

    private static Subject.Account tooLarge(PeopleLoader.LoadedAccount account, EvaluationPlan plan) {
        Map<String, String> gaps = new HashMap<>();
        plan.events().keySet().forEach(name -> gaps.put(name, "are, with those of all names and people, more than "
                + PeopleLoader.TOGETHER + ", or with long values as much as so many, which is the limit"));
        // Stands for all its people, and has the name of the account in messages.
        var nobody = new Subject.Person(new ProfileId(account.key().value()), Set.of(), Map.of(), Map.of(), Set.of(),
                new UnreadableParts(gaps, Map.of()));
        return account.subject(List.of(nobody));
    }
}
