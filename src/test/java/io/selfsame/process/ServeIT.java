package io.selfsame.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Values;

/** {@code selfsame serve} with its own Neo4j, from the first start to a kill and on. */
class ServeIT {

    private static final String TOKEN_COMES = "Management token";

    /** What the JVM makes of SIGTERM, 128 + 15: the service ended because it was told to, and never ends otherwise. */
    private static final int TERMINATED = 143;

    @TempDir
    static Path folder;

    @Test
    void livesThroughStopsAndKills() throws Exception {
        Path data = folder.resolve("data");
        String token;
        TestSpace space;
        try (var first = Service.embedded(data)) {
            token = first.child().lineAfter(TOKEN_COMES);
            tellsWhereEverythingIs(first, data);
            isHealthy(first);
            keepsOnlyAHashOf(token, first, data);
            refusesASecondServiceOn(data);
            space = first.newSpace("shop", token);
            stopsAfterTheRequestInFlight(first, space, data);
        }
        var load = new Load("first", "in-flight");
        try (var second = Service.embedded(data)) {
            assertFalse(second.child().output().contains(TOKEN_COMES), second.child().output());
            assertFalse(second.child().output().contains(token), second.child().output());
            space = space.at(second.url());
            assertEquals(1, space.events("user_id:inFlight").size());
            load.start("k", space, 4);
            Child.await("some events are taken", () -> load.acknowledged() > 300);
            second.child().kill();
            load.stop();
        }
        try (var third = Service.embedded(data)) {
            var again = space.at(third.url());
            assertEquals(1, again.events("user_id:inFlight").size());
            load.assertStored(again);
            // Once, though each of Neo4j's databases has a log.
            for (var part : List.of("was not stopped cleanly and replays its log", "has replayed its log in ")) {
                assertEquals(1, third.child().lines().stream().filter(line -> line.contains(part)).count(),
                        third.child().output());
            }
        }
        Files.writeString(data.resolve("neo4j.password"), "not-the-one-of-the-store");
        var wrong = refusal(Service.embeddedSettings(data)).getLast();
        assertTrue(wrong.contains("the password in " + data.resolve("neo4j.password")), wrong);
    }

    /** As Maven is its parent in README's first command. */
    @Test
    void withParentItEndsWhenTheParentHasEnded() {
        var data = folder.resolve("below");
        try (var shell = new Service(
                Child.selfsameBelowAShell(Service.embeddedSettings(data), "serve", "--with-parent"))) {
            shell.awaitReady();
            var url = shell.url();
            assertFalse(refuses(url));
            shell.child().terminate();
            Child.await("the service ends", () -> refuses(url));
        }
        try (var next = Service.embedded(data)) {
            assertEquals(200, next.get("/health/ready").status());
        }
    }

    @Test
    void namesEveryWrongSettingAtOnce() {
        var output = refusal(Map.of("SELFSAME_HTTP_PORT", "http", "SELFSAME_EMBEDDED_BOLT_PORT", "70000",
                "SELFSAME_NEO4J_URI", "http://localhost:7474", "SELFSAME_ADMIN_TOKEN", "short", "SELFSAME_PORT",
                "8080"));
        for (var name : List.of("SELFSAME_HTTP_PORT", "SELFSAME_EMBEDDED_BOLT_PORT", "SELFSAME_NEO4J_URI",
                "SELFSAME_ADMIN_TOKEN", "SELFSAME_PORT")) {
            assertTrue(output.stream().anyMatch(line -> line.startsWith(name + " ")), name + " in " + output);
        }
        assertEquals(5, output.size(), output.toString());
    }

    @Test
    void aTakenPortIsOneSentence() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            Map<String, Child> starts = new HashMap<>();
            for (var setting : List.of("SELFSAME_HTTP_PORT", "SELFSAME_EMBEDDED_BOLT_PORT",
                    "SELFSAME_EMBEDDED_HTTP_PORT")) {
                starts.put(setting, Child.selfsame(
                        Service.with(Service.embeddedSettings(folder.resolve(setting)), setting, port), "serve"));
            }
            starts.forEach((setting, start) -> {
                var sentence = sentence(refusal(start));
                assertTrue(sentence.contains(port) && sentence.contains(setting), sentence);
            });
        }
    }

    /** Below a file, as permissions do not stop a superuser. */
    @Test
    void anUnwritableFolderIsOneSentence() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        var below = file.resolve("data");
        assertTrue(sentence(Service.embeddedSettings(below)).contains(below.toString()));
    }

    private static void tellsWhereEverythingIs(Service service, Path data) {
        var output = service.child().output();
        for (var part : List.of("API            http://127.0.0.1:", "Neo4j Browser  http://127.0.0.1:",
                "Bolt           bolt://127.0.0.1:", "Data           " + data,
                "user neo4j, password in " + data.resolve("neo4j.password"))) {
            assertTrue(output.contains(part), part + " in\n" + output);
        }
        assertEquals(1, service.child().lines().stream().filter(line -> line.contains(TOKEN_COMES)).count(), output);
        assertFalse(output.contains("WARN") || output.contains("ERROR"), output);
    }

    private static void isHealthy(Service service) {
        assertEquals("live", service.get("/health/live").ok().body().path("status").asText());
        assertEquals("ready", service.get("/health/ready").ok().body().path("status").asText());
    }

    private static void keepsOnlyAHashOf(String token, Service service, Path data) throws IOException {
        try (var driver = service.graph(data)) {
            var hashes = driver.executableQuery("MATCH (s:Secret {kind: 'MANAGEMENT'}) RETURN s.hash").execute()
                    .records();
            assertEquals(1, hashes.size());
            assertNotEquals(token, hashes.getFirst().get(0).asString());
            var bearers = driver.executableQuery("""
                    MATCH (n) WHERE any(k IN keys(n) WHERE toStringOrNull(n[k]) CONTAINS $token)
                    RETURN count(n)""").withParameters(Map.of("token", token)).execute().records();
            assertEquals(0, bearers.getFirst().get(0).asInt());
        }
    }

    private static void refusesASecondServiceOn(Path data) {
        var sentence = sentence(Service.embeddedSettings(data));
        assertTrue(sentence.contains("Another Selfsame is running on the data folder " + data), sentence);
    }

    /** A request is held in its transaction by a lock, until the service has stopped taking new ones. */
    private static void stopsAfterTheRequestInFlight(Service service, TestSpace space, Path data) throws Exception {
        space.track("{\"event\":\"First\",\"messageId\":\"first\",\"userId\":\"first\"}").ok();
        CompletableFuture<Reply> inFlight;
        try (var driver = service.graph(data);
                var keptAlive = new Socket(service.url().getHost(), service.url().getPort());
                var session = driver.session();
                var lock = session.beginTransaction()) {
            lock.run("MATCH (l:Ledger {space: $space}) SET l.heldBy = 'a test'", Values.parameters("space", space.id()))
                    .consume();
            inFlight = CompletableFuture.supplyAsync(() -> space
                    .track("{\"event\":\"Late\",\"messageId\":\"in-flight\",\"userId\":\"inFlight\"}"));
            Child.await("the request waits for the lock", () -> waitsForTheLedger(driver));
            service.child().terminate();
            Child.await("new connections are refused", () -> refuses(service.url()));
            assertFalse(inFlight.isDone());
            isToldToComeBackOrClosed(keptAlive);
            lock.rollback();
        }
        assertEquals(200, inFlight.get().status());
        assertEquals(TERMINATED, service.child().exitCode());
        assertFalse(service.child().output().contains("ERROR"), service.child().output());
    }

    /** A connection that was open before the stop, with its next request. */
    private static void isToldToComeBackOrClosed(Socket connection) {
        String answer;
        try {
            connection.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            var head = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
            answer = head.lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException closed) {
            answer = "";
        }
        assertTrue(answer.isEmpty() || (answer.startsWith("HTTP/1.1 503 ") && answer.contains("Retry-After: 1")),
                answer);
    }

    private static boolean waitsForTheLedger(Driver driver) {
        return driver.executableQuery("""
                SHOW TRANSACTIONS YIELD currentQuery, status
                WHERE currentQuery CONTAINS 'ledger.seq + $count' AND status STARTS WITH 'Blocked'
                RETURN count(*)""").execute().records().getFirst().get(0).asInt() > 0;
    }

    private static boolean refuses(URI url) {
        try {
            new Socket(url.getHost(), url.getPort()).close();
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    private static String sentence(Map<String, String> settings) {
        return sentence(refusal(settings));
    }

    private static String sentence(List<String> output) {
        assertEquals(1, output.size(), output.toString());
        return output.getFirst();
    }

    private static List<String> refusal(Map<String, String> settings) {
        return refusal(Child.selfsame(settings, "serve"));
    }

    /** What a start that ends by itself prints, without the line that it begins with. */
    private static List<String> refusal(Child start) {
        try (var child = start) {
            assertEquals(1, child.exitCode(), child.output());
            return child.lines().stream().filter(line -> !line.startsWith("Starting Neo4j in ")).toList();
        }
    }
}
