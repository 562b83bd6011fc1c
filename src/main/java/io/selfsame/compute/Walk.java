package io.selfsame.compute;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The walk over everybody that gives results of definitions that were added or changed: all people in order, then all accounts, a
 * page at a time. Who changes behind it is found in the ledger. Where it is stands in the graph, so another instance goes on.
 */
final class Walk {

    private static final Statement PENDING = Statement.of("compute/pending");
    private static final Statement COMPUTED = Statement.of("compute/computed");
    private static final Statement BEGIN_RUNS = Statement.of("compute/beginRuns");
    private static final Statement FINISH_RUNS = Statement.of("compute/finishRuns");
    private static final Statement EVERYBODY = Statement.of("compute/everybody");
    private static final Statement ALL_ACCOUNTS = Statement.of("compute/allAccounts");

    private static final int PEOPLE = 2_000;
    private static final int ACCOUNTS = 100;

    private final Graph graph;
    private final SpaceId space;
    private final RefreshStep step;
    private final Lease lease;
    private final Refresh.Tally tally;

    Walk(Graph graph, SpaceId space, RefreshStep step, Lease lease, Refresh.Tally tally) {
        this.graph = graph;
        this.space = space;
        this.step = step;
        this.lease = lease;
        this.tally = tally;
    }

    /** Goes on by one page; false if there is nothing to walk for. */
    boolean slice(Definitions.Enabled enabled, Refresh.Position position) {
        if (position.walk().isEmpty()) {
            List<String> pending = pending(enabled);
            if (pending.isEmpty()) {
                return false;
            }
            Refresh.write(graph, lease, tx -> {
                mark(tx, enabled, pending, Status.COMPUTING);
                pending.forEach(name -> tx.run(BEGIN_RUNS, Map.of("space", space.value(), "definition", id(name))));
                Refresh.advance(tx, space, Map.of("walk", pending, "after", "", "accounts", false, "walked", 0L));
            });
            return true;
        }
        return position.accounts() ? accounts(enabled, position) : people(position);
    }

    private List<String> pending(Definitions.Enabled enabled) {
        // What was added since is walked for the next time.
        var known = enabled.catalog().definitions().stream().map(Walk::name).collect(Collectors.toSet());
        return graph.read(PENDING, Map.of("space", space.value())).stream()
                .map(row -> row.get("id").asString() + ":" + row.get("version").asInt()).filter(known::contains)
                .toList();
    }

    private boolean people(Refresh.Position position) {
        List<String> page = new ArrayList<>(Refresh.rootsOf(graph.read(EVERYBODY,
                Map.of("space", space.value(), "after", position.after(), "limit", PEOPLE))));
        boolean end = page.size() < PEOPLE;
        // Whoever asks for everybody wants what is stored to be read, and not what is remembered of it.
        step.forget(page);
        Difference difference = step.look(page, List.of());
        tally.add(page.size(), difference);
        Refresh.writeParts(graph, space, step, lease, difference.parts(Refresh.PART),
                tx -> Refresh.advance(tx, space, Map.of("after", end ? "" : page.getLast(), "accounts", end, "walked",
                        position.walked() + page.size())));
        step.written(difference);
        return true;
    }

    private boolean accounts(Definitions.Enabled enabled, Refresh.Position position) {
        var page = step.catalog().hasAccounts()
                ? graph.read(ALL_ACCOUNTS, Map.of("space", space.value(), "after", position.after(), "limit", ACCOUNTS))
                : List.<org.neo4j.driver.Record>of();
        boolean end = page.size() < ACCOUNTS;
        Difference difference = step.look(List.of(), page.stream().map(row -> row.get("key").asString()).toList());
        tally.add(0, difference);
        Refresh.write(graph, lease, tx -> {
            ResultStore.write(tx, space, difference, step.now());
            if (end) {
                finishRuns(tx, position);
                mark(tx, enabled, position.walk(), Status.LIVE);
                Refresh.advance(tx, space, Map.of("walk", List.of(), "after", "", "accounts", false));
            } else {
                Refresh.advance(tx, space, Map.of("after", page.getLast().get("groupId").asString()));
            }
        });
        step.written(difference);
        return true;
    }

    private void finishRuns(Tx tx, Refresh.Position position) {
        for (String name : position.walk()) {
            tx.run(FINISH_RUNS, Map.of("space", space.value(), "definition", id(name), "at",
                    step.now().atZone(ZoneOffset.UTC), "people", position.walked()));
        }
    }

    private void mark(Tx tx, Definitions.Enabled enabled, List<String> walk, Status status) {
        Map<String, Definition> byName = enabled.catalog().definitions().stream()
                .collect(Collectors.toMap(Walk::name, Function.identity()));
        for (String name : walk) {
            Definition definition = byName.get(name);
            if (definition != null) {
                Definitions.mark(tx, space, definition, status, Optional.empty());
                if (status == Status.LIVE) {
                    tx.run(COMPUTED, Map.of("key", space.key(definition.id()), "space", space.value(), "definition",
                            definition.id(), "version", definition.version()));
                }
            }
        }
    }

    private static String id(String name) {
        return name.substring(0, name.indexOf(':'));
    }

    private static String name(Definition definition) {
        return definition.id() + ":" + definition.version();
    }
}
