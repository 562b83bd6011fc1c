package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mvn package} makes: whole, and without the embedded Neo4j, as the Docker image has it. */
class DistributionIT {

    @TempDir
    static Path folder;

    @Test
    void tellsItsVersion() throws IOException {
        Path whole = whole();
        try (var version = Child.program(whole.resolve("bin/selfsame"), Map.of(), "--version")) {
            assertEquals(0, version.exitCode(), version.output());
            assertEquals(whole.getFileName().toString().replace('-', ' '), version.lines().getFirst());
        }
    }

    @Test
    void withoutTheEmbeddedNeo4jItSaysWhatToSet() throws IOException {
        try (var serve = Child.program(image("asks"), Service.embeddedSettings(folder.resolve("data")), "serve")) {
            assertEquals(1, serve.exitCode(), serve.output());
            assertTrue(serve.lines().getLast().contains("set SELFSAME_NEO4J_URI"), serve.output());
        }
    }

    /** Every library of ours is asked for something: the graph, the web server, the query language, the jobs. */
    @Test
    void withoutTheEmbeddedNeo4jItServesWithAnotherOne() throws IOException {
        // The token of the others on this Neo4j: another one would take its place.
        String token = TestServer.shared().adminToken();
        var settings = Service.with(Service.remoteSettings(TestServer.shared().neo4j().uri(), "not asked for"),
                "SELFSAME_ADMIN_TOKEN", token);
        try (var service = new Service(Child.program(image("serves"), settings, "serve"))) {
            service.awaitReady();
            TestSpace space = service.newSpace("distribution", token);
            space.identify("{\"userId\":\"u1\",\"traits\":{\"email\":\"jane@x.example\"}}").ok();
            assertEquals(Set.of("user_id:u1", "email:jane@x.example"), space.idsOf("user_id:u1"));
            space.manage("POST", "audiences", """
                    {"name":"Known","audienceType":"USERS","definition":{"query":"trait('email').exists()"}}""").ok();
        }
    }

    private static Path whole() throws IOException {
        try (Stream<Path> made = Files.list(Path.of("target"))) {
            return made.filter(path -> path.getFileName().toString().startsWith("selfsame-") && Files.isDirectory(path))
                    .findFirst().orElseThrow(() -> new AssertionError("mvn package makes target/selfsame-<version>"))
                    .toAbsolutePath();
        }
    }

    /** What docker/Dockerfile copies, and the program in it. */
    private static Path image(String name) throws IOException {
        Path whole = whole();
        Path lib = Files.createDirectories(folder.resolve(name).resolve("lib"));
        try (Stream<Path> jars = Files.list(whole.resolve("lib"))) {
            for (Path jar : jars.filter(Files::isRegularFile).toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
        Path bin = Files.createDirectory(folder.resolve(name).resolve("bin"));
        return Files.copy(whole.resolve("bin/selfsame"), bin.resolve("selfsame"));
    }
}
