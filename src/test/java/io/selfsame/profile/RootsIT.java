package io.selfsame.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Record;

/** Between finding a root and reading the person, a merge may make the root a child: the answer is the same. */
class RootsIT {

    private static final Graph GRAPH = new Graph(TestServer.shared().neo4j());
    private static final TestSpace SPACE = TestServer.shared().newSpace();
    private static String child = "";
    private static String root = "";
    private static String stranger = "";

    @BeforeAll
    static void fill() {
        SPACE.send("group", "{\"anonymousId\":\"a1\",\"groupId\":\"g1\"}").ok();
        SPACE.send("group", "{\"anonymousId\":\"a2\",\"groupId\":\"g2\"}").ok();
        SPACE.send("group", "{\"anonymousId\":\"b1\",\"groupId\":\"g1\"}").ok();
        child = SPACE.segmentIdOf("anonymous_id:a2").orElseThrow();
        stranger = SPACE.segmentIdOf("anonymous_id:b1").orElseThrow();
        SPACE.identify("{\"anonymousId\":\"b1\",\"userId\":\"other\"}").ok();
        SPACE.track("{\"anonymousId\":\"a1\",\"userId\":\"u1\",\"event\":\"Login\"}").ok();
        SPACE.track("{\"anonymousId\":\"a2\",\"userId\":\"u1\",\"event\":\"Login\"}").ok();
        SPACE.track("{\"anonymousId\":\"b1\",\"userId\":\"u1\",\"event\":\"Login\"}").ok();
        root = SPACE.segmentIdOf("anonymous_id:a2").orElseThrow();
        GRAPH.write(new Statement("test", "MATCH (a:Profile {segmentId: $a}) MATCH (b:Profile {segmentId: $b}) "
                + "CREATE (a)-[:KEPT_APART {at: datetime(), by: 'x', reason: 'y'}]->(b)"),
                Map.of("a", root, "b", stranger));
    }

    @AfterAll
    static void close() {
        GRAPH.close();
    }

    @Test
    void the_child_was_merged() {
        assertNotEquals(child, root);
    }

    @ParameterizedTest
    @ValueSource(strings = {"externalIds", "eventsNewestFirst", "eventsOldestFirst", "metadata", "links", "identity",
            "decisions"})
    void a_person_is_read_whole_by_a_profile_that_was_the_root(String statement) {
        assertEquals(read(statement, Map.of("root", root)), read(statement, Map.of("root", child)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"explainRefusals", "keptApart"})
    void two_people_are_compared_whole_by_profiles_that_were_roots(String statement) {
        List<Map<String, Object>> expected = read(statement, Map.of("one", root, "other", stranger));
        assertEquals(expected, read(statement, Map.of("one", child, "other", stranger)));
        assertEquals(expected, read(statement, Map.of("one", stranger, "other", child)));
    }

    private static List<Map<String, Object>> read(String statement, Map<String, Object> names) {
        Map<String, Object> parameters = new HashMap<>(names);
        boolean newest = statement.equals("eventsNewestFirst");
        parameters.putAll(Map.of("limit", 100, "types", statement.startsWith("events")
                ? List.of("track", "identify", "group")
                : List.of(), "include", List.of(), "exclude", List.of(), "start", year(1), "end", year(9000), "at",
                newest ? year(9000) : year(1), "seq", newest ? Long.MAX_VALUE : -1L, "afterSeq", -1L, "afterKey", ""));
        parameters.put("after", statement.equals("links") ? "" : -1L);
        List<Map<String, Object>> rows = GRAPH.read(Statement.of("profile/" + statement), parameters).stream()
                .map(Record::asMap).toList();
        assertFalse(rows.isEmpty());
        return rows;
    }

    private static ZonedDateTime year(int year) {
        return ZonedDateTime.of(year, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    }
}
