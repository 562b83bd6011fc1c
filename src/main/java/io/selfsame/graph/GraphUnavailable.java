package io.selfsame.graph;

import org.jspecify.annotations.Nullable;

/** Neo4j cannot be reached, has no connection left for this, or did not answer in time. Whoever asked may ask again later. */
public final class GraphUnavailable extends RuntimeException {

    private final boolean busy;

    /** Keeps the driver's own words for the log; {@code message} is for people. */
    public GraphUnavailable(String message, Throwable cause) {
        this(message, cause, false);
    }

    private GraphUnavailable(String message, @Nullable Throwable cause, boolean busy) {
        super(message, cause, true, !busy);
        this.busy = busy;
    }

    static GraphUnavailable ofLane() {
        return new GraphUnavailable("Too much of this kind is being asked at once; try again in a moment", null, true);
    }

    /** Whether Neo4j was not even asked, as too much of the same kind waits for it already. */
    public boolean busy() {
        return busy;
    }
}
