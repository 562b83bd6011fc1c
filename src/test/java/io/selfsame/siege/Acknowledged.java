package io.selfsame.siege;

import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.neo4j.driver.Driver;

/** The messages that were answered 200. Thread safe. */
final class Acknowledged {

    private static final int CHUNK = 20_000;

    private record Run(TestSpace space, String prefix, int most) {}

    private final ConcurrentLinkedQueue<Run> runs = new ConcurrentLinkedQueue<>();

    /** Messages of this prefix that are numbered from 0 to {@code most}, without it. */
    void add(TestSpace space, String prefix, int most) {
        runs.add(new Run(space, prefix, most));
    }

    long size() {
        return runs.stream().mapToLong(Run::most).sum();
    }

    /** Which of them are not in the store. */
    List<String> lost(Driver graph) {
        List<String> lost = new ArrayList<>();
        for (Run run : runs) {
            for (int from = 0; from < run.most(); from += CHUNK) {
                lost.addAll(missing(graph, run, from, Math.min(run.most(), from + CHUNK)));
            }
        }
        return lost;
    }

    private static List<String> missing(Driver graph, Run run, int from, int to) {
        List<String> ids = IntStream.range(from, to).mapToObj(i -> run.prefix() + i).toList();
        return graph.executableQuery("""
                UNWIND $ids AS id
                OPTIONAL MATCH (event:Event {space: $space, messageId: id})
                WITH id, event WHERE event IS NULL RETURN id""").withParameters(
                Map.of("ids", ids, "space", run.space().id())).execute().records().stream()
                .map(row -> run.space().id() + ": " + row.get("id").asString()).toList();
    }
}
