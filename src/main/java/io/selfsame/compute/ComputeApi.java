package io.selfsame.compute;

import io.javalin.config.RoutesConfig;
import io.selfsame.column.Columns;
import io.selfsame.graph.Graph;
import io.selfsame.http.Auth;
import io.selfsame.identity.RulesStore;
import io.selfsame.space.SpaceId;
import java.util.function.Consumer;

/** Management of audiences and computed traits. */
public final class ComputeApi {

    private final DefinitionsApi definitions;
    private final PreviewsApi previews;
    private final MembersApi members;

    /**
     * Sets up the routes.
     *
     * @param instance the name of this instance of the service among those that are alive
     * @param wake called when the next refresh of a space should not wait for its time
     */
    public ComputeApi(Graph graph, Auth auth, Columns columns, RulesStore rules, String instance,
            Consumer<SpaceId> wake) {
        var store = new Definitions(graph);
        var worker = new Previews(graph, store, columns, rules, instance);
        this.definitions = new DefinitionsApi(store, new DefinitionChanges(graph), auth);
        this.previews = new PreviewsApi(worker, auth);
        this.members = new MembersApi(graph, store, worker, new Explanations(graph, store, columns, rules), auth, wake);
    }

    /** Adds the routes. */
    public void routes(RoutesConfig routes) {
        definitions.routes(routes);
        previews.routes(routes);
        members.routes(routes);
    }
}
