package io.selfsame.lease;

import io.selfsame.graph.Tx;

/**
 * The right to write for a job, for one run of it. It can be lost at any moment, if this instance is held up for so long
 * that another takes over; so every write transaction of the job asks for it. Thread safe.
 */
@FunctionalInterface
public interface Lease {

    /**
     * Demanded as the first thing in a write transaction: from here to its end nobody else can take the lease. It holds a
     * lock on the job, so that other transactions of the same run wait.
     *
     * @throws LeaseLost if another has taken over, or this instance is stopping; the transaction rolls back
     */
    void require(Tx tx);
}
