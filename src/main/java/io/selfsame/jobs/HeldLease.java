package io.selfsame.jobs;

import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.lease.Lease;
import io.selfsame.lease.LeaseLost;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The lease of one run.
 *
 * @param lease the key of a lease that several jobs may share
 * @param run the number of the run; a later one means that another instance has taken over
 * @param stopping whether this instance is about to stop
 */
record HeldLease(JobId id, String lease, String instance, long run, BooleanSupplier stopping) implements Lease {

    private static final Statement REQUIRE = Statement.of("jobs/require");

    @Override
    public void require(Tx tx) {
        if (stopping.getAsBoolean()) {
            throw new LeaseLost("The service is stopping");
        }
        if (tx.run(REQUIRE, Map.of("key", id.key(), "lease", lease, "instance", instance, "run", run)).isEmpty()) {
            throw new LeaseLost("Another run has taken over " + id);
        }
    }
}
