package io.selfsame.compute.refresh;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.Statement;
import io.selfsame.graph.StatementFailed;
import io.selfsame.graph.Tx;
import io.selfsame.identity.ids.Owner;
import io.selfsame.lease.Lease;
import io.selfsame.lease.LeaseLost;
import io.selfsame.outbox.Outbox;
import io.selfsame.space.SpaceId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes of one slice of a refresh: every transaction counts only while the lease is ours, and is about few people, as until
 * its commit events of theirs wait for the locks on their profiles. What cannot be written of one person does not keep that of
 * the others from being written. For one thread.
 */
final class ResultWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ResultWriter.class);

    private static final Statement ADVANCE = Statement.of("compute/advance");
    private static final Statement PUT_OFF = Statement.of("compute/putOff");

    /** People written about in one transaction. */
    static final int PART = 150;

    /** What is written in one transaction, where that is of several: results, moves and ends of windows. Some 40 MB of Neo4j's memory. */
    static final int MOST = 5_000;

    private final Graph graph;
    private final SpaceId space;
    private final Lease lease;
    private final RefreshBatch batch;
    private final int most;
    private @Nullable ResultChanges waiting;

    ResultWriter(Graph graph, SpaceId space, Lease lease, RefreshBatch batch) {
        this.graph = graph;
        this.space = space;
        this.lease = lease;
        this.batch = batch;
        // Each change is noted once more for each destination.
        this.most = MOST * 2 / (1 + Math.max(1, Outbox.width(graph, space)));
    }

    /** One transaction under a lease. */
    static void write(Graph graph, Lease lease, Consumer<Tx> work) {
        graph.write(tx -> {
            lease.require(tx);
            work.accept(tx);
            return lease;
        });
    }

    /** Moves on where the refresh of a space stands. */
    static void advance(Tx tx, SpaceId space, Map<String, Object> properties) {
        tx.run(ADVANCE, Map.of("space", space.value(), "properties", properties));
    }

    /** Writes it in parts, one after another; the last waits for {@link #finish}. */
    void add(ResultChanges changes) {
        for (ResultChanges part : changes.parts(PART)) {
            // Of many definitions, results of fewer people are as much.
            for (ResultChanges some : part.parts(Math.max(1, PART * most / Math.max(most, part.size())))) {
                flush();
                waiting = some;
            }
        }
        if (batch.plan().usersDependOnAccounts()) {
            // Whoever is looked at next asks what accounts were found to be.
            flush();
        }
    }

    private void flush() {
        if (waiting != null) {
            write(waiting, tx -> {});
            waiting = null;
        }
    }

    /**
     * Writes what is left. If this run ends before, whoever comes next must be led to all of it again: what says that this is done,
     * {@code done}, goes into the last transaction.
     */
    void finish(Consumer<Tx> done) {
        ResultChanges last = waiting;
        waiting = null;
        if (last == null) {
            write(graph, lease, done);
        } else {
            write(last, done);
        }
    }

    private void write(ResultChanges part, Consumer<Tx> done) {
        try {
            write(graph, lease, tx -> {
                ResultStore.write(tx, space, part, batch.now());
                done.accept(tx);
            });
            batch.written(part);
        } catch (GraphUnavailable | LeaseLost e) {
            throw e;
        } catch (RuntimeException e) {
            inParts(part, e);
            write(graph, lease, done);
        }
    }

    private void inParts(ResultChanges changes, RuntimeException failure) {
        Set<Owner> owners = changes.owners();
        if (owners.size() < 2) {
            leaveOut(changes, owners, failure);
            return;
        }
        for (ResultChanges part : changes.parts((owners.size() + 1) / 2)) {
            try {
                write(graph, lease, tx -> ResultStore.write(tx, space, part, batch.now()));
                batch.written(part);
            } catch (GraphUnavailable | LeaseLost e) {
                throw e;
            } catch (RuntimeException e) {
                inParts(part, e);
            }
        }
    }

    private void leaveOut(ResultChanges changes, Set<Owner> owners, RuntimeException failure) {
        owners.forEach(owner -> batch.unwritable(owner, failure));
        Set<Definition> about = new LinkedHashSet<>();
        changes.results().forEach(result -> about.add(result.definition()));
        changes.moves().forEach(move -> about.add(move.definition()));
        var failed = new ResultChanges();
        owners.forEach(owner -> failed.fail(owner, List.copyOf(about), "Its result cannot be written", batch.now()));
        try {
            write(graph, lease, tx -> ResultStore.write(tx, space, failed, batch.now()));
        } catch (GraphUnavailable | LeaseLost e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.debug("Nor that this failed", StatementFailed.loggable(e));
            putOff(owners);
        }
    }

    /** Whoever stays due says that the whole space is behind. */
    private void putOff(Set<Owner> owners) {
        try {
            write(graph, lease, tx -> tx.run(PUT_OFF, Map.of("owners", Owner.values(owners), "now", batch.now().atZone(
                    ZoneOffset.UTC), "at", batch.now().plus(ResultChanges.RETRY).atZone(ZoneOffset.UTC))));
        } catch (GraphUnavailable | LeaseLost e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.debug("Nor can it be put off", StatementFailed.loggable(e));
        }
    }
}
