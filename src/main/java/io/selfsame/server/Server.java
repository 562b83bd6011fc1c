package io.selfsame.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.MethodNotAllowedResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.ComputeApi;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.refresh.DailyUpkeep;
import io.selfsame.compute.refresh.Refresh;
import io.selfsame.flow.AsyncQuestion;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.SchemaMigrations;
import io.selfsame.graph.Startup;
import io.selfsame.http.Auth;
import io.selfsame.http.Edge;
import io.selfsame.identity.IdentityResolution;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.rules.RulesApi;
import io.selfsame.jobs.JobKind;
import io.selfsame.jobs.JobWork;
import io.selfsame.jobs.Jobs;
import io.selfsame.jobs.Schedule;
import io.selfsame.management.SpacesApi;
import io.selfsame.metrics.Metrics;
import io.selfsame.metrics.MetricsApi;
import io.selfsame.profile.ProfileApi;
import io.selfsame.space.Spaces;
import io.selfsame.tracking.RefusedRetention;
import io.selfsame.tracking.RejectedApi;
import io.selfsame.tracking.TrackingApi;
import io.selfsame.tracking.ViolationsApi;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
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

    /** Those who ask whether we are ready ask every few seconds, and give up after some. */
    private static final Duration READY = Duration.ofSeconds(2);

    // Transactions in flight of each kind of work; together less than there are connections. Writes of many spaces at once
    // only share the same disk; profiles are read in rounds, and long ones by turns; keys, rules and columns are what all the
    // others need first; few jobs run at a time, and their leases must be kept whatever they do.
    private static final int EVENTS = 40;
    private static final int PROFILES = 16;
    private static final int BASICS = 16;
    private static final int MANAGEMENT = 16;
    private static final int JOBS = 16;
    private static final int LEASES = 8;

    private final Graph graph;
    private final Jobs jobs;
    private final ComputeApi compute;
    private final Javalin javalin;
    private final Metrics metrics;
    private final Optional<String> firstToken;

    private Server(Graph graph, Jobs jobs, ComputeApi compute, Javalin javalin, Metrics metrics,
            Optional<String> firstToken) {
        this.graph = graph;
        this.jobs = jobs;
        this.compute = compute;
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
            if (settings.neo4jUri().isEmpty()) {
                metrics.store(settings.data().resolve("neo4j"));
            }
            var basics = graph.lane(BASICS);
            var spaces = new Spaces(basics);
            Optional<String> firstToken = spaces.bootstrap(settings.adminToken());
            var auth = new Auth(spaces);
            var managing = graph.lane(MANAGEMENT);
            var rules = new RulesStore(basics);
            var columns = new EventColumns(basics);
            var tracking = new TrackingApi(graph.lane(EVENTS), auth, new IdentityResolution(rules), rules, columns,
                    new TrackingApi.EventRates(settings.spaceEventsPerSecond(), settings.keyEventsPerSecond()),
                    settings.publicUrl(), metrics.registry());
            var memory = new EvaluationMemory();
            memory.figures(metrics.registry());
            var jobs = jobs(graph.lane(LEASES), graph.lane(JOBS).yieldingWhile(tracking::isBehind), memory, columns,
                    rules,
                    metrics.registry());
            var compute = new ComputeApi(managing, memory, auth, columns, rules, jobs.instance(), jobs::wake);
            compute.figures(metrics.registry());
            var profiles = new ProfileApi(graph.lane(PROFILES), auth, rules);
            profiles.figures(metrics.registry());
            var javalin = Javalin.create(config -> {
                http(config, settings, metrics);
                new MetricsApi(metrics, graph, auth, settings.metricsToken()).routes(config.routes);
                routes(config.routes, graph, spaces, auth, rules);
                profiles.routes(config.routes);
                tracking.routes(config.routes);
                compute.routes(config.routes);
                jobs.routes(config.routes, auth);
            });
            var server = new Server(graph, jobs, compute, javalin, metrics, firstToken);
            try {
                javalin.start();
                jobs.start();
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

    private static void routes(RoutesConfig routes, Graph graph, Spaces spaces, Auth auth, RulesStore rules) {
        Errors.routes(routes);
        new RejectedApi(graph.lane(MANAGEMENT), auth).routes(routes);
        new ViolationsApi(graph.lane(MANAGEMENT), auth).routes(routes);
        new SpacesApi(spaces, auth).routes(routes);
        new RulesApi(rules, auth).routes(routes);
        Handler live = ctx -> ctx.contentType("application/json").result("{\"status\":\"live\"}");
        // The next to ask asks anew: on the connection of one that was not answered an answer may never come.
        var readiness = new AsyncQuestion<>("ready", READY, READY, () -> {
            graph.ping();
            return true;
        });
        Handler ready = ctx -> {
            readiness.ask();
            ctx.contentType("application/json").result("{\"status\":\"ready\"}");
        };
        // Whoever watches a service often asks without wanting a body. Javalin would say 200 to any HEAD of what can be got.
        routes.get("/health/live", live).head("/health/live", live);
        routes.get("/health/ready", ready).head("/health/ready", ready);
        routes.before(ctx -> {
            if (ctx.method().equals(HandlerType.HEAD) && !ctx.path().startsWith("/health/")) {
                ctx.header("Allow", TrackingApi.isRoute(ctx.path()) ? "POST, OPTIONS" : "GET");
                throw new MethodNotAllowedResponse("", Map.of());
            }
        });
    }

    /** @param patient for their work; what keeps their leases is none of it */
    private static Jobs jobs(Graph graph, Graph patient, EvaluationMemory memory, EventColumns columns,
            RulesStore rules,
            MeterRegistry registry) {
        var refresh = new Refresh(patient, memory, columns, rules);
        var upkeep = new DailyUpkeep(patient, memory, refresh, columns, rules);
        var refused = new RefusedRetention(patient);
        var violations = RefusedRetention.ofViolations(patient);
        // Whoever writes results asks for the same lease: of a space at most one does.
        return new Jobs(graph, List.of(
                new JobKind("refresh", new Schedule.Every(5), "results", refresh::run),
                new JobKind("check", new Schedule.Daily(LocalTime.of(3, 17)), "results", upkeep::check),
                // Whoever only tracks has refused events, too.
                new JobKind("retention", new Schedule.Daily(LocalTime.of(4, 17)), JobWork.whole(
                        (space, lease) -> upkeep.retain(space, lease) + ", " + refused.run(space, lease::require)
                                + ", " + violations.run(space, lease::require)))
                        .inEverySpace()),
                registry);
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
        // What is being worked out for somebody ends first, so that the requests that wait for it are answered.
        closeAll(compute, jobs, this::stopServing, graph, metrics);
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
