package io.selfsame.testing;

import io.selfsame.graph.Neo4jAddress;
import io.selfsame.server.Server;
import io.selfsame.server.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/**
 * One Neo4j and one service over it for all tests of a JVM, started when first asked for and closed at the JVM's exit. With
 * {@code -Dneo4j=bolt://…} the Neo4j is one that runs already, without a password, in a process of its own.
 * Tests keep out of each other's way by working in a space of their own ({@link #newSpace()}), never by clearing.
 * Thread-safe.
 */
public final class TestServer {

    private static final String ADMIN_TOKEN = "test-admin-token-0123456789abcdef";

    public static final String METRICS_TOKEN = "test-metrics-token-0123456789abcdef";

    public static final String SECRET_KEY = "Q2xQ5c0mJ7r1n8b6y3k9hVw2tT4eFzXoAaLgDdUuSsE=";

    private final Optional<Neo4j> database;
    private final Neo4jAddress address;
    private final Server server;
    private final List<Server> others = new CopyOnWriteArrayList<>();
    private final AtomicInteger spaces = new AtomicInteger();

    private static final class Holder {
        static final TestServer SHARED = new TestServer();
    }

    private TestServer() {
        String elsewhere = System.getProperty("neo4j");
        database = elsewhere == null ? Optional.of(start()) : Optional.empty();
        URI bolt = database.map(Neo4j::boltURI).orElseGet(() -> URI.create(elsewhere));
        address = new Neo4jAddress(bolt, "neo4j", "", "neo4j");
        server = instanceOver(address);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-test-server"));
    }

    private static Neo4j start() {
        long heap = Runtime.getRuntime().maxMemory();
        // The HTTP side of Neo4j is off: only Bolt is used, and every port is a free one.
        return Neo4jBuilders.newInProcessBuilder().withDisabledServer().withConfig(BoltConnector.enabled, true)
                // As the embedded server has it.
                .withConfig(GraphDatabaseSettings.memory_transaction_database_max_size, heap / 16 * 3)
                // A store that grows from nothing has its statements planned again and again, which took a sixth of the tests' time.
                .withConfig(GraphDatabaseSettings.cypher_min_replan_interval, Duration.ofHours(1)).build();
    }

    public static TestServer shared() {
        return Holder.SHARED;
    }

    public URI url() {
        return urlOf(server);
    }

    public static URI urlOf(Server server) {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public String adminToken() {
        return ADMIN_TOKEN;
    }

    public Neo4jAddress neo4j() {
        return address;
    }

    /** Another instance of the service on the same Neo4j. The caller closes it. */
    public Server secondInstance() {
        return instanceOver(address);
    }

    /** Another instance of the service that reaches the same Neo4j at {@code neo4j}, for instance through a relay. */
    public Server instanceOver(Neo4jAddress neo4j) {
        return instance(neo4j, Map.of());
    }

    /** Another instance of the service on the same Neo4j, with settings of its own. The caller closes it. */
    public Server instanceWith(Map<String, String> settings) {
        return instance(address, settings);
    }

    private Server instance(Neo4jAddress neo4j, Map<String, String> more) {
        var settings = new HashMap<>(Map.of("SELFSAME_HTTP_PORT", "0", "SELFSAME_DATA", "target/test-data",
                "SELFSAME_NEO4J_URI", neo4j.uri().toString(), "SELFSAME_NEO4J_PASSWORD", "none is asked for",
                "SELFSAME_ADMIN_TOKEN", ADMIN_TOKEN, "SELFSAME_METRICS_TOKEN", METRICS_TOKEN,
                "SELFSAME_DESTINATION_ALLOW",
                "127.0.0.0/8", "SELFSAME_SECRET_KEY",
                SECRET_KEY));
        settings.putAll(more);
        Server started = Server.start(Settings.from(settings), neo4j);
        others.add(started);
        return started;
    }

    /** A new, empty space with the default rules. */
    public TestSpace newSpace() {
        return newSpace("t" + spaces.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36));
    }

    public TestSpace newSpace(String id) {
        Reply made = Http.send(url(), "POST", "/v1/spaces", "{\"id\":\"" + id + "\",\"name\":\"" + id + "\"}",
                "Authorization", Http.bearer(ADMIN_TOKEN)).ok();
        return new TestSpace(url(), id, made.body().at("/data/space/writeKey").asText(),
                made.body().at("/data/space/accessToken").asText(), ADMIN_TOKEN);
    }

    private void close() {
        others.forEach(Server::close);
        database.ifPresent(Neo4j::close);
    }
}
