package io.selfsame.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class StartupTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            4.4.48       , false
            5.9.0        , false
            5.25.1       , false
            5.26.0       , true
            5.26-aura    , true
            5.26.0-SNAP+1, true
            6.0.0        , true
            2025.01.0    , true
            2026.08.1    , true
            unknown      , false
            5            , false
            """)
    void worksWithTheLongTermReleaseAndAllAfterIt(String version, boolean suits) {
        assertEquals(suits, Startup.suits(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bolt", "neo4j"})
    void aServerThatStaysAwayIsOneSentence(String scheme) throws IOException {
        var logger = (Logger) LoggerFactory.getLogger(Startup.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.addAppender(lines);
        var uri = URI.create(scheme + "://127.0.0.1:" + closedPort());
        var address = new Neo4jAddress(uri, "neo4j", "secret", "neo4j");
        try (var graph = new Graph(address)) {
            var refused = assertThrows(UnusableNeo4j.class,
                    () -> Startup.await(graph, address, "check it", Duration.ofMillis(1_500)));
            var sentence = String.valueOf(refused.getMessage());
            assertTrue(sentence.contains(uri.toString()) && sentence.contains("did not answer"), sentence);
            assertEquals(1, sentence.lines().count(), sentence);
            assertEquals(1, lines.list.size(), () -> "some tries are not some lines: " + lines.list);
        } finally {
            logger.detachAppender(lines);
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
