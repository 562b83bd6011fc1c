package io.selfsame.testing;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.refresh.Refresh;
import io.selfsame.compute.refresh.SmallRefresh;
import io.selfsame.graph.Graph;
import io.selfsame.identity.RulesStore;
import io.selfsame.space.SpaceId;
import java.time.Instant;

/** The refresh job as a test wants it: at once, and at a time of its choosing. */
@FunctionalInterface
public interface Clocked {

    /** The one of {@link TestServer#shared()}. */
    Clocked SHARED = of(new Graph(TestServer.shared().neo4j()),
            (graph, columns, rules) -> new Refresh(graph, new EvaluationMemory(), columns, rules));

    /** One that goes in pages of two people. */
    Clocked SMALL = of(new Graph(TestServer.shared().neo4j()), SmallRefresh::of);

    /** How a refresh is made. */
    interface Maker {
        Refresh of(Graph graph, EventColumns columns, RulesStore rules);
    }

    private static Clocked of(Graph graph, Maker maker) {
        Refresh refresh = maker.of(graph, new EventColumns(graph), new RulesStore(graph));
        return (space, now) -> refresh.refresh(new SpaceId(space.id()), now);
    }

    /** Brings all results of a space to what they are at that instant; returns when they are written. */
    void refresh(TestSpace space, Instant now);
}
