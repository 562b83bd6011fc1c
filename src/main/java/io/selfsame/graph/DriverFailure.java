package io.selfsame.graph;

import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;

/** What the exceptions of the driver mean, by the status codes of the server. */
final class DriverFailure {

    /** What the server says of a transaction that it has ended: the second when it waited for a lock. */
    private static final Set<String> ENDED = Set.of(
            "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
            "Neo.ClientError.Transaction.LockClientStopped", "Neo.ClientError.Transaction.Terminated");

    /**
     * What the server says once a database of its has failed, or takes no more writes as its disk is full: what was asked
     * is not to blame, and may be asked again when that is mended.
     */
    private static final Set<String> FAILED = Set.of("Neo.DatabaseError.Transaction.TransactionStartFailed",
            "Neo.DatabaseError.Transaction.TransactionCommitFailed",
            "Neo.DatabaseError.Transaction.TransactionLogError", "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
            "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase");

    /** What the server says when transactions hold all memory that they may have, one of them or all together. */
    private static final Set<String> NO_MEMORY = Set.of("Neo.ClientError.General.TransactionOutOfMemoryError",
            "Neo.TransientError.General.MemoryPoolOutOfMemoryError");

    static final String HAS_FAILED = "The database of Neo4j has failed; try again in a moment";

    private DriverFailure() {}

    /** Whether the database itself has failed, or takes no more writes. */
    static boolean isOfDatabase(Neo4jException e) {
        return FAILED.contains(e.code());
    }

    /** Whether Neo4j did not answer, and may answer the same work later. */
    static boolean isOfConnection(Neo4jException e) {
        return e instanceof RetryableException && !NO_MEMORY.contains(e.code());
    }

    /** What is to be thrown for what the driver has thrown. */
    static RuntimeException translated(Neo4jException e) {
        if (e.getCause() instanceof TimeoutException) {
            // All connections were taken. The driver has no code and no type of its own for it.
            return new GraphUnavailable("Too much is being asked of Neo4j at once; try again in a moment", e);
        }
        if (isOfDatabase(e)) {
            return new GraphUnavailable(HAS_FAILED, e);
        }
        if (NO_MEMORY.contains(e.code())) {
            return StatementFailed.ofMemory(e);
        }
        return ENDED.contains(e.code())
                ? GraphUnavailable.ofTime(e)
                : e;
    }
}
