package io.selfsame.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.Statement;
import io.selfsame.graph.StatementFailed;
import io.selfsame.local.LocalNeo4j;
import io.selfsame.local.StartupException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.exceptions.AuthenticationException;

class EmbeddedNeo4jIT {
    @TempDir
    static Path folder;

    private static EmbeddedNeo4j running;

    @BeforeAll
    static void start() {
        running = EmbeddedNeo4j.start(folder.resolve("data"), 0, 0);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void boltTakesThePasswordOfTheFileAndNoOther() throws Exception {
        var address = running.address();
        assertEquals(address.password(), Files.readString(running.passwordFile()).strip());
        assertTrue(address.password().length() >= 24);
        assertEquals(1, number(address, "RETURN 1"));
        for (var wrong : new AuthToken[]{AuthTokens.none(), AuthTokens.basic("neo4j", "neo4j"),
                AuthTokens.basic("neo4j", "wrong")}) {
            try (var driver = GraphDatabase.driver(address.uri(), wrong)) {
                assertThrows(AuthenticationException.class, driver::verifyConnectivity);
            }
        }
    }

    @Test
    void wrongPasswordsDoNotLockTheServiceOut() {
        for (var attempt = 0; attempt < 5; attempt++) {
            try (var driver = GraphDatabase.driver(running.address().uri(), AuthTokens.basic("neo4j", "guess"))) {
                assertThrows(AuthenticationException.class, driver::verifyConnectivity);
            }
        }
        assertEquals(1, number(running.address(), "RETURN 1"));
    }

    /** Each of them alone would take more than the heap. */
    @Test
    void aQueryThatWantsMoreMemoryThanThereIsFailsAlone() {
        try (var graph = new Graph(running.address())) {
            var greedy = new Statement("greedy", "UNWIND range(1, 1000000000) AS i WITH collect(toString(i)) AS texts"
                    + " RETURN size(texts) AS size");
            for (int i = 0; i < 2; i++) {
                assertTrue(assertThrows(StatementFailed.class, () -> graph.read(greedy, Map.of())).isOfMemory());
                assertEquals(1, graph.read(new Statement("one", "RETURN 1 AS one"), Map.of()).size());
            }
        }
    }

    @Test
    void theAddressIsPrintedWithoutThePassword() {
        assertFalse(running.address().toString().contains(running.address().password()));
    }

    @Test
    void neo4jBrowserIsServedAndToldWhereBoltIs() throws Exception {
        var page = get(running.browser());
        assertEquals(200, page.statusCode());
        assertTrue(page.headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
        assertTrue(page.body().contains("<html"), page.body());
        var root = get(running.browser().resolve("/")).body();
        assertTrue(root.contains("\"" + running.address().uri() + "\""), root);
    }

    @Test
    void httpQueriesNeedThePasswordToo() throws Exception {
        var query = HttpRequest.newBuilder(running.browser().resolve("/db/neo4j/query/v2"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"statement\":\"RETURN 1\"}")).build();
        assertEquals(401, send(query).statusCode());
    }

    @Test
    void onlyTheOwnerCanReadThePasswordAndTheStore() throws Exception {
        assertEquals("rw-------", permissions(running.passwordFile()));
        assertEquals("rwx------", permissions(folder.resolve("data/neo4j")));
    }

    @Test
    void neo4jLogsIntoItsOwnFolder() {
        assertTrue(Files.exists(folder.resolve("data/neo4j/logs/neo4j.log")));
        assertTrue(Files.exists(folder.resolve("data/neo4j/logs/debug.log")));
    }

    @Test
    void aSecondStartOnTheFolderSaysThatOneRuns() {
        assertSays("Another Selfsame is running on the data folder",
                () -> EmbeddedNeo4j.start(folder.resolve("data"), 0, 0));
        assertSays("ask it by Bolt: set SELFSAME_NEO4J_URI to", () -> EmbeddedNeo4j.start(folder.resolve("data"),
                LocalNeo4j.Use.INSPECT, 0, 0));
        assertEquals(1, number(running.address(), "RETURN 1"));
    }

    @Test
    void aTakenPortIsNamedWithTheVariableThatChangesIt(@TempDir Path other) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = taken.getLocalPort();
            assertSays("Port " + port + " for Bolt is taken", () -> EmbeddedNeo4j.start(other, port, 0));
            assertSays("SELFSAME_EMBEDDED_BOLT_PORT", () -> EmbeddedNeo4j.start(other, port, 0));
            assertSays("SELFSAME_EMBEDDED_HTTP_PORT", () -> EmbeddedNeo4j.start(other, 0, port));
        }
    }

    @Test
    void aRestartFindsTheDataAndKeepsThePassword(@TempDir Path other) {
        String password;
        try (var first = EmbeddedNeo4j.start(other, 0, 0)) {
            password = first.address().password();
            number(first.address(), "CREATE (n:Kept {value: 7}) RETURN n.value");
        }
        try (var second = EmbeddedNeo4j.start(other, 0, 0)) {
            assertEquals(password, second.address().password());
            assertEquals(7, number(second.address(), "MATCH (n:Kept) RETURN n.value"));
        }
    }

    @Test
    void aStoreThatCannotBeOpenedIsSaidSo(@TempDir Path other) throws Exception {
        EmbeddedNeo4j.start(other, 0, 0).close();
        Files.write(other.resolve("neo4j/data/databases/neo4j/neostore"), new byte[]{1, 2, 3});
        assertSays("The embedded Neo4j did not start on", () -> EmbeddedNeo4j.start(other, 0, 0));
        DataFolder.open(other, LocalNeo4j.Use.SERVE).close();
    }

    /** As after a kill in the middle of a write to it. A start that may not write cannot mend that; one of the service does. */
    @Test
    void anIndexThatMustBeBuiltAgainIsSaidSo(@TempDir Path other) throws Exception {
        try (var first = EmbeddedNeo4j.start(other, 0, 0)) {
            number(first.address(), "CREATE (n:Kept {value: 9}) RETURN n.value");
            try (var driver = GraphDatabase.driver(first.address().uri(), AuthTokens.basic("neo4j",
                    first.address().password()))) {
                driver.executableQuery("CREATE INDEX kept FOR (n:Kept) ON (n.value)").execute();
                driver.executableQuery("CALL db.awaitIndexes(60)").execute();
            }
        }
        try (var files = Files.walk(other.resolve("neo4j/data/databases/neo4j/schema/index"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertSays("indexes that must be built again, as after a kill: start the service on it once",
                () -> EmbeddedNeo4j.start(other, LocalNeo4j.Use.INSPECT, 0, 0));
        EmbeddedNeo4j.start(other, 0, 0).close();
        try (var inspected = EmbeddedNeo4j.start(other, LocalNeo4j.Use.INSPECT, 0, 0)) {
            assertEquals(9, number(inspected.address(), "MATCH (n:Kept {value: 9}) RETURN n.value"));
        }
    }

    @Test
    void aKilledProcessLosesNothingThatWasCommitted(@TempDir Path other) throws Exception {
        var child = HeldServer.launch(other);
        try {
            var address = new Neo4jAddress(URI.create("bolt://127.0.0.1:" + HeldServer.boltPort(child)), "neo4j",
                    Files.readString(other.resolve("neo4j.password")).strip(), "neo4j");
            number(address, "CREATE (n:Kept {value: 8}) RETURN n.value");
            assertSays("Another Selfsame is running on the data folder", () -> EmbeddedNeo4j.start(other, 0, 0));
        } finally {
            child.destroyForcibly().waitFor();
        }
        try (var survivor = EmbeddedNeo4j.start(other, 0, 0)) {
            assertEquals(8, number(survivor.address(), "MATCH (n:Kept) RETURN n.value"));
            assertTrue(RecoveryProgress.PERCENT.matcher(Files.readString(other.resolve("neo4j/logs/debug.log"))).find(),
                    "Neo4j says how far its recovery is in other words");
        }
    }

    private static void assertSays(String part, Executable start) {
        var message = assertThrows(StartupException.class, start).getMessage();
        assertTrue(message.contains(part), message);
        assertEquals(1, message.lines().count(), message);
    }

    private static int number(Neo4jAddress address, String query) {
        try (var driver = GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()))) {
            return driver.executableQuery(query).execute().records().getFirst().get(0).asInt();
        }
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri).header("Accept", uri.getPath().equals("/") ? "application/json" : "*/*")
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
