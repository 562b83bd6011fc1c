package io.selfsame.jobs;

import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.StatementFailed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;

/** Logs failures that repeat every few seconds only when something is new. Thread safe. */
final class RepeatedFailureLog {

    private static final int LONGEST = 500;

    private final Logger log;
    private final Map<String, String> said = new ConcurrentHashMap<>();

    RepeatedFailureLog(Logger log) {
        this.log = log;
    }

    /** Something failed; says so, unless it failed the same way the last time. That Neo4j is away needs no stack trace. */
    void fails(String what, Throwable failure) {
        String words = words(failure);
        if (!words.equals(said.put(what, words))) {
            if (failure instanceof GraphUnavailable && failure.getCause() != null) {
                log.warn("{} failed, and is tried again: {} ({})", what, words,
                        StatementFailed.loggable(failure.getCause()).getMessage());
            } else {
                log.warn("{} failed, and is tried again: {}", what, words, StatementFailed.loggable(failure));
            }
        }
    }

    /** It went well; says so if it is news. */
    void succeeds(String what) {
        if (said.remove(what) != null) {
            log.info("{} succeeds again", what);
        }
    }

    /** A failure for people who manage the service: a driver's own words quote people's data, so its code stands for it. */
    static String words(Throwable failure) {
        String message = failure instanceof Neo4jException neo4j
                ? "Neo4j refused: " + StatementFailed.reason(neo4j)
                : failure.getMessage();
        String words = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        return words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
    }
}
