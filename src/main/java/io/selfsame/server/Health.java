package io.selfsame.server;

import io.javalin.http.Handler;
import io.selfsame.flow.AsyncQuestion;
import io.selfsame.graph.Graph;
import io.selfsame.http.Access;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Operation;
import java.time.Duration;

/** {@code /health/live} and {@code /health/ready}. Whoever watches a service often asks by HEAD, without wanting a body. */
final class Health {

    /** Those who ask whether we are ready ask every few seconds, and give up after some. */
    private static final Duration READY = Duration.ofSeconds(2);

    private static final String TAG = "Service";

    private final AsyncQuestion<Boolean> readiness;

    Health(Graph graph) {
        // The next to ask asks anew: on the connection of one that was not answered an answer may never come.
        this.readiness = new AsyncQuestion<>("ready", READY, READY, () -> {
            graph.ping();
            return true;
        });
    }

    void routes(Endpoints endpoints) {
        add(endpoints, "/health/live", "Live", "Say whether the process runs", "It runs",
                ctx -> ctx.contentType("application/json").result("{\"status\":\"live\"}"));
        add(endpoints, "/health/ready", "Ready", "Say whether Neo4j answers and takes writes", "It does", ctx -> {
            readiness.ask();
            ctx.contentType("application/json").result("{\"status\":\"ready\"}");
        });
    }

    private static void add(Endpoints endpoints, String path, String name, String summary, String meaning,
            Handler handler) {
        endpoints.get(path, Access.OPEN, Operation.of(TAG, "get" + name, summary).answers(200, meaning, "Health"),
                handler);
        endpoints.head(path, Access.OPEN,
                Operation.of(TAG, "head" + name, summary + ", without a body").answersPlainly(200, meaning, ""),
                handler);
    }
}
