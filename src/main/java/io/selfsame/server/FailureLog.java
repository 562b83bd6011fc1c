package io.selfsame.server;

import io.selfsame.flow.LogThrottle;
import io.selfsame.graph.StatementFailed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that failed here. What fails once fails for each request of its kind: the first is told with its stack, then one in
 * ten seconds, with the number of the others. A kind is a route and a type of failure; there are at most
 * {@value #MOST_KINDS}, and the rest counts as one. Thread safe.
 */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    static final int MOST_KINDS = 500;

    private final Duration pause;
    private final Map<String, LogThrottle> kinds = new ConcurrentHashMap<>();
    private final LogThrottle others;

    FailureLog(Duration pause) {
        this.pause = pause;
        this.others = new LogThrottle(pause);
    }

    /** @param route the method and the pattern of the route */
    void failed(String id, String route, Exception failure) {
        String kind = route + " " + failure.getClass().getName();
        LogThrottle seldom = kinds.size() < MOST_KINDS
                ? kinds.computeIfAbsent(kind, any -> new LogThrottle(pause))
                : kinds.getOrDefault(kind, others);
        seldom.say(more -> LOG.error("Request {} {} failed{}", id, route,
                LogThrottle.others(more, "like it"),
                StatementFailed.loggable(failure)));
    }
}
