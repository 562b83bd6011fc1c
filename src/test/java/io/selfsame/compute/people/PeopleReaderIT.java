package io.selfsame.compute.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.query.parse.QueryParser;
import io.selfsame.testing.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** People come in parts that fit into memory, and come all the same. */
class PeopleReaderIT {

    private static final PeopleLoader.LoadLimits AMPLE = new PeopleLoader.LoadLimits(100_000, 5_000, 250_000);

    private final Workbench bench = new Workbench();
    private final Instant now = Instant.now();

    private static Definition define(String key, String query) {
        return new Definition("aud_" + key, key, Level.USERS, QueryParser.membership(query), Set.of(), 1);
    }

    private PeopleLoader reader(PeopleLoader.LoadLimits limits) {
        var plan = new EvaluationPlan(List.of(define("a", "event('A').where(property('n') > 1).count() > 0"),
                define("b", "event('B').within(30 days).count() > 0")));
        return new PeopleLoader(Workbench.GRAPH, plan, Workbench.COLUMNS.latest(bench.id), Map.of(), now, Set.of(),
                limits);
    }

    private Map<ProfileId, Subject.Person> read(PeopleLoader reader, List<ProfileId> roots, int part) {
        Map<ProfileId, Subject.Person> people = new HashMap<>();
        reader.people(roots, EvaluationMemory.MemoryShare.TAKEN, some -> {
            some.forEach(one -> assertEquals(null, people.put(one.subject().id(), one.subject()), "comes once"));
            long events = some.stream().flatMap(one -> one.subject().byName().values().stream()).mapToLong(List::size)
                    .sum();
            assertTrue(some.size() <= 1 || events <= part, () -> events + " events at once");
            return true;
        });
        return people;
    }

    private ProfileId root(String who) {
        return new ProfileId(bench.space.segmentIdOf("user_id:" + who).orElseThrow());
    }

    @Test
    void inWhateverPartsTheyComeTheyAreTheSame() {
        long seed = Seeds.of(PeopleReaderIT.class);
        var random = new Random(seed);
        List<ProfileId> roots = new ArrayList<>(
                List.of(new ProfileId("use_nobody"), new ProfileId("use_" + "9".repeat(27))));
        for (int user = 0; user < 12; user++) {
            int events = 1 + (user % 4 == 0 ? random.nextInt(12, 30) : random.nextInt(6));
            for (int i = 0; i < events; i++) {
                // Some are of another device, which is merged at the end.
                String who = i % 3 == 1 ? "anon:device" + user : "u" + user;
                bench.track(who, random.nextBoolean() ? "A" : "B", Workbench.ago(Duration.ofMinutes(1 + i)),
                        "{\"n\":" + i + "}");
            }
            bench.space.identify("{\"userId\":\"u" + user + "\",\"anonymousId\":\"device" + user + "\"}").ok();
            roots.add(root("u" + user));
        }
        var expected = read(reader(AMPLE), roots, Integer.MAX_VALUE);
        assertEquals(12, expected.size());
        for (var limits : List.of(new PeopleLoader.LoadLimits(1, 1, 1_000), new PeopleLoader.LoadLimits(10, 8, 1_000),
                new PeopleLoader.LoadLimits(25, 1_000, 1_000))) {
            var reader = reader(limits);
            assertEquals(expected, read(reader, roots, limits.enough() + limits.few()), "seed " + seed + " " + limits);
            assertEquals(0, reader.unreadable().count());
        }
    }

    @Test
    void whoHasMoreThanAreReadIsNamedAndOthersCome() {
        for (int i = 0; i < 9; i++) {
            bench.track("u1", "A", Workbench.ago(Duration.ofMinutes(1 + i)), "{\"n\":2}");
        }
        bench.track("u1", "B");
        bench.track("u2", "A");
        ProfileId large = root("u1");
        ProfileId small = root("u2");
        var reader = reader(new PeopleLoader.LoadLimits(100, 3, 5));
        var people = read(reader, List.of(large, small), 100);
        assertEquals(Set.of("A"), people.get(large).unreadable().events().keySet());
        assertEquals(1, people.get(large).events("B").size());
        assertEquals(1, people.get(small).events("A").size());
        assertEquals(Set.of(large), reader.unreadable().examples());
    }
}
