package io.selfsame.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.selfsame.destination.catalogue.CatalogueSettings;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.SchemaMigrations;
import io.selfsame.graph.Startup;
import io.selfsame.http.Edge;
import io.selfsame.metrics.Metrics;
import io.selfsame.profile.ProfileApi;
import io.selfsame.space.Spaces;
import io.selfsame.tracking.TrackingApi;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: makes every part once, top to bottom, and takes it down again. */
public final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** A Neo4j that starts together with us needs half a minute at most; one that never comes must not hang us. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Requests in flight at a stop are answered; the pauses that service managers leave before they kill are longer. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    /** Connections that may knock at the same moment; the default of 50 resets some when hundreds of clients start. */
    private static final int BACKLOG = 1_024;

    private final Graph graph;
    private final Features features;
    private final Javalin javalin;
    private final Metrics metrics;
    private final Optional<String> firstToken;

    private Server(Graph graph, Features features, Javalin javalin, Metrics metrics, Optional<String> firstToken) {
        this.graph = graph;
        this.features = features;
        this.javalin = javalin;
        this.metrics = metrics;
        this.firstToken = firstToken;
    }

    /**
     * Waits for Neo4j, migrates its schema, and serves.
     *
     * @throws io.selfsame.graph.UnusableNeo4j if Neo4j stays away or does not suit
     * @throws PortTaken if the HTTP port is in use
     */
    public static Server start(Settings settings, Neo4jAddress neo4j) {
        var graph = new Graph(neo4j);
        var metrics = new Metrics();
        try {
            Startup.await(graph, neo4j, settings.passwordAdvice(), PATIENCE);
            SchemaMigrations.apply(graph);
            metrics.pool(graph);
            if (!settings.secretBox(() -> false).isThere()) {
                LOG.info("{} is not set: no destination can be made, as its secrets could not be stored",
                        SecretBox.SETTING);
            }
            if (settings.neo4jUri().isEmpty()) {
                metrics.store(settings.data().resolve("neo4j"));
            }
            var basics = graph.lane(Features.BASICS);
            var spaces = new Spaces(basics);
            Optional<String> firstToken = spaces.bootstrap(settings.adminToken());
            var features = new Features(settings, graph, basics, spaces, metrics);
            var javalin = Javalin.create(config -> {
                http(config, settings, metrics);
                Errors.routes(config.routes, features.endpoints());
                features.endpoints().install(config);
            });
            var server = new Server(graph, features, javalin, metrics, firstToken);
            try {
                javalin.start();
                features.jobs().start();
                features.sources().start();
                metrics.connections(javalin.jettyServer().server());
                return server;
            } catch (RuntimeException e) {
                closing(server, e);
                throw isBind(e) ? new PortTaken(settings, e) : e;
            }
        } catch (RuntimeException e) {
            closing(graph, e);
            closing(metrics, e);
            throw e;
        }
    }

    private static boolean isBind(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof BindException);
    }

    /** What fails while something that has failed is closed belongs to that. */
    private static void closing(AutoCloseable part, Exception failure) {
        try {
            part.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Closes all that is there, in order, whatever fails.
     *
     * @throws IllegalStateException with all that failed, as suppressed
     */
    public static void closeAll(@Nullable AutoCloseable... parts) {
        var failures = new IllegalStateException("Not everything could be closed");
        for (AutoCloseable part : parts) {
            if (part != null) {
                closing(part, failures);
            }
        }
        if (failures.getSuppressed().length > 0) {
            throw failures;
        }
    }

    /**
     * Asked before Neo4j is started, which takes seconds.
     *
     * @throws PortTaken if {@link #start} could not listen now
     */
    public static void requireFreePort(Settings settings) {
        var address = new InetSocketAddress(settings.httpHost(), settings.httpPort());
        try (var socket = new ServerSocket()) {
            socket.bind(address);
        } catch (IOException e) {
            throw new PortTaken(settings, e);
        }
    }

    /** The HTTP port cannot be had. */
    public static final class PortTaken extends RuntimeException {
        PortTaken(Settings settings, Throwable cause) {
            super("Cannot listen on " + settings.httpHost() + ":" + settings.httpPort() + " (" + cause.getMessage()
                    + "): choose another with SELFSAME_HTTP_PORT or SELFSAME_HTTP_HOST", cause);
        }

        PortTaken(CatalogueSettings settings, Throwable cause) {
            super("Cannot listen on " + settings.proxyHost() + ":" + settings.proxyPort() + " (" + cause.getMessage()
                    + "): choose another with SELFSAME_CATALOGUE_PROXY_PORT or SELFSAME_CATALOGUE_PROXY_HOST", cause);
        }
    }

    private static void http(JavalinConfig config, Settings settings, Metrics metrics) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = false;
        var edge = new Edge(TrackingApi::isRoute, ProfileApi::isRoute);
        edge.install(config, settings.httpHost(), settings.httpPort(), BACKLOG);
        edge.figures(metrics.registry());
        metrics.requests(config);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JsonErrorPage());
            server.setHandler(new GracefulHandler());
            server.setStopTimeout(STOP_PATIENCE.toMillis());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            // External IDs hold slashes, percents and dots; in paths they come encoded, and must not be refused for it.
            http.setUriCompliance(UriCompliance.UNSAFE);
            http.setSendServerVersion(false);
        });
        config.jetty.modifyServletContextHandler(
                handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
    }

    /** Where it listens, which matters when any free port was asked for. */
    public int port() {
        return javalin.port();
    }

    /** A management token that was made at this start; nobody can see it again. */
    public Optional<String> firstToken() {
        return firstToken;
    }

    /** The database has failed for good: from now on every request that needs it is told to come again. */
    public void refuse(String why) {
        graph.refuse(why);
    }

    @Override
    public void close() {
        closeAll(features, this::stopServing, graph, metrics);
    }

    /** Javalin, asked to do this, would leave the trace of whatever came of it in the log. */
    private void stopServing() {
        try {
            javalin.jettyServer().server().stop();
        } catch (Exception e) {
            LOG.warn("Requests that had not ended {} s after the service was told to stop were cut off ({})",
                    STOP_PATIENCE.toSeconds(), e.toString());
        }
        javalin.stop();
    }
}
