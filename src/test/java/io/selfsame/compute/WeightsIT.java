package io.selfsame.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.compute.Definition.Level;
import io.selfsame.query.QueryParser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much somebody takes is known before they are loaded, and costs little to know however much it is. */
class WeightsIT {

    /** One of several is counted up to 40 events, one alone up to 50, of an account up to 60. */
    private static final RefreshLimits LIMITS = new RefreshLimits(6, 2, 3, 24, 4, 50, 60, Duration.ZERO,
            Duration.ofMinutes(1));

    private final Workbench bench = new Workbench();

    private Portions portions() {
        var catalog = new Catalog(List.of(new Definition("aud_it", "it", Level.ACCOUNTS,
                QueryParser.membership("event('Order').count() > 0"), Set.of(), 1)));
        var reader = new PeopleReader(Workbench.GRAPH, catalog, Workbench.COLUMNS.latest(bench.id), Map.of(),
                Instant.now(), Set.of());
        return new Portions(Workbench.GRAPH, LIMITS, reader.needs(), true);
    }

    private String orders(String who, int count) {
        for (int i = 0; i < count; i++) {
            bench.track(who, "Order", Workbench.ago(Duration.ofMinutes(1 + i)), "{}");
        }
        return bench.space.segmentIdOf("user_id:" + who).orElseThrow();
    }

    @Test
    void nobodyIsCountedFurtherThanItTakesToSeeThatTheyAreTooLarge() {
        String few = orders("few", 3);
        String some = orders("some", 45);
        String many = orders("many", 70);
        bench.group("many", "large");
        bench.group("some", "small");
        var portions = portions();
        var all = portions.of(List.of(few, some, many), List.of(), root -> OptionalLong.empty());
        Weights weights = portions.weights();
        assertEquals(LIMITS.few(), weights.of(few).events());
        assertEquals(45, weights.of(some).events());
        assertEquals(51, weights.of(many).events());
        assertTrue(weights.tooMuchOfPerson(some).isEmpty());
        assertTrue(weights.tooMuchOfPerson(many).orElseThrow().startsWith("There are 51 or more events "));
        String large = bench.id.key("large");
        String small = bench.id.key("small");
        assertEquals(new Weights.Weight(1, 61), weights.of(large));
        assertEquals(new Weights.Weight(1, 45), weights.of(small));
        assertTrue(weights.tooMuchOfAccount(large).orElseThrow().startsWith("There are 1 or more members with 61 "));
        assertTrue(weights.tooMuchOfAccount(small).isEmpty());
        assertEquals(3, all.stream().mapToInt(Portions.Portion::size).sum());
    }

    @Test
    void whoeverIsInMemoryAlreadyCountsAsWhatTheyTakeThere() {
        String few = orders("few", 3);
        var portion = portions().of(List.of(few), List.of(), root -> OptionalLong.of(45)).getFirst();
        assertEquals(45, portion.held());
    }
}
