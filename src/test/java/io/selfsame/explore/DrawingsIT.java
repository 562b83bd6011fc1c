package io.selfsame.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the graph holds for whoever looks at it: names of profiles, refused IDs, and people who grew too large. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrawingsIT {

    private final TestServer server = TestServer.shared();
    private Graph graph;

    @BeforeAll
    void connect() {
        graph = new Graph(server.neo4j());
    }

    @AfterAll
    void close() {
        graph.close();
    }

    @Test
    void a_profile_has_the_best_name_there_is() {
        TestSpace space = server.newSpace();
        space.track("{\"anonymousId\":\"a1\",\"event\":\"E\"}").ok();
        String segmentId = space.segmentIdOf("anonymous_id:a1").orElseThrow();
        assertEquals("…" + segmentId.substring(segmentId.length() - 6), name(segmentId));
        space.track("{\"anonymousId\":\"a1\",\"userId\":\"u1\",\"event\":\"E\"}").ok();
        assertEquals("u1", name(segmentId));
        space.identify("{\"userId\":\"u1\",\"traits\":{\"email\":\"Ada@x.org\"}}").ok();
        assertEquals("Ada@x.org", name(segmentId));
        space.identify("{\"userId\":\"u1\",\"traits\":{\"firstName\":\"Ada\",\"lastName\":\" Novak \"}}").ok();
        assertEquals("Ada Novak", name(segmentId));
        space.identify("{\"userId\":\"u1\",\"traits\":{\"name\":\"Countess\"}}").ok();
        assertEquals("Countess", name(segmentId));
        space.identify("{\"userId\":\"u1\",\"timestamp\":\"2020-01-01\",\"traits\":{\"name\":\"Old\"}}").ok();
        assertEquals("Countess", name(segmentId));
        space.identify("{\"userId\":\"u1\",\"traits\":{\"name\":null,\"firstName\":null,\"lastName\":7}}").ok();
        assertEquals("Ada@x.org", name(segmentId));
    }

    @Test
    void a_new_profile_is_named_by_what_its_first_event_says() {
        TestSpace space = server.newSpace();
        space.track("{\"userId\":\"u1\",\"event\":\"E\"}").ok();
        assertEquals("u1", name(space.segmentIdOf("user_id:u1").orElseThrow()));
        space.track("{\"event\":\"E\",\"context\":{\"traits\":{\"email\":\"eve@x.org\"}}}").ok();
        assertEquals("eve@x.org", name(space.segmentIdOf("email:eve@x.org").orElseThrow()));
    }

    @Test
    void a_parent_has_the_best_name_of_its_profiles() {
        TestSpace space = server.newSpace();
        space.track("{\"anonymousId\":\"a1\",\"event\":\"E\"}").ok();
        String parent = space.segmentIdOf("anonymous_id:a1").orElseThrow();
        space.identify("{\"userId\":\"u1\",\"traits\":{\"email\":\"ada@x.org\"}}").ok();
        space.track("{\"anonymousId\":\"a1\",\"userId\":\"u1\",\"event\":\"E\"}").ok();
        assertEquals("ada@x.org", name(parent));
        space.identify("{\"userId\":\"u1\",\"traits\":{\"name\":\"Ada\"}}").ok();
        assertEquals("Ada", name(parent));
    }

    @Test
    void an_id_that_was_refused_stays_the_same_node_when_somebody_has_it() {
        TestSpace space = server.newSpace();
        space.manage("PUT", "identity-rules", "{\"identifiers\":[{\"type\":\"crm_id\",\"limit\":1,"
                + "\"blocked\":{\"values\":[\"c1\"]}}]}").ok();
        String event = "{\"userId\":\"%s\",\"event\":\"E\",\"context\":{\"externalIds\":[{\"type\":\"crm_id\","
                + "\"id\":\"c1\",\"collection\":\"users\",\"encoding\":\"none\"}]}}";
        space.track(event.formatted("u1")).ok();
        space.track(event.formatted("u1")).ok();
        assertEquals(List.of("[RefusedId] 2 1 blocked_value", "[RefusedId] 2 2 blocked_value"),
                refused(space, "crm_id:c1"));
        space.manage("PUT", "identity-rules", "{\"identifiers\":[{\"type\":\"crm_id\",\"limit\":1}]}").ok();
        space.track(event.formatted("u1")).ok();
        assertEquals(List.of("[ExternalId] 2 1 blocked_value", "[ExternalId] 2 2 blocked_value"),
                refused(space, "crm_id:c1"));
        assertEquals(space.segmentIdOf("user_id:u1"), space.segmentIdOf("crm_id:c1"));
        space.track("{\"userId\":\"u1\",\"anonymousId\":\"a1\",\"event\":\"E\"}").ok();
        space.track("{\"userId\":\"u2\",\"anonymousId\":\"a1\",\"event\":\"E\"}").ok();
        assertEquals(List.of("[ExternalId] 1 1 limit_exceeded"), refused(space, "anonymous_id:a1"));
    }

    @Test
    void an_event_that_is_refused_again_counts_once() {
        TestSpace space = server.newSpace();
        for (int i = 0; i < 3; i++) {
            space.track("{\"messageId\":\"m\",\"anonymousId\":\"null\",\"event\":\"E\"}");
        }
        assertEquals(List.of("[RefusedId] 1 1 blocked_value"), refused(space, "anonymous_id:null"));
    }

    @Test
    void a_person_with_many_phones_is_a_blob_and_one_with_many_devices_is_not() {
        TestSpace space = server.newSpace();
        for (int i = 0; i < 5; i++) {
            space.track("{\"userId\":\"u1\",\"anonymousId\":\"a" + i + "\",\"event\":\"E\"}").ok();
            space.track("{\"anonymousId\":\"kiosk\",\"event\":\"E\",\"context\":{\"externalIds\":[{\"type\":\"phone\","
                    + "\"id\":\"+" + i + "\",\"collection\":\"users\",\"encoding\":\"none\"}]}}").ok();
        }
        var blobs = graph.read(new Statement("test", "MATCH (b:Blob {space: $space})<-[:IDENTIFIES]-(glue:Glue)"
                + " RETURN b.segmentId AS blob, b.personal AS personal, b.personalType AS type, b.glue AS glue,"
                + " glue.value AS id"), Map.of("space", space.id()));
        assertEquals(1, blobs.size());
        var blob = blobs.getFirst();
        assertEquals(space.segmentIdOf("anonymous_id:kiosk").orElseThrow(), blob.get("blob").asString());
        assertEquals(5, blob.get("personal").asLong());
        assertEquals("phone", blob.get("type").asString());
        assertEquals("anonymous_id:kiosk", blob.get("glue").asString());
        assertEquals("kiosk", blob.get("id").asString());
        var first = space.manage("GET", "blobs", "").ok().body().at("/data/0");
        assertTrue(first.path("too_large").asBoolean(), first::toString);
        assertEquals("too large for one person: 6 external IDs, 5 of them phone; 4 of the merges and IDs came with"
                + " anonymous_id:kiosk", first.path("why").asText());
    }

    @Test
    void a_blob_that_is_merged_leaves_its_mark_to_the_parent() {
        TestSpace space = server.newSpace();
        space.track("{\"userId\":\"u1\",\"event\":\"E\"}").ok();
        for (int i = 0; i < 4; i++) {
            space.track("{\"anonymousId\":\"kiosk\",\"event\":\"E\",\"context\":{\"externalIds\":[{\"type\":\"phone\","
                    + "\"id\":\"+" + i + "\",\"collection\":\"users\",\"encoding\":\"none\"}]}}").ok();
        }
        space.track("{\"userId\":\"u1\",\"anonymousId\":\"kiosk\",\"event\":\"E\"}").ok();
        assertEquals(List.of(space.segmentIdOf("user_id:u1").orElseThrow()), graph.read(new Statement("test",
                "MATCH (b:Blob {space: $space}) RETURN b.segmentId AS blob"), Map.of("space", space.id())).stream()
                .map(row -> row.get("blob").asString()).toList());
    }

    private String name(String segmentId) {
        return graph.read(new Statement("test", "MATCH (p:Profile {segmentId: $id}) RETURN p.name AS name"),
                Map.of("id", segmentId)).getFirst().get("name").asString();
    }

    /** Labels and count of the node, then count and code of each refusal. */
    private List<String> refused(TestSpace space, String id) {
        return graph.read(new Statement("test", "MATCH (x {key: $key})<-[r:REFUSED]-(:Refusal)"
                + " RETURN labels(x) AS labels, x.refusals AS refusals, r.times AS times, r.code AS code ORDER BY times"),
                Map.of("key", space.id() + "/" + id)).stream().map(
                        row -> row.get("labels").asList() + " "
                                + row.get("refusals").asLong() + " " + row.get("times").asLong() + " "
                                + row.get("code").asString())
                .toList();
    }
}
