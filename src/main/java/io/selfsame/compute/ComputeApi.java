package io.selfsame.compute;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionChanges;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.definition.DefinitionsApi;
import io.selfsame.compute.definition.ListsApi;
import io.selfsame.compute.inspect.Explanations;
import io.selfsame.compute.inspect.MembersApi;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.preview.Previews;
import io.selfsame.compute.preview.PreviewsApi;
import io.selfsame.graph.Graph;
import io.selfsame.http.Endpoints;
import io.selfsame.identity.RulesStore;
import io.selfsame.space.SpaceId;
import java.util.function.Consumer;

/** Management of audiences and computed traits. */
public final class ComputeApi implements AutoCloseable {

    private final DefinitionsApi definitions;
    private final ListsApi lists;
    private final PreviewsApi previews;
    private final MembersApi members;
    private final Previews worker;
    private final Explanations explanations;
    private final DefinitionStore store;

    /**
     * Sets up the routes.
     *
     * @param memory that is shared by all that evaluate
     * @param instance the name of this instance of the service among those that are alive
     * @param wake called when the next refresh of a space should not wait for its time
     */
    public ComputeApi(Graph graph, EvaluationMemory memory, EventColumns columns, RulesStore rules,
            String instance,
            Consumer<SpaceId> wake) {
        this.store = new DefinitionStore(graph);
        this.worker = new Previews(graph, memory, store, columns, rules, instance);
        this.definitions = new DefinitionsApi(store, new DefinitionChanges(graph));
        this.lists = new ListsApi(graph, store);
        this.previews = new PreviewsApi(worker);
        this.explanations = new Explanations(graph, memory, store, columns, rules);
        this.members = new MembersApi(graph, store, worker, explanations, columns, rules, wake);
    }

    /** Shows how much is evaluated for those who wait for it. */
    public void figures(MeterRegistry registry) {
        store.figures(registry);
        worker.figures(registry);
        explanations.figures(registry);
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        definitions.routes(endpoints);
        lists.routes(endpoints);
        previews.routes(endpoints);
        members.routes(endpoints);
    }

    /** Ends what is being worked out: previews are failed, and explanations answered with 503. */
    @Override
    public void close() {
        try {
            worker.close();
        } finally {
            explanations.close();
        }
    }
}
