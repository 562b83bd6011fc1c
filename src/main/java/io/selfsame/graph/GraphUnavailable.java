package io.selfsame.graph;

import org.jspecify.annotations.Nullable;

/** Neo4j cannot be reached, has no connection left for this, or did not answer in time. Whoever asked may ask again later. */
public final class GraphUnavailable extends RuntimeException {

    private final boolean busy;
    private final boolean tookTooLong;

    /** Keeps the driver's own words for the log; {@code message} is for people. */
    public GraphUnavailable(String message, Throwable cause) {
        this(message, cause, false, false);
    }

    private GraphUnavailable(String message, @Nullable Throwable cause, boolean busy, boolean tookTooLong) {
        super(message, cause, true, !busy);
        this.busy = busy;
        this.tookTooLong = tookTooLong;
    }

    static GraphUnavailable ofTime(Throwable cause) {
        return new GraphUnavailable("Neo4j took too long over this and was told to give up; try again in a moment",
                cause, false, true);
    }

    static GraphUnavailable ofLane() {
        return new GraphUnavailable("Too much of this kind is being asked at once; try again in a moment", null, true,
                false);
    }

    /** Whether Neo4j was told to give up: the same may take as long the next time. */
    public boolean tookTooLong() {
        return tookTooLong;
    }

    /** Whether Neo4j was not even asked, as too much of the same kind waits for it already. */
    public boolean busy() {
        return busy;
    }
}
