package io.selfsame.compute;

import io.javalin.config.RoutesConfig;
import io.selfsame.graph.Graph;
import io.selfsame.http.Auth;

/** Management of audiences and computed traits. */
public final class ComputeApi {

    private final DefinitionsApi definitions;

    public ComputeApi(Graph graph, Auth auth) {
        this.definitions = new DefinitionsApi(new Definitions(graph), new DefinitionChanges(graph), auth);
    }

    /** Adds the routes. */
    public void routes(RoutesConfig routes) {
        definitions.routes(routes);
    }
}
