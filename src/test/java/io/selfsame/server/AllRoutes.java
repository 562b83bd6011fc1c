package io.selfsame.server;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.http.Endpoints;
import io.selfsame.metrics.Metrics;
import io.selfsame.space.Spaces;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The routes of the service, without a Neo4j: none is called. */
public final class AllRoutes {

    private static final class Holder {
        static final List<Endpoints.Route> ROUTES = collect();
    }

    private AllRoutes() {}

    /** As the service registers them. */
    public static List<Endpoints.Route> list() {
        return Holder.ROUTES;
    }

    private static List<Endpoints.Route> collect() {
        var nowhere = new Neo4jAddress(URI.create("bolt://127.0.0.1:1"), "neo4j", "unused", "neo4j");
        try (var metrics = new Metrics(); var graph = new Graph(nowhere)) {
            var features = new Features(Settings.from(Map.of()), graph, graph, new Spaces(graph), metrics);
            List<Endpoints.Route> routes = features.endpoints().routes();
            // Whoever leaves would otherwise look for Neo4j first.
            graph.close();
            features.close();
            return routes;
        }
    }
}
