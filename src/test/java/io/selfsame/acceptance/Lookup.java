package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestSpace;
import java.util.Collection;

/** The call that reads many profiles at once. */
final class Lookup {

    private final TestSpace space;

    Lookup(TestSpace space) {
        this.space = space;
    }

    void check(Collection<String> addresses, String segmentId) {
        ObjectNode body = Http.JSON.createObjectNode();
        addresses.forEach(body.withArray("ids")::add);
        JsonNode data = space.lookup(body.toString()).ok().body().path("data");
        assertEquals(addresses.size(), data.size(), () -> "one answer per ID in " + data);
        JsonNode traits = space.profile(segmentId, "traits?limit=200").ok().body().path("traits");
        for (JsonNode entry : data) {
            assertEquals(segmentId, entry.path("segment_id").asText(), entry::toString);
            assertEquals(traits, entry.path("traits"), entry::toString);
        }
    }
}
