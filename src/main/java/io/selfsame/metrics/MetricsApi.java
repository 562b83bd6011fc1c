package io.selfsame.metrics;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.http.Auth;
import io.selfsame.http.Bodies;
import io.selfsame.http.HttpError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * {@code GET /metrics} in Prometheus's text format. Opened by a token of its own, which opens nothing else and needs no Neo4j,
 * or by a management token. Thread safe.
 */
public final class MetricsApi {

    private final Metrics metrics;
    private final Survey survey;
    private final Auth auth;
    private final Optional<byte[]> token;

    /** @param token {@code SELFSAME_METRICS_TOKEN} */
    public MetricsApi(Metrics metrics, Graph graph, Auth auth, Optional<String> token) {
        this.metrics = metrics;
        this.survey = new Survey(graph, metrics.registry(), Survey.MOST);
        this.auth = auth;
        this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the route. */
    public void routes(RoutesConfig routes) {
        routes.get("/metrics", ctx -> {
            require(ctx);
            survey.refresh();
            Bodies.answer(ctx, "text/plain; version=0.0.4; charset=utf-8",
                    metrics.scrape().getBytes(StandardCharsets.UTF_8));
        });
    }

    private void require(Context ctx) {
        Optional<String> given = Auth.bearer(ctx);
        if (given.isPresent() && (isMetricsToken(given.get()) || isManagement(given.get()))) {
            return;
        }
        ctx.header("WWW-Authenticate", "Bearer");
        throw HttpError
                .unauthorized("Send the value of SELFSAME_METRICS_TOKEN, or a management token, as Authorization:"
                        + " Bearer");
    }

    private boolean isMetricsToken(String given) {
        return token.isPresent() && MessageDigest.isEqual(token.get(), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Neo4j knows those tokens. */
    private boolean isManagement(String given) {
        try {
            return auth.isManagement(given);
        } catch (GraphUnavailable e) {
            throw HttpError
                    .unavailable("Neo4j does not answer, so the token cannot be looked up; SELFSAME_METRICS_TOKEN"
                            + " is a token that needs no Neo4j", 1);
        }
    }
}
