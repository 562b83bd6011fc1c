package io.selfsame.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** What a preview found: members of an audience, or those for whom a computed trait is not as for nobody. */
public record Preview(List<Found> found) {

    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long PAUSE_NANOS = 3_000_000L;

    /** Somebody, or an account: external IDs as {@code type:value}, and the value. */
    public record Found(String id, Set<String> externalIds, JsonNode value) {}

    /** Asks for a preview of a definition at an instant; nothing is written by it. */
    public static Reply ask(TestSpace space, boolean audience, boolean ofAccounts, String query, JsonNode options,
            Instant asOf) {
        ObjectNode body = Http.JSON.createObjectNode().put("audienceType", ofAccounts ? "ACCOUNTS" : "USERS")
                .put("asOf", asOf.toString()).put("sampleSize", 1000);
        body.putObject("definition").put("query", query);
        body.set("options", options);
        return space.manage("POST", path(audience), body.toString());
    }

    /** The answer of {@link #ask}, waited for. */
    public static Preview of(TestSpace space, boolean audience, Reply asked) {
        String name = audience ? "audiencePreview" : "computedTraitPreview";
        JsonNode preview = asked.ok().body().path("data").path(name);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Set.of("COMPLETED", "FAILED").contains(preview.path("status").asText())
                && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
            preview = space.manage("GET", path(audience) + "/" + preview.path("id").asText(), "").ok().body()
                    .path("data").path(name);
        }
        assertEquals("COMPLETED", preview.path("status").asText(), preview.toString());
        List<Found> found = new ArrayList<>();
        for (JsonNode result : preview.path("results")) {
            Set<String> ids = new TreeSet<>();
            result.path("external_ids").forEach(id -> ids.add(id.path("type").asText() + ":" + id.path("id").asText()));
            found.add(new Found(result.path("id").asText(), ids, result.path("value")));
        }
        assertEquals(found.size(), preview.at("/size/count").asInt(-1), preview.toString());
        return new Preview(found);
    }

    private static String path(boolean audience) {
        return (audience ? "audiences" : "computed-traits") + "/previews";
    }
}
