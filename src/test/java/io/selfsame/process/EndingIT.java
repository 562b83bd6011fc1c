package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.HangsAtItsStop;
import io.selfsame.testing.Http;
import io.selfsame.testing.RawHttp;
import io.selfsame.testing.TestSpace;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a process ends that cannot go on: in time, with a code and a line that a supervisor and a person understand. */
class EndingIT {

    /** As HotSpot has it for ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;
    private static final int HALTED = 5;
    private static final int TERMINATED = 143;

    private static final String PASSWORD = "taken-as-it-is-found";
    private static final int PORT = Child.freePort();

    @TempDir
    static Path folder;

    private static Child withoutMemory;
    private static Child hanging;
    private static Child neo4j;

    /** At once, as each takes its time. */
    @BeforeAll
    static void start() throws Exception {
        Files.writeString(folder.resolve("neo4j.password"), PASSWORD);
        neo4j = Neo4jMain.launch(folder, PORT);
        // _JAVA_OPTIONS goes over the command line, whose other flags are those that the service has everywhere.
        withoutMemory = Child.selfsame(
                Service.with(Service.embeddedSettings(folder.resolve("small")), "_JAVA_OPTIONS", "-Xmx20m"), "serve");
        hanging = Child.java(HangsAtItsStop.class.getName(), Map.of());
    }

    @AfterAll
    static void close() {
        Stream.of(neo4j, withoutMemory, hanging).filter(Objects::nonNull).forEach(Child::close);
    }

    @Test
    void aStopThatHangsIsCutShort() {
        hanging.awaitLine(HangsAtItsStop.READY);
        hanging.terminate();
        assertEquals(HALTED, hanging.exitCode(), hanging.output());
        assertTrue(hanging.lines().getLast().startsWith("Selfsame did not stop within 1 s"), hanging.output());
    }

    /** Neo4j neither answers nor closes its connections. */
    @Test
    void theServiceEndsThoughNeo4jHangs() {
        Neo4jMain.awaitReady(neo4j);
        try (var service = Service.remote(URI.create("bolt://127.0.0.1:" + PORT), PASSWORD)) {
            service.awaitReady();
            TestSpace space = service.newSpace("hangs", Service.ADMIN_TOKEN);
            neo4j.suspend();
            try (var waiting = new RawHttp(service.url().getPort())) {
                waiting.send("POST /v1/track HTTP/1.1\r\nHost: h\r\nAuthorization: " + Http.basic(space.writeKey())
                        + "\r\nContent-Length: 26\r\n\r\n{\"userId\":\"u\",\"event\":\"E\"}");
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                service.child().terminate();
                int code = service.child().exitCode();
                assertTrue(code == TERMINATED || code == HALTED, service.child().output());
                assertFalse(service.child().output().contains("JettyServer"), service.child().output());
            }
        }
    }

    @Test
    void aProcessWithoutMemoryEnds() {
        assertEquals(OUT_OF_MEMORY, withoutMemory.exitCode(), withoutMemory.output());
    }
}
