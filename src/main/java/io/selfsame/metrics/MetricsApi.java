package io.selfsame.metrics;

import io.selfsame.graph.Graph;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Operation;
import java.nio.charset.StandardCharsets;

/** {@code GET /metrics} in Prometheus's text format. Thread safe. */
public final class MetricsApi {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;
    private final Survey survey;

    /** @param metrics of the running service */
    public MetricsApi(Metrics metrics, Graph graph) {
        this.metrics = metrics;
        this.survey = new Survey(graph, metrics.registry(), Survey.MOST);
    }

    /** Adds the route. */
    public void routes(Endpoints endpoints) {
        var operation = Operation.of("Service", "getMetrics", "Read the metrics in Prometheus's text format")
                .answersPlainly(200, "The metrics", TYPE);
        endpoints.get("/metrics", Access.METRICS, operation, ctx -> {
            survey.refresh();
            Bodies.answer(ctx, TYPE, metrics.scrape().getBytes(StandardCharsets.UTF_8));
        });
    }
}
