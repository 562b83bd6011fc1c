package io.selfsame.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aKindOfFailureIsOneLine() {
        var log = new FailureLog(Duration.ofHours(1));
        for (int i = 0; i < 1_000; i++) {
            log.failed("r" + i, "POST /v1/track", new IllegalStateException("no"));
        }
        log.failed("other", "POST /v1/track", new IllegalArgumentException("no"));
        log.failed("elsewhere", "GET /v1/spaces", new IllegalStateException("no"));
        assertEquals(List.of("Request r0 POST /v1/track failed", "Request other POST /v1/track failed",
                "Request elsewhere GET /v1/spaces failed"), said());
        assertNotNull(lines.list.getFirst().getThrowableProxy());
    }

    @Test
    void manyKindsAreNotManyMore() {
        var log = new FailureLog(Duration.ofHours(1));
        for (int i = 0; i < 10 * FailureLog.MOST_KINDS; i++) {
            log.failed("r", "GET /" + i, new IllegalStateException("no"));
        }
        assertTrue(said().size() <= FailureLog.MOST_KINDS + 1, said().size() + " lines");
    }
}
