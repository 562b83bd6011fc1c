package io.selfsame.compute.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.query.parse.QueryParser;
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

    private PortionPlanner planner() {
        var plan = new EvaluationPlan(List.of(new Definition("aud_it", "it", Level.ACCOUNTS,
                QueryParser.membership("event('Order').count() > 0"), Set.of(), 1)));
        var reader = new PeopleLoader(Workbench.GRAPH, plan, Workbench.COLUMNS.latest(bench.id), Map.of(),
                Instant.now(), Set.of());
        return new PortionPlanner(Workbench.GRAPH, LIMITS, reader.needs(), true);
    }

    private ProfileId orders(String who, int count) {
        for (int i = 0; i < count; i++) {
            bench.track(who, "Order", Workbench.ago(Duration.ofMinutes(1 + i)), "{}");
        }
        return new ProfileId(bench.space.segmentIdOf("user_id:" + who).orElseThrow());
    }

    @Test
    void nobodyIsCountedFurtherThanItTakesToSeeThatTheyAreTooLarge() {
        ProfileId few = orders("few", 3);
        ProfileId some = orders("some", 45);
        ProfileId many = orders("many", 70);
        bench.group("many", "large");
        bench.group("some", "small");
        var planner = planner();
        var all = planner.of(List.of(few, some, many), List.of(), root -> OptionalLong.empty());
        EventCounts counts = planner.counts();
        assertEquals(LIMITS.few(), counts.of(few).events());
        assertEquals(45, counts.of(some).events());
        assertEquals(51, counts.of(many).events());
        assertTrue(counts.tooMuchOfPerson(some).isEmpty());
        assertTrue(counts.tooMuchOfPerson(many).orElseThrow().startsWith("There are 51 or more events "));
        AccountKey large = AccountKey.of(bench.id, "large");
        AccountKey small = AccountKey.of(bench.id, "small");
        assertEquals(new EventCounts.EventCount(1, 61), counts.of(large));
        assertEquals(new EventCounts.EventCount(1, 45), counts.of(small));
        assertTrue(counts.tooMuchOfAccount(large).orElseThrow().startsWith("There are 1 or more members with 61 "));
        assertTrue(counts.tooMuchOfAccount(small).isEmpty());
        assertEquals(3, all.stream().mapToInt(PortionPlanner.Portion::size).sum());
    }

    @Test
    void whoeverIsInMemoryAlreadyCountsAsWhatTheyTakeThere() {
        ProfileId few = orders("few", 3);
        var portion = planner().of(List.of(few), List.of(), root -> OptionalLong.of(45)).getFirst();
        assertEquals(45, portion.held());
    }
}
