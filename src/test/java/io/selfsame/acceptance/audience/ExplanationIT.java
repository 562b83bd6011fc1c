package io.selfsame.acceptance.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said about why somebody is one person, or is not: identity, explain, blobs, and people kept apart. */
class ExplanationIT {

    private final TestSpace space = TestServer.shared().newSpace();

    /** Three visitors who log in as one user, and one who does not. */
    @BeforeEach
    void fill() {
        for (String id : List.of("a1", "a2", "a3", "stranger")) {
            space.track("{\"messageId\":\"visit-" + id + "\",\"anonymousId\":\"" + id + "\",\"event\":\"Visit\"}").ok();
        }
        for (String id : List.of("a1", "a2", "a3")) {
            login(id);
        }
    }

    private void login(String anonymousId) {
        space.track("{\"messageId\":\"login-" + anonymousId + "\",\"userId\":\"u1\",\"anonymousId\":\"" + anonymousId
                + "\",\"event\":\"Login\"}").ok();
    }

    @Test
    void identity_is_the_merged_subgraph_as_nodes_and_edges() {
        JsonNode identity = space.profile("anonymous_id:a3", "identity").ok().body().path("identity");
        String root = space.segmentIdOf("anonymous_id:a1").orElseThrow();
        assertEquals(root, identity.path("canonical").asText());
        Set<String> nodes = new HashSet<>();
        List<String> canonical = new ArrayList<>();
        identity.path("nodes").forEach(node -> {
            assertTrue(nodes.add(node.path("id").asText()), node::toString);
            if (node.path("canonical").asBoolean()) {
                canonical.add(node.path("id").asText());
            }
        });
        assertEquals(List.of(root), canonical);
        assertEquals(7, nodes.size(), "three profiles and four IDs");
        assertTrue(nodes.containsAll(Set.of("user_id:u1", "anonymous_id:a1", "anonymous_id:a2", "anonymous_id:a3")));
        assertEquals(Map.of("identifies", 4, "merged_into", 2), kinds(identity.path("edges")));
        for (JsonNode edge : identity.path("edges")) {
            assertTrue(nodes.contains(edge.path("from").asText()), edge::toString);
            assertTrue(nodes.contains(edge.path("to").asText()), edge::toString);
            if (edge.path("kind").asText().equals("merged_into")) {
                assertEquals(root, edge.path("to").asText());
                assertEquals("user_id:u1", edge.path("via").asText());
                assertTrue(Set.of("login-a2", "login-a3").contains(edge.path("message_id").asText()), edge::toString);
            }
        }
    }

    private static Map<String, Integer> kinds(JsonNode edges) {
        Map<String, Integer> kinds = new java.util.HashMap<>();
        edges.forEach(edge -> kinds.merge(edge.path("kind").asText(), 1, Integer::sum));
        return kinds;
    }

    @Test
    void explain_shows_the_chain_between_two_ids() {
        JsonNode data = explain("anonymous_id:a2", "anonymous_id:a1");
        assertTrue(data.path("tied").asBoolean(), data::toString);
        assertEquals(space.segmentIdOf("user_id:u1").orElseThrow(), data.path("segment_id").asText());
        JsonNode chain = data.path("chain");
        assertEquals(3, chain.size(), data::toString);
        assertEquals("anonymous_id:a2", chain.path(0).path("from").asText());
        assertEquals("merged_into", chain.path(1).path("kind").asText());
        assertEquals(chain.path(0).path("to"), chain.path(1).path("from"));
        assertEquals("login-a2", chain.path(1).path("message_id").asText());
        assertEquals("user_id limit 1 ever", chain.path(1).path("rule").asText());
        assertEquals("anonymous_id limit 5 ever", chain.path(0).path("rule").asText());
        assertEquals(1, chain.path(0).path("rules_version").asInt());
        assertEquals("anonymous_id:a1", chain.path(2).path("from").asText());
    }

    @Test
    void explain_says_why_two_ids_are_not_tied() {
        assertEquals("never_together", explain("user_id:u1", "anonymous_id:stranger").path("reason").asText());
        assertEquals("unknown", explain("user_id:u1", "email:nobody@x.example").path("reason").asText());
        space.track("{\"messageId\":\"other\",\"userId\":\"u2\",\"anonymousId\":\"a1\",\"event\":\"Login\"}").ok();
        JsonNode refused = explain("user_id:u2", "anonymous_id:a1");
        assertEquals("refused", refused.path("reason").asText());
        assertEquals("other", refused.path("refusals").path(0).path("message_id").asText());
    }

    @Test
    void explain_says_why_an_id_that_was_always_refused_is_nobodys() {
        for (int n = 4; n <= 6; n++) {
            login("a" + n);
        }
        space.track("{\"messageId\":\"junk\",\"userId\":\"u1\",\"anonymousId\":\"null\",\"event\":\"Login\"}").ok();
        assertRefused(explain("anonymous_id:a6", "user_id:u1"), "login-a6", "limit_exceeded");
        assertRefused(explain("anonymous_id:a2", "anonymous_id:a6"), "login-a6", "limit_exceeded");
        assertRefused(explain("user_id:u1", "anonymous_id:null"), "junk", "blocked_value");
        assertEquals("unknown", explain("anonymous_id:stranger", "anonymous_id:a6").path("reason").asText());
    }

    private static void assertRefused(JsonNode data, String messageId, String code) {
        assertFalse(data.path("tied").asBoolean(true), data::toString);
        assertEquals("refused", data.path("reason").asText(), data::toString);
        assertEquals(1, data.path("refusals").size(), data::toString);
        assertEquals(messageId, data.at("/refusals/0/message_id").asText());
        assertTrue(data.at("/refusals/0/identifiers").findValuesAsText("code").contains(code), data::toString);
    }

    @Test
    void people_kept_apart_stay_apart() {
        String one = space.segmentIdOf("user_id:u1").orElseThrow();
        String other = space.segmentIdOf("anonymous_id:stranger").orElseThrow();
        try (Graph graph = new Graph(TestServer.shared().neo4j())) {
            graph.write(new Statement("test", "MATCH (a:Profile {segmentId: $a}) MATCH (b:Profile {segmentId: $b}) "
                    + "CREATE (a)-[:KEPT_APART {at: datetime(), by: 'support', reason: 'two sisters'}]->(b)"),
                    Map.of("a", one, "b", other));
        }
        login("stranger");
        assertEquals(other, space.segmentIdOf("anonymous_id:stranger").orElseThrow());
        JsonNode entry = space.decisions("user_id:u1").getLast();
        assertEquals("login-stranger", entry.path("message_id").asText());
        JsonNode dropped = null;
        for (JsonNode id : entry.path("identifiers")) {
            if (id.path("type").asText().equals("anonymous_id")) {
                dropped = id;
            }
        }
        assertTrue(dropped != null, entry::toString);
        assertEquals("dropped", dropped.path("fate").asText());
        assertEquals("kept_apart", dropped.path("code").asText());
        Set<String> between = new HashSet<>();
        dropped.path("rule").path("between").forEach(profile -> between.add(profile.asText()));
        assertEquals(Set.of(one, other), between);
        JsonNode why = explain("user_id:u1", "anonymous_id:stranger");
        assertEquals("kept_apart", why.path("reason").asText());
        assertTrue(why.path("message").asText().contains("two sisters"), why::toString);
        assertEquals(1, space.manage("GET", "decisions?code=kept_apart", "").ok().body().path("data").size());
    }

    @Test
    void blobs_name_the_id_that_glues() {
        JsonNode blobs = space.manage("GET", "blobs", "").ok().body().path("data");
        assertEquals(1, blobs.size(), blobs::toString);
        JsonNode blob = blobs.path(0);
        assertEquals(space.segmentIdOf("user_id:u1").orElseThrow(), blob.path("segment_id").asText());
        assertEquals(2, blob.path("children").asInt());
        assertEquals(4, blob.path("identifiers").asInt());
        assertEquals(0, blob.path("refusals").asInt());
        assertTrue(blob.path("score").asInt() > 0, blob::toString);
        assertEquals(Http.json("{\"type\":\"user_id\",\"id\":\"u1\",\"merges\":2,\"refusals\":0}"), blob.path("glue"));
    }

    @Test
    void the_ledger_gives_the_outcomes_asked_for() {
        space.identify("{\"messageId\":\"void\",\"userId\":\"undefined\"}");
        assertEquals(List.of("void"), ledger("refused"));
        assertEquals(List.of("login-a2", "login-a3"), ledger("merged"));
        assertEquals(List.of("login-a2", "login-a3", "void"), ledger("merged,refused"));
        assertEquals(List.of("login-a1"), ledger("attached"));
        assertEquals(8, ledger("").size());
    }

    private List<String> ledger(String outcomes) {
        List<String> messages = new ArrayList<>();
        space.manage("GET", "decisions?outcome=" + outcomes, "").ok().body().path("data")
                .forEach(entry -> messages.add(entry.path("message_id").asText()));
        return messages;
    }

    private JsonNode explain(String from, String to) {
        return space.manage("GET", "explain?from=" + Http.encode(from) + "&to=" + Http.encode(to), "").ok().body()
                .path("data");
    }
}
