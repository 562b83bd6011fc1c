package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.SchemaMigrations;
import io.selfsame.space.Spaces;
import io.selfsame.testing.Reply;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;

/** The service against a Neo4j server in another process. In order, as starting Neo4j is what takes time here. */
@Slow
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteNeo4jIT {

    private static final String MIGRATION = "Applying schema migration";
    private static final String BUYERS = "{\"name\":\"Buyers\",\"definition\":"
            + "{\"query\":\"event('Bought').count() >= 1\"}}";
    private static final String PASSWORD = "taken-as-it-is-found";

    @TempDir
    static Path folder;

    private static int port;
    private static Child neo4j;
    private static Service first;
    private static Service second;

    /** Both instances are there before Neo4j, which takes the password that it finds. */
    @BeforeAll
    static void startTheServicesAndThenNeo4j() throws Exception {
        Files.writeString(folder.resolve("neo4j.password"), PASSWORD);
        port = Child.freePort();
        first = Service.remote(uri("bolt"), PASSWORD);
        second = Service.remote(uri("neo4j"), PASSWORD);
        first.child().awaitLine("Waiting for Neo4j at " + uri("bolt"));
        second.child().awaitLine("Waiting for Neo4j at " + uri("neo4j"));
        startNeo4j();
    }

    @AfterAll
    static void stop() {
        for (var child : new AutoCloseable[]{first, second, neo4j}) {
            try {
                if (child != null) {
                    child.close();
                }
            } catch (Exception e) {
                throw new AssertionError("not closed", e);
            }
        }
    }

    @Test
    @Order(1)
    void instancesThatWaitedStartTogetherAndMigrateOnce() {
        first.awaitReady();
        second.awaitReady();
        long applied = List.of(first, second).stream().flatMap(service -> service.child().lines().stream())
                .filter(line -> line.contains(MIGRATION)).count();
        assertEquals(query("MATCH (m:SchemaMigration) WHERE m.checksum IS NOT NULL RETURN m.name").size(), applied);
        for (var service : List.of(first, second)) {
            assertEquals(200, service.get("/health/ready").status());
            assertTrue(service.child().output().contains("Bolt           " + uriOf(service)),
                    service.child().output());
        }
    }

    @Test
    @Order(2)
    void everyEventIsStoredOnceThroughAStopAndAKillOfNeo4j() {
        TestSpace space = first.newSpace("outage", Service.ADMIN_TOKEN);
        space.manage("POST", "audiences", BUYERS).ok();
        var load = new Load();
        load.start("b", space, 3).start("n", space.at(second.url()), 3);
        outage(space, load, Child::terminate, 0);
        outage(space, load, Child::kill, 1);
        load.finish();
        assertEquals(List.of(), load.surprises());
        load.assertStored(space);
    }

    /** It lasts until so many clients were told to come back; what is shorter the service may bridge by itself. */
    private static void outage(TestSpace space, Load load, Consumer<Child> end, int told) {
        awaitAcknowledged(load, 100);
        end.accept(neo4j);
        neo4j.exitCode();
        int before = load.unavailable();
        for (var service : List.of(first, second)) {
            Child.await("not ready", () -> service.get("/health/ready").status() == 503);
            TestSpace here = space.at(service.url());
            for (Reply reply : List.of(service.get("/health/ready"), here.profile("user_id:b0", "traits"),
                    here.profile("user_id:b0", "events"), here.manage("GET", "audiences", ""))) {
                assertEquals(503, reply.status(), reply.toString());
                assertTrue(reply.headers().firstValue("Retry-After").isPresent(), reply.toString());
            }
            assertEquals(200, service.get("/health/live").status());
        }
        Child.await("clients are told to come back", () -> load.unavailable() >= before + told);
        startNeo4j();
        Child.await("both are ready again", () -> first.get("/health/ready").status() == 200
                && second.get("/health/ready").status() == 200);
        awaitAcknowledged(load, 100);
        String buyer = "buyer" + load.acknowledged();
        load.send(space, "Bought", buyer);
        Child.await("the refresh goes on", () -> space.profile("user_id:" + buyer, "traits?include=buyers").body()
                .at("/traits/buyers").asBoolean());
    }

    private static void awaitAcknowledged(Load load, int more) {
        int before = load.acknowledged();
        Child.await("events are taken", () -> load.acknowledged() > before + more);
    }

    @Test
    @Order(3)
    void aWrongPasswordIsOneSentence() {
        var starts = Stream.of("bolt", "neo4j").map(scheme -> Child.selfsame(
                Service.remoteSettings(uri(scheme), "wrong"), "serve")).toList();
        for (var start : starts) {
            var sentence = refusal(start);
            assertTrue(sentence.contains("refuses user 'neo4j': check SELFSAME_NEO4J_USER"), sentence);
        }
    }

    @Test
    @Order(4)
    void aDatabaseThatIsNotThereIsOneSentence() {
        var sentence = refusal(Child.selfsame(Service.with(Service.remoteSettings(uri("neo4j"), PASSWORD),
                "SELFSAME_NEO4J_DATABASE", "other"), "serve"));
        assertTrue(sentence.contains("has no database 'other'"), sentence);
    }

    @Test
    @Order(5)
    void migrateSaysThatThereIsNothingToDo() {
        try (var migrate = Child.selfsame(Service.remoteSettings(uri("neo4j"), PASSWORD), "migrate")) {
            assertEquals(0, migrate.exitCode(), migrate.output());
            assertEquals("The schema is up to date.", migrate.output());
        }
    }

    @Test
    @Order(6)
    void anEditedMigrationStopsTheStart() {
        String checksum = query("MATCH (m:SchemaMigration {name: 'V001__identity_graph'}) RETURN m.checksum")
                .getFirst().get(0).asString();
        query("MATCH (m:SchemaMigration {name: 'V001__identity_graph'}) SET m.checksum = 'edited'");
        try {
            var starts = Stream.of("serve", "migrate").map(command -> Child.selfsame(
                    Service.remoteSettings(uri("bolt"), PASSWORD), command)).toList();
            for (var start : starts) {
                var sentence = refusal(start);
                assertTrue(sentence.contains("V001__identity_graph was edited after it was applied"), sentence);
            }
        } finally {
            query("MATCH (m:SchemaMigration {name: 'V001__identity_graph'}) SET m.checksum = '" + checksum + "'");
        }
    }

    /** The services are gone by then, so that the schema can be taken away and made again by many at once. */
    @Test
    @Order(7)
    void manyMigrateAtOnceAndEachMigrationIsAppliedOnce() throws Exception {
        first.close();
        second.close();
        for (int round = 0; round < 2; round++) {
            forgetTheSchema();
            List<Callable<Integer>> starts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                starts.add(() -> {
                    try (var graph = new Graph(new Neo4jAddress(uri("bolt"), "neo4j", PASSWORD, "neo4j"))) {
                        return SchemaMigrations.apply(graph);
                    }
                });
            }
            int applied = 0;
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Integer> start : executor.invokeAll(starts)) {
                    applied += start.get();
                }
            }
            assertEquals(query("MATCH (m:SchemaMigration) WHERE m.checksum IS NOT NULL RETURN m.name").size(),
                    applied);
        }
    }

    @Test
    @Order(8)
    void ofManyFirstStartsOneMakesTheManagementToken() throws Exception {
        for (int round = 0; round < 3; round++) {
            query("MATCH (s:Secret {kind: 'MANAGEMENT'}) DELETE s");
            List<Callable<Optional<String>>> starts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                starts.add(() -> {
                    try (var graph = new Graph(new Neo4jAddress(uri("bolt"), "neo4j", PASSWORD, "neo4j"))) {
                        return new Spaces(graph).bootstrap(Optional.empty());
                    }
                });
            }
            int made = 0;
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Optional<String>> start : executor.invokeAll(starts)) {
                    made += start.get().isPresent() ? 1 : 0;
                }
            }
            assertEquals(1, made);
            assertEquals(1, query("MATCH (s:Secret {kind: 'MANAGEMENT'}) RETURN s").size());
        }
    }

    private static void forgetTheSchema() {
        try (var driver = GraphDatabase.driver(uri("bolt"), AuthTokens.basic("neo4j", PASSWORD))) {
            driver.executableQuery("MATCH (m:SchemaMigration) DETACH DELETE m").execute();
            driver.executableQuery("SHOW CONSTRAINTS YIELD name").execute().records().forEach(
                    row -> driver.executableQuery("DROP CONSTRAINT " + row.get("name").asString()).execute());
        }
    }

    private static void startNeo4j() {
        neo4j = Neo4jMain.launch(folder, port);
        Neo4jMain.awaitReady(neo4j);
    }

    private static URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    private static URI uriOf(Service service) {
        return service == first ? uri("bolt") : uri("neo4j");
    }

    private static List<Record> query(String cypher) {
        try (var driver = GraphDatabase.driver(uri("bolt"), AuthTokens.basic("neo4j", PASSWORD))) {
            return driver.executableQuery(cypher).execute().records();
        }
    }

    private static String refusal(Child start) {
        try (var child = start) {
            assertEquals(1, child.exitCode(), child.output());
            assertEquals(1, child.lines().size(), child.output());
            return child.output();
        }
    }
}
