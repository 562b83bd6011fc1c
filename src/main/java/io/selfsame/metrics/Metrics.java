package io.selfsame.metrics;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.selfsame.graph.Graph;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Server;

/**
 * The registry of one running service. Labels are names from our code, statuses, space IDs and definition IDs: nothing that
 * a client of the tracking or the Profile API can choose, no person's data, no secret. Whatever happens, there are not more
 * than {@value #MOST_METERS} meters. Thread safe.
 */
public final class Metrics implements AutoCloseable {

    private static final int MOST_METERS = 5_000;
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD");
    private static final Duration[] BUCKETS = {Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(100),
            Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10)};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Begins with what every Java process has to tell. */
    public Metrics() {
        registry.config().meterFilter(MeterFilter.maximumAllowableMetrics(MOST_METERS));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Where the parts of the service register what they count. */
    public MeterRegistry registry() {
        return registry;
    }

    String scrape() {
        return registry.scrape();
    }

    /** Counts and times requests. */
    public void requests(JavalinConfig config) {
        config.requestLogger.http((ctx, milliseconds) -> Timer.builder("selfsame.http.requests")
                .description("Requests by route, from their first byte to the end of the answer")
                .serviceLevelObjectives(BUCKETS).tags("method", method(ctx), "route", route(ctx), "status",
                        Integer.toString(ctx.statusCode()))
                .register(registry).record((long) (milliseconds * 1_000), TimeUnit.MICROSECONDS));
        // Jetty refuses some requests by itself, such as those with headers that are too large: no route sees them.
        config.jetty.modifyServer(server -> server.setRequestLog((request, response) -> Counter
                .builder("selfsame.http.responses").description("All answers, those without a route too")
                .tag("status", Integer.toString(response.getStatus())).register(registry).increment()));
    }

    private static String method(Context ctx) {
        String method = ctx.req().getMethod();
        return METHODS.contains(method) ? method : "(other)";
    }

    /** The pattern of the route, as paths hold people's identifiers and write keys. */
    private static String route(Context ctx) {
        Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
        return endpoint == null ? "(none)" : endpoint.path;
    }

    /** Open connections of a web server. */
    public void connections(Server server) {
        Gauge.builder("selfsame.http.connections", server, Metrics::connected)
                .description("Open connections of clients")
                .register(registry);
    }

    private static double connected(Server server) {
        double sum = 0;
        for (var connector : server.getConnectors()) {
            sum += connector instanceof AbstractConnector open ? open.getConnectedEndPoints().size() : 0;
        }
        return sum;
    }

    /** The driver's connections to Neo4j. */
    public void pool(Graph graph) {
        Gauge.builder("selfsame.neo4j.connections", graph, g -> g.pool().inUse()).tag("state", "in_use")
                .description("Connections to Neo4j").register(registry);
        Gauge.builder("selfsame.neo4j.connections", graph, g -> g.pool().idle()).tag("state", "idle")
                .description("Connections to Neo4j").register(registry);
        Gauge.builder("selfsame.neo4j.connections.waiting", graph, g -> g.pool().acquiring())
                .description("How many wait for a connection to Neo4j").register(registry);
        FunctionCounter.builder("selfsame.neo4j.connections.acquired", graph, g -> g.pool().acquired())
                .description("Connections to Neo4j that were asked for and had").register(registry);
        FunctionCounter.builder("selfsame.neo4j.connections.timeouts", graph, g -> g.pool().timedOut())
                .description("How often nobody gave a connection to Neo4j back in time").register(registry);
    }

    /** The size of the store of the embedded Neo4j, and the room that is left for it. */
    public void store(Path neo4j) {
        var store = new StoreSize(neo4j);
        Gauge.builder("selfsame.store.bytes", store, StoreSize::databases).tag("part", "databases")
                .description("What the embedded Neo4j takes on disk").baseUnit("bytes").strongReference(true)
                .register(registry);
        Gauge.builder("selfsame.store.bytes", store, StoreSize::transactionLogs).tag("part", "transaction_logs")
                .description("What the embedded Neo4j takes on disk").baseUnit("bytes").strongReference(true)
                .register(registry);
        Gauge.builder("selfsame.store.free.bytes", store, StoreSize::free)
                .description("What is free on the disk of the embedded Neo4j").baseUnit("bytes").strongReference(true)
                .register(registry);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
