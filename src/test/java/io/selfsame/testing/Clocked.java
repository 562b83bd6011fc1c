package io.selfsame.testing;

import io.selfsame.column.Columns;
import io.selfsame.compute.Refresh;
import io.selfsame.graph.Graph;
import io.selfsame.identity.RulesStore;
import io.selfsame.space.SpaceId;
import java.time.Instant;

/** The refresh job as a test wants it: at once, and at a time of its choosing. */
@FunctionalInterface
public interface Clocked {

    /** The one of {@link TestServer#shared()}. */
    Clocked SHARED = new Clocked() {
        private final Graph graph = new Graph(TestServer.shared().neo4j());
        private final Refresh refresh = new Refresh(graph, new Columns(graph), new RulesStore(graph));

        @Override
        public void refresh(TestSpace space, Instant now) {
            refresh.refresh(new SpaceId(space.id()), now);
        }
    };

    /** Brings all results of a space to what they are at that instant; returns when they are written. */
    void refresh(TestSpace space, Instant now);
}
