package io.selfsame.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Value;
import org.neo4j.driver.types.Node;
import org.neo4j.driver.types.Path;

/** The queries of cypher/explore on small spaces, where every row that they should return is known. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExploreQueriesIT {

    private static final String PHONE = "{%s,\"event\":\"E\",\"context\":{\"externalIds\":[{\"type\":\"phone\",\"id\":\"%s\","
            + "\"collection\":\"users\",\"encoding\":\"none\"}]}}";

    private final TestServer server = TestServer.shared();
    private Driver driver;

    @BeforeAll
    void connect() {
        driver = GraphDatabase.driver(server.neo4j().uri(), AuthTokens.basic(server.neo4j().user(),
                server.neo4j().password()));
    }

    @AfterAll
    void close() {
        driver.close();
    }

    /** The other person had three IDs and a child of their own before they were the same. */
    @Test
    void growth_counts_what_somebody_brought_from_the_step_in_which_they_joined() {
        TestSpace space = server.newSpace();
        space.track("{\"anonymousId\":\"a1\",\"event\":\"E\"}").ok();
        space.track("{\"anonymousId\":\"b1\",\"event\":\"E\"}").ok();
        space.track("{\"userId\":\"u1\",\"event\":\"E\"}").ok();
        space.track("{\"userId\":\"u1\",\"anonymousId\":\"b1\",\"event\":\"E\"}").ok();
        space.track(PHONE.formatted("\"anonymousId\":\"b1\"", "+1")).ok();
        space.track("{\"anonymousId\":\"a2\",\"userId\":\"u1\",\"event\":\"E\"}").ok();
        List<Record> before = rows("growth", space, Map.of("id", "user_id:u1"));
        assertEquals(List.of(1L, 2L, 3L, 4L), longs(before, "ids"));
        assertEquals(List.of(1L, 2L, 2L, 2L), longs(before, "profiles"));

        space.track("{\"messageId\":\"joins\",\"anonymousId\":\"a1\",\"userId\":\"u1\",\"event\":\"E\"}").ok();
        space.track(PHONE.formatted("\"anonymousId\":\"a1\"", "+2")).ok();
        List<Record> steps = rows("growth", space, Map.of("id", "phone:+1"));
        assertEquals(List.of(1L, 5L, 6L), longs(steps, "ids"));
        assertEquals(List.of(1L, 3L, 3L), longs(steps, "profiles"));
        assertEquals(List.of("anonymous_id:a1"), steps.get(0).get("came").asList());
        assertEquals(List.of("anonymous_id:a2", "anonymous_id:b1", "phone:+1", "user_id:u1"),
                steps.get(1).get("came").asList().subList(2, 6));
        assertEquals("joins", steps.get(1).get("messageId").asString());
        assertTrue(steps.get(1).get("timestamp").asString().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"),
                steps::toString);
    }

    @Test
    void growth_says_what_it_does_not_show() {
        TestSpace space = server.newSpace();
        space.track("{\"userId\":\"u1\",\"event\":\"E\"}").ok();
        String person = space.segmentIdOf("user_id:u1").orElseThrow();
        driver.executableQuery("MATCH (p:Profile {segmentId: $person}) UNWIND range(1, 1203) AS i"
                + " CREATE (:ExternalId {key: p.space + '/crm:' + i, space: p.space, type: 'crm', value: toString(i)})"
                + "-[:IDENTIFIES {seq: CASE WHEN i <= 150 THEN 1000 ELSE 1000 + i END, since: datetime()}]->(p)")
                .withParameters(Map.of("person", person)).execute();
        List<Record> steps = rows("growth", space, Map.of("id", person));
        assertEquals(1001, steps.size());
        assertEquals(101, steps.get(1).get("came").size());
        assertEquals("and 50 more", steps.get(1).get("came").get(100).asString());
        assertEquals(List.of("all of 55 further steps"), steps.getLast().get("came").asList());
        assertEquals(1204, steps.getLast().get("ids").asLong());
    }

    /** An ID that somebody has, and junk that was refused more often. */
    @Test
    void the_drawing_of_refused_ids_begins_with_those_that_somebody_has() {
        TestSpace space = server.newSpace();
        shareDevice(space, "kiosk", "u1", "u2");
        for (int i = 0; i < 3; i++) {
            space.track("{\"userId\":\"u1\",\"anonymousId\":\"null\",\"event\":\"E\"}").ok();
        }
        assertEquals(List.of("anonymous_id:null", "anonymous_id:kiosk"),
                strings(rows("refused-most", space, Map.of("top", 4)), "id"));
        assertEquals(List.of("anonymous_id:kiosk", "anonymous_id:null"),
                strings(rows("refused-most-drawing", space, Map.of("top", 4)), "name"));
        assertEquals(List.of("anonymous_id:kiosk"),
                strings(rows("refused-most-drawing", space, Map.of("top", 1)), "name"));
    }

    /** Each of u1, u2 and u3 is two profiles; u2 has one device of u1's on which they were refused, and u3 one of u2's. */
    @Test
    void what_is_shared_is_drawn_up_to_the_whole_person() {
        TestSpace space = server.newSpace();
        for (String user : List.of("u1", "u2", "u3")) {
            space.track("{\"anonymousId\":\"old-" + user + "\",\"event\":\"E\"}").ok();
            space.track("{\"userId\":\"" + user + "\",\"event\":\"E\"}").ok();
            space.track("{\"userId\":\"" + user + "\",\"anonymousId\":\"of-" + user + "\",\"event\":\"E\"}").ok();
        }
        space.track("{\"userId\":\"u2\",\"anonymousId\":\"of-u1\",\"event\":\"E\"}").ok();
        space.track("{\"userId\":\"u3\",\"anonymousId\":\"of-u2\",\"event\":\"E\"}").ok();
        for (String user : List.of("u1", "u2", "u3")) {
            space.track("{\"userId\":\"" + user + "\",\"anonymousId\":\"old-" + user + "\",\"event\":\"E\"}").ok();
        }
        List<String> people = List.of(space.segmentIdOf("user_id:u1").orElseThrow(),
                space.segmentIdOf("user_id:u2").orElseThrow(), space.segmentIdOf("user_id:u3").orElseThrow());
        assertEquals(people, List.of(space.segmentIdOf("anonymous_id:old-u1").orElseThrow(),
                space.segmentIdOf("anonymous_id:old-u2").orElseThrow(),
                space.segmentIdOf("anonymous_id:old-u3").orElseThrow()));

        Record sharing = rows("sharing", space, Map.of("id", "user_id:u1")).getFirst();
        assertEquals(Set.copyOf(people.subList(0, 2)), roots(sharing.get("near")));
        assertEquals(Set.copyOf(people.subList(1, 3)), roots(sharing.get("far")));
        assertEquals(1, rows("sharing", space, Map.of("id", "anonymous_id:of-u3")).size());
        for (Record device : rows("refused-most-drawing", space, Map.of("top", 4))) {
            assertEquals(1, roots(device.get("owner")).size(), device::toString);
            assertEquals(1, roots(device.get("refusals")).size(), device::toString);
        }
        for (Record device : rows("shared-devices-drawing", space, Map.of("people", 1, "top", 4))) {
            assertEquals(1, roots(device.get("owner")).size(), device::toString);
            assertEquals(1, roots(device.get("refusals")).size(), device::toString);
        }
    }

    /** Both profiles of one person belong to the account. */
    @Test
    void an_account_counts_people() {
        TestSpace space = server.newSpace();
        for (String user : List.of("u1", "u2")) {
            space.track("{\"anonymousId\":\"old-" + user + "\",\"event\":\"E\"}").ok();
            space.send("group", "{\"userId\":\"" + user + "\",\"groupId\":\"g\"}").ok();
        }
        space.send("group", "{\"anonymousId\":\"old-u1\",\"groupId\":\"g\"}").ok();
        for (String user : List.of("u1", "u2")) {
            space.track("{\"userId\":\"" + user + "\",\"anonymousId\":\"old-" + user + "\",\"event\":\"E\"}").ok();
        }
        Record account = rows("account", space, Map.of("account", "g")).getFirst();
        assertEquals(2, account.get("people").asLong());
        assertEquals(0, account.get("peopleNotDrawn").asLong());
        assertEquals(Set.of(space.segmentIdOf("user_id:u1").orElseThrow(),
                space.segmentIdOf("user_id:u2").orElseThrow()), roots(account.get("members")));
    }

    @Test
    void today_ends_with_the_newest_event() {
        TestSpace space = server.newSpace();
        for (String time : List.of("2020-01-01T10:00:00Z", "2020-01-03T09:30:00Z", "2020-01-03T10:30:00Z")) {
            space.track("{\"anonymousId\":\"" + time + "\",\"event\":\"E\",\"timestamp\":\"" + time + "\"}").ok();
        }
        assertEquals(List.of("2020-01-03T10:00:00Z", "2020-01-03T09:00:00Z"),
                strings(rows("today", space, Map.of("hours", 24)), "hour"));
        assertEquals(3, rows("today", space, Map.of("hours", 72)).size());
    }

    /** The first profile has more IDs than are drawn of a person; the other two have one each. */
    @Test
    void every_profile_of_a_drawing_has_an_id() {
        TestSpace space = server.newSpace();
        for (String id : List.of("\"anonymousId\":\"a1\"", "\"anonymousId\":\"a2\"", "\"userId\":\"u1\"")) {
            space.track("{" + id + ",\"event\":\"E\"}").ok();
        }
        for (String device : List.of("a2", "a1")) {
            space.track("{\"userId\":\"u1\",\"anonymousId\":\"" + device + "\",\"event\":\"E\"}").ok();
        }
        String person = space.segmentIdOf("user_id:u1").orElseThrow();
        driver.executableQuery("MATCH (p:Profile {segmentId: $person}) SET p:Blob, p.glue = 'user_id:u1'"
                + " WITH p UNWIND range(1, 150) AS i"
                + " CREATE (:ExternalId {key: p.space + '/crm:' + i, space: p.space, type: 'crm', value: toString(i)})"
                + "-[:IDENTIFIES {seq: 1000 + i, since: datetime()}]->(p)").withParameters(Map.of("person", person))
                .execute();
        for (String query : List.of("person", "blob-users-drawing", "largest-clusters-drawing")) {
            Record drawn = rows(query, space, Map.of("id", person, "top", 1)).getFirst();
            assertEquals(3, drawn.get("links").asList(Value::asPath).stream().map(path -> path.start().elementId())
                    .distinct().count(), query);
            assertEquals(153 - drawn.get("links").size(), drawn.get("idsNotDrawn").asLong(), query);
        }
    }

    @Test
    void every_query_begins_with_its_name() {
        for (ExploreFile file : ExploreFile.all()) {
            assertTrue(file.query().startsWith("// " + file.name().replace(".cypher", "") + ": "), file::toString);
        }
    }

    /** The device belongs to the first of these users. */
    private static void shareDevice(TestSpace space, String device, String... users) {
        for (String user : users) {
            space.track("{\"userId\":\"" + user + "\",\"anonymousId\":\"" + device + "\",\"event\":\"E\"}").ok();
        }
    }

    /** The people among what is drawn. A profile that was merged and whose parent is not drawn counts as one, too. */
    private static Set<String> roots(Value paths) {
        Map<String, Node> profiles = new HashMap<>();
        Set<String> merged = new HashSet<>();
        for (Path path : paths.asList(Value::asPath, List.of())) {
            path.nodes().forEach(node -> {
                if (node.hasLabel("Profile")) {
                    profiles.put(node.elementId(), node);
                }
            });
            path.relationships().forEach(relationship -> {
                if (relationship.hasType("MERGED_INTO")) {
                    merged.add(relationship.startNodeElementId());
                }
            });
        }
        profiles.keySet().removeAll(merged);
        Set<String> ids = new HashSet<>();
        profiles.values().forEach(node -> ids.add(node.get("segmentId").asString()));
        return ids;
    }

    private List<Record> rows(String query, TestSpace space, Map<String, Object> params) {
        Map<String, Object> complete = new HashMap<>(params);
        complete.put("space", space.id());
        try (var session = driver.session(SessionConfig.forDatabase(server.neo4j().database()))) {
            return new ArrayList<>(session.run(ExploreFile.read(query + ".cypher").query(), complete).list());
        }
    }

    private static List<Long> longs(List<Record> rows, String column) {
        return rows.stream().map(row -> row.get(column).asLong()).toList();
    }

    private static List<String> strings(List<Record> rows, String column) {
        return rows.stream().map(row -> row.get(column).asString()).toList();
    }
}
