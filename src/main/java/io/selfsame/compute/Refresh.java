package io.selfsame.compute;

import io.selfsame.column.Columns;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.RulesStore;
import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.neo4j.driver.Record;

/**
 * Brings what definitions say of people and accounts up to date. Looks at those whom the ledger has changed since the last time,
 * those for whom the end of a window has come, and, after a definition was added or changed, at everybody, a slice at a time
 * between the others; and writes what differs. Every step may be repeated. One at a time for a space, which the lease
 * sees to; otherwise thread safe.
 */
public final class Refresh {

    private static final Statement POSITION = Statement.of("compute/position");
    private static final Statement ADVANCE = Statement.of("compute/advance");
    private static final Statement TOUCHED = Statement.of("compute/touched");
    private static final Statement DUE = Statement.of("compute/due");
    private static final Statement STALE = Statement.of("compute/stale");
    private static final Statement LEFTOVERS = Statement.of("compute/leftovers");
    private static final Statement FORGET_MEMBERS = Statement.of("compute/forgetMembers");
    private static final Statement RECOVER = Statement.of("compute/recover");
    private static final Statement FORGET = Statement.of("compute/forget");

    /** Ledger places looked at in one step: bounds what is in memory, and what a failure makes us repeat. */
    private static final long STRETCH = 10_000;
    private static final int PAGE = 2_000;

    /** People written about in one transaction: until its commit, events of theirs wait for the locks on their profiles. */
    static final int PART = 150;

    private final Graph graph;
    private final Definitions definitions;
    private final Columns columns;
    private final RulesStore rules;
    private final PeopleCache people = new PeopleCache();

    public Refresh(Graph graph, Columns columns, RulesStore rules) {
        this.graph = graph;
        this.definitions = new Definitions(graph);
        this.columns = columns;
        this.rules = rules;
    }

    /**
     * Where a refresh stands.
     *
     * @param deleted whether deleted definitions have left something
     * @param marked whether somebody is marked to be looked at
     * @param failed whether a definition has failed
     * @param by which service refreshed the space the last time
     */
    record Position(long ledger, long seen, long definitionsVersion, List<String> walk, String after, boolean accounts,
            long walked, boolean deleted, boolean marked, boolean failed, String by) {

        static Position of(Record row) {
            return new Position(row.get("ledger").asLong(), row.get("seen").asLong(),
                    row.get("definitionsVersion").asLong(), row.get("walk").asList(value -> value.asString()),
                    row.get("after").asString(), row.get("accounts").asBoolean(), row.get("walked").asLong(),
                    row.get("deleted").asBoolean(), row.get("marked").asBoolean(), row.get("failed").asBoolean(),
                    row.get("by").asString());
        }
    }

    /** As of now, under a lease. Answers in a few words what was done. */
    public String run(SpaceId space, Lease lease) {
        return refresh(space, Instant.now(), lease);
    }

    /** As of an instant, which must not lie before that of an earlier refresh; for whoever has no other at work. */
    public String refresh(SpaceId space, Instant now) {
        return refresh(space, now, tx -> {});
    }

    String refresh(SpaceId space, Instant at, Lease lease) {
        try {
            return attempt(space, at, lease);
        } catch (RuntimeException e) {
            people.forget(space);
            throw e;
        }
    }

    /** What people have stored was changed by somebody else. */
    void forget(SpaceId space) {
        people.forget(space);
    }

    private String attempt(SpaceId space, Instant at, Lease lease) {
        Instant now = at.truncatedTo(ChronoUnit.MILLIS);
        Optional<Position> found = position(space);
        if (found.isEmpty()) {
            return "there is no such space";
        }
        Position position = found.get();
        if (position.deleted()) {
            clearAway(space, lease);
        }
        var tally = new Tally();
        boolean more = true;
        // The slices of a walk over everybody take turns with what is new, which must not wait for its end.
        while (more) {
            Definitions.Enabled enabled = definitions.enabled(space);
            if (!enabled.broken().isEmpty()) {
                write(graph, lease, tx -> Definitions.markBroken(tx, space, enabled.broken()));
            }
            Catalog catalog = enabled.catalog();
            if (position.definitionsVersion() != enabled.version()) {
                columns.add(space, catalog.columns());
                write(graph, lease, tx -> advance(tx, space, Map.of("definitionsVersion", enabled.version())));
            }
            var basis = new PeopleCache.Basis(enabled, columns.latest(space), rules.current(space).traitPolicies());
            var known = people.of(space, basis, position.by());
            if (!position.by().equals(people.name())) {
                write(graph, lease, tx -> advance(tx, space, Map.of("by", people.name())));
            }
            var step = new RefreshStep(graph, catalog, basis.columns(), basis.policies(), now, Optional.of(known));
            catchUp(space, position, step, lease, tally);
            lookAgain(space, step, position.marked(), lease, tally);
            boolean filled = columns.fill(space, lease::require) > 0;
            var walk = new Walk(graph, space, step, lease, tally);
            position = position(space).orElse(position);
            more = filled || walk.slice(enabled, position);
            position = more ? position(space).orElse(position) : position;
        }
        if (position.failed()) {
            write(graph, lease, tx -> tx.run(RECOVER, Map.of("space", space.value())));
        }
        return tally.toString();
    }

    /** Empty if there is no such space. */
    private Optional<Position> position(SpaceId space) {
        return graph.read(POSITION, Map.of("space", space.value())).stream().map(Position::of).findFirst();
    }

    private void catchUp(SpaceId space, Position position, RefreshStep step, Lease lease, Tally tally) {
        for (long from = position.seen(); from < position.ledger(); from += STRETCH) {
            long to = Math.min(position.ledger(), from + STRETCH);
            List<String> roots = new ArrayList<>();
            if (!step.isEmpty()) {
                for (Record row : graph.read(TOUCHED, Map.of("space", space.value(), "from", from, "to", to, "names",
                        List.copyOf(step.catalog().events().keySet()), "columns", step.columns()))) {
                    roots.add(row.get("root").asString());
                    step.touched(roots.getLast(), row.get("changed").asBoolean(), row.get("events"));
                }
            }
            Difference difference = step.look(roots, List.of());
            tally.add(roots.size(), difference);
            writeParts(graph, space, step, lease, difference.parts(PART), tx -> advance(tx, space, Map.of("seen", to)));
            step.written(difference);
        }
    }

    /** Those who were marked, and those for whom a window's end has come. */
    private void lookAgain(SpaceId space, RefreshStep step, boolean marked, Lease lease, Tally tally) {
        boolean more = marked;
        while (more) {
            more = lookAtMarked(space, step, lease, tally);
        }
        Set<String> before = new HashSet<>();
        while (true) {
            Set<String> people = new HashSet<>();
            Set<String> accounts = new HashSet<>();
            for (Record row : graph.read(DUE, Map.of("space", space.value(), "now",
                    step.now().atZone(ZoneOffset.UTC), "limit", PAGE))) {
                (row.get("account").asBoolean() ? accounts : people).add(row.get("owner").asString());
            }
            boolean fresh = before.addAll(people);
            fresh |= before.addAll(accounts);
            if (!fresh) {
                return;
            }
            Difference difference = step.look(people, accounts);
            tally.add(people.size(), difference);
            // Once a person is no longer due, nothing leads to their account: these are written together.
            writeParts(graph, space, step, lease, step.catalog().hasAccounts()
                    ? List.of(difference)
                    : difference.parts(PART), tx -> {});
            step.written(difference);
        }
    }

    /** Takes the marks off some, in the transaction that writes about them, so that no later mark is lost; false if there were none. */
    private boolean lookAtMarked(SpaceId space, RefreshStep step, Lease lease, Tally tally) {
        record Looked(List<String> marked, Difference difference) {}
        var looked = graph.write(tx -> {
            lease.require(tx);
            List<String> roots = tx.run(STALE, Map.of("space", space.value(), "limit", PART)).stream()
                    .map(row -> row.get("root").asString()).toList();
            step.forget(roots);
            Difference difference = step.look(roots, List.of());
            ResultStore.write(tx, space, difference, step.now());
            return new Looked(roots, difference);
        });
        tally.add(looked.marked().size(), looked.difference());
        step.written(looked.difference());
        return !looked.marked().isEmpty();
    }

    /** What deleted definitions have left becomes custom traits. */
    private void clearAway(SpaceId space, Lease lease) {
        for (Statement statement : List.of(LEFTOVERS, FORGET_MEMBERS, FORGET)) {
            boolean more = true;
            while (more) {
                more = graph.write(tx -> {
                    lease.require(tx);
                    Map<String, Object> parameters = new HashMap<>(Map.of("space", space.value()));
                    if (!statement.equals(FORGET)) {
                        parameters.put("limit", PAGE);
                    }
                    List<Record> rows = tx.run(statement, parameters);
                    return !rows.isEmpty() && rows.getFirst().get("changed").asLong() > 0;
                });
            }
        }
    }

    /**
     * Each in a transaction of its own. If it ends between two, whoever comes next must be led to all of them again: what
     * says that this is done, {@code done}, goes into the last.
     */
    static void writeParts(Graph graph, SpaceId space, RefreshStep step, Lease lease, List<Difference> parts,
            Consumer<Tx> done) {
        for (Difference part : parts.subList(0, Math.max(0, parts.size() - 1))) {
            write(graph, lease, tx -> ResultStore.write(tx, space, part, step.now()));
        }
        write(graph, lease, tx -> {
            if (!parts.isEmpty()) {
                ResultStore.write(tx, space, parts.getLast(), step.now());
            }
            done.accept(tx);
        });
    }

    /** A write that counts only while the lease is ours. */
    static void write(Graph graph, Lease lease, Consumer<Tx> work) {
        graph.write(tx -> {
            lease.require(tx);
            work.accept(tx);
            return lease;
        });
    }

    static void advance(Tx tx, SpaceId space, Map<String, Object> properties) {
        tx.run(ADVANCE, Map.of("space", space.value(), "properties", properties));
    }

    /** What a refresh has done, in a few words. */
    static final class Tally {

        private long looked;
        private long results;
        private long entered;
        private long left;
        private final Set<String> failed = new TreeSet<>();

        void add(int people, Difference difference) {
            looked += people;
            results += difference.results().size();
            entered += difference.moves().stream().filter(Difference.Move::enters).count();
            left += difference.moves().stream().filter(move -> !move.enters()).count();
            difference.failures().keySet().forEach(definition -> failed.add(definition.key()));
        }

        @Override
        public String toString() {
            return looked + " people looked at, " + results + " results changed, " + entered + " entered and " + left
                    + " left audiences" + (failed.isEmpty() ? "" : "; failed: " + String.join(", ", failed));
        }
    }

    static Collection<String> rootsOf(List<Record> rows) {
        return rows.stream().map(row -> row.get("root").asString()).toList();
    }
}
