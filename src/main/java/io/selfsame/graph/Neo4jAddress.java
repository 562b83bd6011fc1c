package io.selfsame.graph;

import java.net.URI;

/**
 * Where a Neo4j server listens and how to log in. The password never shows in {@link #toString}.
 *
 * @param uri {@code bolt://}, {@code neo4j://} or their {@code +s} forms
 * @param user the Neo4j user
 * @param password that user's password
 * @param database the database that holds the graph
 */
public record Neo4jAddress(URI uri, String user, String password, String database) {

    @Override
    public String toString() {
        return uri + " as " + user + " (database " + database + ")";
    }
}
