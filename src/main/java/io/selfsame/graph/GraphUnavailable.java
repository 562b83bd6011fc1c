package io.selfsame.graph;

/** Neo4j cannot be reached, has no connection left for this, or did not answer in time. Whoever asked may ask again later. */
public final class GraphUnavailable extends RuntimeException {

    /** Keeps the driver's own words for the log; {@code message} is for people. */
    public GraphUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
