package io.selfsame.compute.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.query.parse.QueryParser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A preview reads everybody a page at a time: nobody is left out or counted twice where a page ends. */
class FullEvaluationIT {

    private static final Workbench BENCH = new Workbench();

    static {
        for (int i = 0; i < 7; i++) {
            BENCH.track("u" + i, "Order");
            BENCH.group("u" + i, "account-" + i % 5);
        }
    }

    @ParameterizedTest(name = "{1} of {0} in pages of {2}")
    @CsvSource(delimiter = '|', textBlock = """
            USERS    | event('Order').count() >= 1  | 1 | 7
            USERS    | event('Order').count() >= 1  | 2 | 7
            USERS    | event('Order').count() >= 1  | 7 | 7
            USERS    | NOT event('Gone').count() >= 1 | 2 | 7
            ACCOUNTS | event('Order').count() >= 1  | 1 | 5
            ACCOUNTS | event('Order').count() >= 2  | 2 | 2
            ACCOUNTS | event('Order').count() >= 1  | 5 | 5
            """)
    void everyPageIsRead(Level level, String query, int size, int found) {
        var definition = new Definition("aud_it", "it", level, QueryParser.membership(query), Set.of(), 1);
        var everybody = new FullEvaluation(new FullEvaluation.PageSizes(size, size), Workbench.GRAPH, BENCH.id,
                Workbench.COLUMNS.latest(BENCH.id), Map.of(), Instant.now(), RunControl.endless(),
                Workbench.MEMORY.forPreview(BENCH.id, RunControl.endless()), () -> {});
        assertEquals(found,
                everybody.find(definition, new EvaluationPlan(List.of(definition)), false, 10).count());
    }
}
