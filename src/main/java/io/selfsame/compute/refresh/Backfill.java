package io.selfsame.compute.refresh;

import io.selfsame.compute.definition.DefinitionStatus;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Dependencies;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.lease.Lease;
import io.selfsame.outbox.Outbox;
import io.selfsame.space.SpaceId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;

/**
 * Evaluates added and changed definitions for everybody: all people in order, then all accounts, one page at a time. People who
 * change after their page are found in the ledger. The graph has the current page, so another instance can continue.
 */
final class Backfill {

    private static final Statement PENDING = Statement.of("compute/pending");
    private static final Statement COMPUTED = Statement.of("compute/computed");
    private static final Statement BEGIN_RUNS = Statement.of("compute/beginRuns");
    private static final Statement FINISH_RUNS = Statement.of("compute/finishRuns");
    private static final Statement COUNT = Statement.of("compute/countPeople");
    private static final Statement EVERYBODY = Statement.of("compute/everybody");
    private static final Statement ALL_ACCOUNTS = Statement.of("compute/allAccounts");

    private final Graph graph;
    private final SpaceId space;
    private final RefreshBatch batch;
    private final Lease lease;
    private final RefreshSummary tally;

    Backfill(Graph graph, SpaceId space, RefreshBatch batch, Lease lease, RefreshSummary tally) {
        this.graph = graph;
        this.space = space;
        this.batch = batch;
        this.lease = lease;
        this.tally = tally;
    }

    /**
     * Has definitions computed anew for everybody, as something has changed that their results follow. A walk under way has left people
     * behind whom it knew as they were before: it goes on for other definitions only, and these come in the next. So however often
     * something changes, it keeps no others from being computed.
     *
     * @param position where the refresh stands
     * @param plan what is evaluated from now on
     * @param noted what they follow now, as properties of where the refresh stands
     * @return where it stands then; empty if the space has no ledger
     */
    static Optional<RefreshProgress> renew(Graph graph, SpaceId space, Lease lease, RefreshProgress position,
            EvaluationPlan plan, Map<String, Object> noted, List<Definition> meant) {
        ResultWriter.write(graph, lease, tx -> {
            ResultWriter.advance(tx, space, noted);
            if (!meant.isEmpty()) {
                DefinitionStore.renew(tx, space, meant);
                Set<DefinitionVersion> stale = new HashSet<>();
                var dependencies = new Dependencies(plan.definitions());
                meant.forEach(each -> spread(dependencies, each, stale));
                var known = plan.definitions().stream().map(DefinitionVersion::of).collect(Collectors.toSet());
                List<DefinitionVersion> left = position.walk().stream()
                        .filter(each -> known.contains(each) && !stale.contains(each)).toList();
                ResultWriter.advance(tx, space, left.isEmpty()
                        ? Map.of("walk", List.of(), "after", "", "accounts", false)
                        : Map.of("walk", DefinitionVersion.texts(left)));
            }
        });
        return RefreshProgress.read(graph, space);
    }

    /** With those that depend on it, however far round. */
    private static void spread(Dependencies dependencies, Definition definition, Set<DefinitionVersion> to) {
        if (to.add(DefinitionVersion.of(definition))) {
            dependencies.to(definition).forEach(above -> spread(dependencies, above, to));
        }
    }

    /** The definitions that can be evaluated and of which not everybody has results. */
    static List<DefinitionVersion> pending(Graph graph, SpaceId space, EvaluationPlan plan) {
        // What was added since is walked for the next time.
        var known = plan.definitions().stream().map(DefinitionVersion::of).collect(Collectors.toSet());
        return graph.read(PENDING, Map.of("space", space.value())).stream()
                .map(row -> new DefinitionVersion(row.get("id").asString(), row.get("version").asInt()))
                .filter(known::contains).toList();
    }

    /**
     * Goes on by one page; false if there is nothing to walk for.
     *
     * @param pending as it was a moment ago
     */
    boolean page(DefinitionStore.ActiveDefinitions enabled, RefreshProgress position, List<DefinitionVersion> pending) {
        if (position.walk().isEmpty()) {
            if (pending.isEmpty()) {
                return false;
            }
            long people = graph.read(COUNT, Map.of("space", space.value())).getFirst().get("people").asLong();
            ResultWriter.write(graph, lease, tx -> {
                mark(tx, enabled, pending, DefinitionStatus.COMPUTING);
                pending.forEach(each -> tx.run(BEGIN_RUNS, Map.of("space", space.value(), "definition", each.id())));
                ResultWriter.advance(tx, space, Map.of("walk", DefinitionVersion.texts(pending), "after", "",
                        "accounts", false, "walked", 0L, "walkOf", people));
            });
            tally.walks(0, people);
            return true;
        }
        if (position.accounts()) {
            accounts(enabled, position);
        } else {
            people(position);
        }
        return true;
    }

    private void people(RefreshProgress position) {
        List<ProfileId> page = PeopleLoader.rootsOf(graph.read(EVERYBODY, Map.of("space", space.value(), "after",
                position.after(), "limit", batch.limits().people())));
        boolean end = page.size() < batch.limits().people();
        // Whoever asks for everybody wants what is stored to be read, and not what is remembered of it.
        batch.forget(page);
        var writer = new ResultWriter(graph, space, lease, batch);
        tally.add(page.size());
        batch.look(page, List.of(), changes -> {
            tally.add(changes);
            writer.add(changes);
        });
        long walked = position.walked() + page.size();
        writer.finish(tx -> ResultWriter.advance(tx, space, Map.of("after", end ? "" : page.getLast().value(),
                "accounts", end, "walked", walked)));
        tally.walks(walked, position.walkOf());
    }

    private void accounts(DefinitionStore.ActiveDefinitions enabled, RefreshProgress position) {
        List<Record> page = batch.plan().hasAccounts()
                ? graph.read(ALL_ACCOUNTS, Map.of("space", space.value(), "after", position.after(), "limit",
                        batch.limits().accounts()))
                : List.of();
        boolean end = page.size() < batch.limits().accounts();
        var writer = new ResultWriter(graph, space, lease, batch);
        batch.look(List.of(), page.stream().map(row -> new AccountKey(row.get("key").asString())).toList(), changes -> {
            tally.add(changes);
            writer.add(changes);
        });
        writer.finish(tx -> {
            if (end) {
                finishRuns(tx, position);
                mark(tx, enabled, position.walk(), DefinitionStatus.LIVE);
                ResultWriter.advance(tx, space, Map.of("walk", List.of(), "after", "", "accounts", false));
            } else {
                ResultWriter.advance(tx, space, Map.of("after", page.getLast().get("groupId").asString()));
            }
        });
        tally.walks(position.walked(), position.walkOf());
    }

    private void finishRuns(Tx tx, RefreshProgress position) {
        for (DefinitionVersion each : position.walk()) {
            tx.run(FINISH_RUNS, Map.of("space", space.value(), "definition", each.id(), "at",
                    batch.now().atZone(ZoneOffset.UTC), "people", position.walked()));
        }
    }

    private void computed(Tx tx, Definition definition) {
        boolean first = tx.run(COMPUTED, Map.of("key", space.key(definition.id()), "space", space.value(), "definition",
                definition.id(), "version", definition.version(), "at", batch.now().atZone(ZoneOffset.UTC))).stream()
                .anyMatch(row -> row.get("first").asBoolean());
        if (first) {
            Outbox.tellEverybodyOf(tx, space, definition.id());
        }
    }

    private void mark(Tx tx, DefinitionStore.ActiveDefinitions enabled, List<DefinitionVersion> walk,
            DefinitionStatus status) {
        Map<DefinitionVersion, Definition> byVersion = enabled.plan().definitions().stream()
                .collect(Collectors.toMap(DefinitionVersion::of, Function.identity()));
        for (DefinitionVersion each : walk) {
            Definition definition = byVersion.get(each);
            if (definition != null) {
                DefinitionStore.mark(tx, space, definition, status, Optional.empty());
                if (status == DefinitionStatus.LIVE) {
                    computed(tx, definition);
                }
            }
        }
    }
}
