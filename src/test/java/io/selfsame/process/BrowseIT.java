package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.cli.demo.DemoCommand;
import io.selfsame.explore.ExploreFile;
import io.selfsame.testing.Slow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.Neo4jException;
import picocli.CommandLine;

/** {@code selfsame browse} on a copy of the demo's store: everything can be read there, and nothing changed. */
@Slow
class BrowseIT {

    private static final String READY = "The copy is open, read only.";
    private static final Map<String, String> NO_SETTINGS = Map.of();

    @TempDir
    static Path folder;

    @Test
    void a_copy_can_be_looked_at_and_not_changed() throws IOException {
        Path data = folder.resolve("data");
        String token;
        try (var service = Service.embedded(data)) {
            token = service.child().lineAfter("Management token");
            assertEquals(0, new CommandLine(new DemoCommand()).setOut(new PrintWriter(Writer.nullWriter())).execute(
                    "--url", service.url().toString(), "--token", token, "--events", "1000"));
            service.child().terminate();
            service.child().exitCode();
        }
        Path copy = folder.resolve("copy");
        copy(data, copy);
        refusesTheFolderOfTheService(data);
        String password;
        try (var browse = browse(copy)) {
            password = Files.readString(copy.resolve("neo4j.password")).strip();
            assertNotEquals(Files.readString(data.resolve("neo4j.password")).strip(), password);
            try (Driver driver = driver(browse, password)) {
                everyQueryOfExploreRuns(driver);
                everyChangeIsRefused(driver);
                nothingElseIsRead(driver);
                // Users are the copy's own.
                run(driver, "system", "CREATE USER mallory SET PASSWORD 'mallory-was-here'");
                run(driver, "system", "ALTER CURRENT USER SET PASSWORD FROM '" + password + "' TO 'another-one-0815'");
            }
            try (Driver old = driver(browse, Files.readString(data.resolve("neo4j.password")).strip())) {
                assertThrows(AuthenticationException.class, old::verifyConnectivity, "the service's password");
            }
            Child second = Child.selfsame(NO_SETTINGS, "browse", copy.toString(), "--bolt-port", "0", "--http-port",
                    "0");
            try (second) {
                assertEquals(1, second.exitCode());
                assertTrue(second.output().contains("Another Selfsame is running on the data folder"), second.output());
            }
            browse.terminate();
            assertEquals(143, browse.exitCode(), browse.output());
            assertFalse(browse.output().contains("ERROR"), browse.output());
        }
        try (var again = browse(copy); Driver driver = driver(again, password)) {
            assertEquals(List.of("neo4j"), run(driver, "system", "SHOW USERS YIELD user"));
            again.terminate();
            again.exitCode();
        }
        // What was copied is as it was, and so is the graph in the copy.
        for (Path store : List.of(data, copy)) {
            try (var doctor = Child.selfsame(Service.embeddedSettings(store), "doctor")) {
                assertEquals(0, doctor.exitCode(), doctor.output());
                assertTrue(doctor.output().contains("ok     events: "), doctor.output());
            }
        }
    }

    @Test
    void a_folder_without_a_store_is_one_sentence() {
        try (var browse = Child.selfsame(NO_SETTINGS, "browse", folder.resolve("none").toString())) {
            assertEquals(1, browse.exitCode(), browse.output());
            assertTrue(browse.lines().getLast().startsWith("There is no store in " + folder.resolve("none")),
                    browse.output());
        }
        assertFalse(Files.exists(folder.resolve("none")));
    }

    private static void refusesTheFolderOfTheService(Path data) {
        try (var browse = Child.selfsame(Service.embeddedSettings(data), "browse", data + "/../data")) {
            assertEquals(1, browse.exitCode(), browse.output());
            assertTrue(browse.output().contains("is the data folder of the service"), browse.output());
        }
        // A shell seldom has the settings of the service.
        try (var browse = Child.selfsame(NO_SETTINGS, "browse", data.toString())) {
            assertEquals(1, browse.exitCode(), browse.output());
            assertTrue(browse.output().contains("is the data folder of a service"), browse.output());
        }
    }

    private static void everyQueryOfExploreRuns(Driver driver) {
        for (ExploreFile file : ExploreFile.all()) {
            try (var session = driver.session(SessionConfig.forDatabase("neo4j"))) {
                Map<String, Object> params = session.run("RETURN " + file.paramMap() + " AS params").single()
                        .get("params").asMap();
                assertFalse(session.run(file.query(), params).list().isEmpty(), file::toString);
            }
        }
    }

    private static void everyChangeIsRefused(Driver driver) {
        List<String> before = counts(driver);
        for (String change : List.of("CREATE (:X)", "MATCH (p:Profile) SET p.name = 'x'", "MATCH (p:Profile) SET p:X",
                "MATCH (p:Profile) REMOVE p.name", "MATCH (x:ExternalId) DETACH DELETE x",
                "MATCH ()-[i:IDENTIFIES]->() DELETE i", "MATCH (p:Profile) CREATE (p)-[:MERGED_INTO]->(p)",
                "MERGE (:X {a: 1})", "MATCH (e:Event) CALL (e) { DETACH DELETE e } IN TRANSACTIONS OF 10 ROWS",
                "CREATE INDEX x FOR (n:X) ON (n.a)", "DROP INDEX event_name", "DROP CONSTRAINT external_id_key",
                "CREATE CONSTRAINT x FOR (n:X) REQUIRE n.a IS UNIQUE", "CALL db.createLabel('X')",
                "CALL db.createProperty('x')", "CALL db.createRelationshipType('X')")) {
            var refused = assertThrows(Neo4jException.class, () -> run(driver, "neo4j", change), change);
            assertTrue(String.valueOf(refused.getMessage()).contains("read-only mode"), () -> change + ": " + refused);
        }
        for (String change : List.of("ALTER DATABASE neo4j SET ACCESS READ WRITE", "DROP DATABASE neo4j",
                "CREATE DATABASE other",
                "CALL dbms.setConfigValue('server.databases.default_to_read_only', 'false')")) {
            assertThrows(Neo4jException.class, () -> run(driver, "system", change), change);
        }
        assertEquals(before, counts(driver));
    }

    private static List<String> counts(Driver driver) {
        return Stream.of("MATCH (n) RETURN count(n)", "MATCH ()-[r]->() RETURN count(r)",
                "SHOW INDEXES YIELD name RETURN count(*)", "SHOW CONSTRAINTS YIELD name RETURN count(*)")
                .flatMap(query -> run(driver, "neo4j", query).stream()).toList();
    }

    private static void nothingElseIsRead(Driver driver) {
        for (String url : List.of("file:///etc/hostname", "http://127.0.0.1:9/", "http://localhost:9/",
                "http://[::1]:9/")) {
            var refused = assertThrows(Neo4jException.class,
                    () -> run(driver, "neo4j", "LOAD CSV FROM '" + url + "' AS line RETURN line"), url);
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains("blocked") || message.contains("is false"), message);
        }
    }

    private static List<String> run(Driver driver, String database, String cypher) {
        try (var session = driver.session(SessionConfig.forDatabase(database))) {
            return session.run(cypher).list(row -> row.get(0).asObject().toString());
        }
    }

    private static Child browse(Path copy) {
        var browse = Child.selfsame(NO_SETTINGS, "browse", copy.toString(), "--bolt-port", "0", "--http-port", "0");
        browse.awaitLine(READY);
        browse.awaitLine("Ctrl-C stops it.");
        return browse;
    }

    private static Driver driver(Child browse, String password) {
        String line = browse.awaitLine("connect to bolt://");
        return GraphDatabase.driver(URI.create(line.strip().split("[ ,]+", -1)[2]),
                AuthTokens.basic("neo4j", password));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
