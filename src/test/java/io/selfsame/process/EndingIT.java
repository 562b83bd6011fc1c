package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.HangsAtItsStop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a process ends that cannot go on: in time, with a code and a line that a supervisor and a person understand. */
class EndingIT {

    /** As HotSpot has it for ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;
    private static final int HALTED = 5;
    private static final int TERMINATED = 143;

    @TempDir
    static Path folder;

    @Test
    void aStopThatHangsIsCutShort() {
        try (var child = Child.java(HangsAtItsStop.class.getName(), Map.of())) {
            child.awaitLine(HangsAtItsStop.READY);
            child.terminate();
            assertEquals(HALTED, child.exitCode(), child.output());
            assertTrue(child.lines().getLast().startsWith("Selfsame did not stop within 1 s"), child.output());
        }
    }

    /** Neo4j neither answers nor closes its connections. */
    @Test
    void theServiceEndsThoughNeo4jHangs() throws Exception {
        Files.writeString(folder.resolve("neo4j.password"), "taken-as-it-is-found");
        int port = Child.freePort();
        try (var neo4j = Neo4jMain.launch(folder, port)) {
            Neo4jMain.awaitReady(neo4j);
            try (var service = Service.remote(java.net.URI.create("bolt://127.0.0.1:" + port),
                    "taken-as-it-is-found")) {
                service.awaitReady();
                neo4j.suspend();
                service.child().terminate();
                int code = service.child().exitCode();
                assertTrue(code == TERMINATED || code == HALTED, service.child().output());
            }
        }
    }

    /** {@code _JAVA_OPTIONS} goes over the command line, whose other flags are those that the service has everywhere. */
    @Test
    void aProcessWithoutMemoryEnds() {
        var settings = Service.with(Service.embeddedSettings(folder.resolve("small")), "_JAVA_OPTIONS", "-Xmx20m");
        try (var child = Child.selfsame(settings, "serve")) {
            assertEquals(OUT_OF_MEMORY, child.exitCode(), child.output());
        }
    }
}
