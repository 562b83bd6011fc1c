package io.selfsame.local;

import io.selfsame.graph.Neo4jAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;

/** A Neo4j server that this process runs itself. Whoever starts it closes it. Thread safe. */
public interface LocalNeo4j extends AutoCloseable {

    /** What a server is started for. */
    enum Use {
        /** To read and write; the store is made when it is missing. */
        SERVE,
        /** To look at the store as it is: nothing is written to the graph, and no store is made. */
        INSPECT,
        /**
         * To let people look at a copy of a store: nothing can be written to the graph. The copy gets users and a password of its own,
         * so that whoever knows these cannot log in where it was copied from.
         */
        BROWSE
    }

    /** Starts one; found by {@link ServiceLoader} in the jar that holds the embedded server, if that is installed. */
    interface Starter {
        /**
         * Returns when the server takes queries.
         *
         * @param data the data folder
         * @param boltPort 0 for any free one, like {@code httpPort}
         * @throws StartupException with a sentence to print, for everything that can go wrong
         */
        LocalNeo4j start(Path data, Use use, int boltPort, int httpPort);
    }

    /**
     * Starts the server that is installed.
     *
     * @throws StartupException as {@link Starter#start}; also if none is installed
     */
    static LocalNeo4j start(Path data, Use use, int boltPort, int httpPort) {
        return ServiceLoader.load(Starter.class).findFirst().orElseThrow(() -> new StartupException(
                "This archive has no embedded Neo4j: set SELFSAME_NEO4J_URI to the address of a Neo4j server."))
                .start(data, use, boltPort, httpPort);
    }

    /** What the driver needs. */
    Neo4jAddress address();

    /** Where a person opens Neo4j Browser. */
    URI browser();

    /** The file with the password, one line, readable by its owner only. */
    Path passwordFile();

    /**
     * Completes, with one clause that says why, when a database fails for good: the disk is full, or broken. What was
     * committed is safe, nothing can be written any more, and only a new start of the process mends it. Never completes
     * otherwise. Whatever is attached runs in a thread of Neo4j's and must not wait.
     */
    CompletionStage<String> failure();

    /** Stops the server cleanly; does nothing the second time. The folder is free afterwards, whatever Neo4j says. */
    @Override
    void close();
}
