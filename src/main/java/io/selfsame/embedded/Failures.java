package io.selfsame.embedded;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.neo4j.graphdb.event.DatabaseEventContext;
import org.neo4j.graphdb.event.DatabaseEventListenerAdapter;
import org.neo4j.kernel.monitoring.ExceptionalDatabaseEvent;

/**
 * Notes when Neo4j gives up a database while the process continues: it panics when it cannot rely on its files, and becomes
 * read-only when the disk is full. Keeps the first failure. Thread safe.
 */
final class Failures extends DatabaseEventListenerAdapter {
    private static final int LONGEST = 300;

    private final CompletableFuture<String> first = new CompletableFuture<>();

    CompletionStage<String> first() {
        return first.minimalCompletionStage();
    }

    /** The first, if there was one by now. */
    Optional<String> now() {
        return Optional.ofNullable(first.getNow(null));
    }

    @Override
    public void databasePanic(DatabaseEventContext event) {
        first.complete("the database " + event.getDatabaseName() + " stopped"
                + (event instanceof ExceptionalDatabaseEvent panic ? ": " + root(panic.getCause()) : ""));
    }

    /** Nobody but Neo4j itself ever sets it here. */
    void readOnly(Set<String> databases) {
        if (!databases.isEmpty()) {
            first.complete("the disk is full, and Neo4j takes no more writes to the database "
                    + String.join(", ", databases));
        }
    }

    private static String root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var line = cause.toString().lines().findFirst().orElse("");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
