package io.selfsame.graph;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.Neo4jException;

/** Whether one database answers and takes writes, as far as is known from what was asked of it. Thread safe. */
final class DatabaseHealth {

    /** Why no work is given to Neo4j any more. */
    private final AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();

    /** Why the last write failed; null once a later one is committed. */
    private final AtomicReference<@Nullable Throwable> unwritable = new AtomicReference<>();

    /** Whether work was given up. Neo4j has to answer a ping before other work is tried. */
    private final AtomicBoolean away = new AtomicBoolean();

    boolean isAway() {
        return away.get();
    }

    /** Neo4j has answered a ping. */
    void answered() {
        away.set(false);
    }

    /** Something was written. */
    void wrote() {
        unwritable.set(null);
    }

    /** A write failed. Failures that are not of the database say nothing about writing. */
    void writeFailed(GraphUnavailable failure) {
        if (failure.getCause() instanceof Neo4jException cause && DriverFailure.isOfDatabase(cause)) {
            unwritable.set(cause);
        }
    }

    /** From now on all work is refused. */
    void refuse(String why) {
        refusal.set(new IllegalStateException(why));
    }

    /** @throws GraphUnavailable if all work is refused */
    void requireUsable() {
        throwIfFailed(refusal.get());
    }

    /** @throws GraphUnavailable if the last write failed as the database takes none */
    void requireWritable() {
        throwIfFailed(unwritable.get());
    }

    /**
     * What to throw for a failure of the driver.
     *
     * @throws GraphUnavailable if all work is refused by now: then that is the reason, whatever the driver says
     */
    RuntimeException failure(Neo4jException e) {
        requireUsable();
        if (DriverFailure.isOfConnection(e)) {
            away.set(true);
            return new GraphUnavailable("Neo4j does not answer; try again in a moment", e);
        }
        return DriverFailure.translated(e);
    }

    private static void throwIfFailed(@Nullable Throwable cause) {
        if (cause != null) {
            throw new GraphUnavailable(DriverFailure.HAS_FAILED, cause);
        }
    }
}
