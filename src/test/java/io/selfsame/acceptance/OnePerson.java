package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.testing.TestSpace;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Asks everything about one person by each external ID and each profile ID: all answers must be the same. */
final class OnePerson {

    private final TestSpace space;
    private final Set<String> ids;
    private final Map<String, JsonNode> ledger;

    OnePerson(TestSpace space, Set<String> ids, Map<String, JsonNode> ledger) {
        this.space = space;
        this.ids = ids;
        this.ledger = ledger;
    }

    /** The canonical profile of these IDs, once all answers were found to agree. */
    String check() {
        String first = ids.iterator().next();
        assertEquals(ids, space.idsOf(first), () -> "IDs of " + first);
        String segmentId = space.segmentIdOf(first).orElseThrow();
        List<JsonNode> decisions = space.decisions(first);
        Set<String> addresses = new TreeSet<>(ids);
        addresses.add(segmentId);
        addresses.add("segment_id:" + segmentId);
        for (String profile : profiles(decisions)) {
            addresses.add(profile);
            addresses.add("segment_id:" + profile);
        }
        for (String address : addresses) {
            assertEquals(ids, space.idsOf(address), () -> "IDs of " + address);
            assertEquals(segmentId, space.segmentIdOf(address).orElseThrow(), () -> "profile of " + address);
            for (String what : List.of("traits?limit=100&verbose=true", "metadata", "links", "identity", "events",
                    "decisions?limit=100")) {
                assertEquals(answer(first, what), answer(address, what), () -> what + " of " + address);
            }
        }
        ledgerAgrees(decisions);
        eventsAgree(first, decisions);
        new Lookup(space).check(addresses, segmentId);
        return segmentId;
    }

    /** What is said, without the place at which it was asked. */
    private JsonNode answer(String address, String what) {
        JsonNode body = space.profile(address, what).ok().body().deepCopy();
        if (body.path("cursor") instanceof ObjectNode cursor) {
            cursor.remove("url");
        }
        return body;
    }

    private static Set<String> profiles(List<JsonNode> decisions) {
        Set<String> profiles = new TreeSet<>();
        for (JsonNode decision : decisions) {
            profiles.add(decision.path("segment_id").asText());
            decision.path("merged").forEach(merge -> {
                profiles.add(merge.path("child").asText());
                profiles.add(merge.path("parent").asText());
            });
        }
        return profiles;
    }

    private void ledgerAgrees(List<JsonNode> decisions) {
        for (JsonNode decision : decisions) {
            JsonNode entry = ledger.get(decision.path("message_id").asText());
            assertTrue(entry != null, () -> decision + " is not in the ledger of the space");
            for (String field : List.of("outcome", "segment_id", "identifiers", "merged", "timestamp")) {
                assertEquals(entry.path(field), decision.path(field), () -> field + " of " + decision);
            }
        }
    }

    private void eventsAgree(String address, List<JsonNode> decisions) {
        Set<String> decided = new HashSet<>();
        decisions.forEach(decision -> decided.add(decision.path("message_id").asText()));
        Set<String> stored = new HashSet<>();
        space.events(address).forEach(event -> stored.add(event.path("message_id").asText()));
        assertEquals(decided, stored, () -> "one decision an event, of " + address);
    }
}
