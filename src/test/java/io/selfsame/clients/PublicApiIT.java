package io.selfsame.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Segment's published client of its Public API manages our audiences and computed traits. */
class PublicApiIT {

    private final TestServer server = TestServer.shared();
    private final TestSpace space = server.newSpace();

    @Test
    void definitionsAreMadeListedReadChangedAndRemoved() {
        run("manage");
    }

    @Test
    void previewsAreMadeAndReadToTheirEnd() {
        for (int total : new int[]{400, 200}) {
            space.track("{\"userId\":\"u1\",\"event\":\"Order Completed\",\"properties\":{\"total\":" + total + "}}")
                    .ok();
        }
        space.track("{\"userId\":\"u2\",\"event\":\"Order Completed\",\"properties\":{\"total\":7}}").ok();
        List<JsonNode> previews = run("preview").lines().map(Http::json).toList();
        assertEquals(2, previews.size());
        assertEquals(1, previews.getFirst().at("/size/count").asInt(), "an audience");
        assertEquals("u1", previews.getFirst().at("/results/0/external_ids/0/id").asText());
        assertEquals(2, previews.getLast().at("/size/count").asInt(), "a computed trait");
    }

    private String run(String task) {
        NodeScripts.requireNode();
        return NodeScripts.run("public-api.mjs", server.url() + "/v1", space.adminToken(), space.id(), task);
    }
}
