package io.selfsame.server;

import io.selfsame.flow.Seldom;
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
    private final Map<String, Seldom> kinds = new ConcurrentHashMap<>();
    private final Seldom others;

    FailureLog(Duration pause) {
        this.pause = pause;
        this.others = new Seldom(pause);
    }

    /** @param route the method and the pattern of the route */
    void failed(String id, String route, Exception failure) {
        String kind = route + " " + failure.getClass().getName();
        Seldom seldom = kinds.size() < MOST_KINDS
                ? kinds.computeIfAbsent(kind, any -> new Seldom(pause))
                : kinds.getOrDefault(kind, others);
        seldom.say(more -> LOG.error("Request {} {} failed{}", id, route,
                Seldom.others(more, "like it"),
                StatementFailed.loggable(failure)));
    }
}
