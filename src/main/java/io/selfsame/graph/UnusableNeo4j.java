package io.selfsame.graph;

import org.jspecify.annotations.Nullable;

/** Neo4j is away, refuses us, or is of the wrong version. The message is one sentence for the person who started us. */
public final class UnusableNeo4j extends RuntimeException {

    /** The cause is for the log and may be absent. */
    public UnusableNeo4j(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
