package io.selfsame.process;

import io.selfsame.embedded.EmbeddedNeo4j;
import java.nio.file.Path;
import java.util.Map;

/** A Neo4j server in a process of its own, as a stranger would run one. It prints where it listens. */
final class Neo4jMain {

    private static final String READY = "Bolt at ";

    private Neo4jMain() {}

    public static void main(String[] args) throws InterruptedException {
        var neo4j = EmbeddedNeo4j.start(Path.of(args[0]), Integer.parseInt(args[1]), 0);
        Runtime.getRuntime().addShutdownHook(new Thread(neo4j::close));
        System.out.println(READY + neo4j.address().uri());
        Thread.currentThread().join();
    }

    static Child launch(Path data, int boltPort) {
        return Child.java(Neo4jMain.class.getName(), Map.of(), data.toString(), Integer.toString(boltPort));
    }

    static void awaitReady(Child neo4j) {
        neo4j.awaitLine(READY);
    }
}
