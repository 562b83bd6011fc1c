package io.selfsame.embedded;

import io.selfsame.graph.Neo4jAddress;
import io.selfsame.local.LocalNeo4j;
import io.selfsame.local.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/**
 * A Neo4j Community server in this process, with Bolt and Neo4j Browser on loopback and its store in the data folder. Its
 * password is created at the first start.
 *
 * <p>The caller closes it, also on SIGTERM: it installs no shutdown hook, so that the service can finish before its database
 * stops. A killed process loses nothing that was committed. Thread safe.
 */
public final class EmbeddedNeo4j implements LocalNeo4j {
    static final String LOOPBACK = "127.0.0.1";

    private final DataFolder folder;
    private final Neo4jProcess neo4j;
    private final String password;
    private boolean closed;

    private EmbeddedNeo4j(DataFolder folder, Neo4jProcess neo4j, String password) {
        this.folder = folder;
        this.neo4j = neo4j;
        this.password = password;
    }

    /**
     * Starts the server, and returns when it accepts queries: after a few seconds, or longer after a kill, when it recovers and
     * logs its progress.
     *
     * @param data the data folder, created if it is missing; only one process can use it
     * @param boltPort 0 for any free port, like {@code httpPort}
     * @throws StartupException with a sentence to print, for everything that can go wrong
     */
    public static EmbeddedNeo4j start(Path data, int boltPort, int httpPort) {
        return start(data, Use.SERVE, boltPort, httpPort);
    }

    static EmbeddedNeo4j start(Path data, Use use, int boltPort, int httpPort) {
        if (use != Use.SERVE) {
            DataFolder.requireStore(data);
        }
        var folder = DataFolder.open(data, use);
        try {
            boolean browse = use == Use.BROWSE;
            requireFree(boltPort, "Bolt", browse ? "--bolt-port" : "SELFSAME_EMBEDDED_BOLT_PORT");
            requireFree(httpPort, "Neo4j Browser", browse ? "--http-port" : "SELFSAME_EMBEDDED_HTTP_PORT");
            folder.requireStoreNotNewerThan(Neo4jProcess.version());
            folder.requireRoom();
            switch (use) {
                case SERVE -> folder.prepareToServe();
                case INSPECT -> folder.requireStoreOf(Neo4jProcess.version());
                case BROWSE -> folder.prepareToBrowse();
            }
            var password = folder.password();
            var neo4j = Neo4jProcess.start(folder, use, password, boltPort, httpPort);
            try {
                if (use != Use.INSPECT) {
                    folder.markOpenedBy(Neo4jProcess.version());
                }
            } catch (Throwable e) {
                neo4j.close();
                throw e;
            }
            return new EmbeddedNeo4j(folder, neo4j, password);
        } catch (Throwable e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public Neo4jAddress address() {
        return new Neo4jAddress(URI.create("bolt://" + LOOPBACK + ":" + neo4j.boltPort()), Neo4jProcess.USER, password,
                Neo4jProcess.DATABASE);
    }

    @Override
    public URI browser() {
        return URI.create("http://" + LOOPBACK + ":" + neo4j.httpPort() + "/browser/");
    }

    @Override
    public Path passwordFile() {
        return folder.passwordFile();
    }

    @Override
    public CompletionStage<String> failure() {
        return neo4j.failure();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            neo4j.close();
        } finally {
            folder.close();
        }
    }

    /** Asked here because Neo4j, after half a start, answers a taken port with a page of stack traces. */
    private static void requireFree(int port, String what, String setting) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StartupException("Port " + port + " for " + what + " is taken on " + LOOPBACK + ": stop what"
                    + " listens there, or set " + setting + " to another port (0 for any free one).", e);
        }
    }
}
