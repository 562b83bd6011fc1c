package io.selfsame.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares all that a space says about its people with what the oracle made of the same messages. */
public final class Agreement {

    private final TestSpace space;
    private final Oracle oracle;
    private final String about;

    private Agreement(TestSpace space, Oracle oracle, String about) {
        this.space = space;
        this.oracle = oracle;
        this.about = about;
    }

    /** @param about the seed and the like: what a reader of the failure needs to repeat it */
    public static void check(TestSpace space, Oracle oracle, String about) {
        Agreement agreement = new Agreement(space, oracle, about);
        agreement.decisions(byMessage(space.decisions()));
        agreement.people();
    }

    /**
     * The ledger by message ID, in its own order. No message may be in it twice, but for one that was refused as a whole:
     * it was not taken, so it may come again.
     */
    public static Map<String, JsonNode> byMessage(List<JsonNode> ledger) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        for (JsonNode entry : ledger) {
            JsonNode twin = entries.putIfAbsent(entry.path("message_id").asText(), entry);
            assertTrue(twin == null || twin.path("outcome").asText().equals("refused"),
                    () -> "decided twice: " + twin + " and " + entry);
        }
        return entries;
    }

    private void decisions(Map<String, JsonNode> ledger) {
        assertEquals(oracle.decisions().keySet(), ledger.keySet(), about + ": messages in the ledger");
        Map<Oracle.Profile, String> segmentIds = new HashMap<>();
        oracle.decisions().forEach((messageId, expected) -> {
            JsonNode entry = ledger.get(messageId);
            String text = about + ": " + messageId + " " + entry;
            assertEquals(expected.outcome(), entry.path("outcome").asText(), text);
            assertEquals(expected.merges(), entry.path("merged").size(), text);
            identifiers(expected, entry, text);
            expected.profile().ifPresent(profile -> {
                String segmentId = entry.path("segment_id").asText();
                assertEquals(segmentIds.computeIfAbsent(profile, any -> segmentId), segmentId, text);
            });
        });
        assertEquals(segmentIds.size(), new HashSet<>(segmentIds.values()).size(),
                about + ": profiles that took events");
    }

    private static void identifiers(Oracle.Decision expected, JsonNode entry, String text) {
        Map<Oracle.Id, String> fates = new HashMap<>();
        for (JsonNode identifier : entry.path("identifiers")) {
            Oracle.Id id = new Oracle.Id(identifier.path("type").asText(), identifier.path("id").asText());
            fates.put(id, identifier.path("fate").asText());
            if (identifier.path("fate").asText().equals("dropped")) {
                String rule = rule(identifier);
                Set<String> possible = expected.drops().getOrDefault(id, Set.of());
                assertTrue(possible.contains(rule), () -> text + ": " + id + " broke " + possible + ", not " + rule);
            }
            if (identifier.path("code").asText().equals("id_not_allowed")) {
                assertEquals("blocked", fates.put(id, "not allowed"), text);
            } else if (identifier.path("fate").asText().equals("blocked")) {
                assertEquals("blocked_value", identifier.path("code").asText(), text);
            }
        }
        assertEquals(expected.fates(), fates, text);
    }

    /** The broken rule of a dropped ID, in the oracle's words. */
    public static String rule(JsonNode identifier) {
        String code = identifier.path("code").asText();
        JsonNode rule = identifier.path("rule");
        String limit = rule.path("limit").asText();
        String count = rule.path("count").asText();
        return code.equals("limit_exceeded")
                ? String.join(" ", code, rule.path("type").asText(), limit, rule.path("period").asText(), count)
                : String.join(" ", code, limit, count);
    }

    private void people() {
        Set<Set<Oracle.Id>> seen = new HashSet<>();
        for (Set<Oracle.Id> person : oracle.people()) {
            Set<String> ids = new TreeSet<>();
            person.forEach(id -> ids.add(id.type() + ":" + id.value()));
            for (String id : ids) {
                assertEquals(ids, space.idsOf(id), about + ": IDs of " + id);
            }
            assertTrue(seen.add(person));
            events(ids.iterator().next(), person);
        }
    }

    private void events(String anyId, Set<Oracle.Id> person) {
        Set<String> expected = new TreeSet<>();
        oracle.decisions().forEach((messageId, decision) -> {
            if (decision.profile().filter(profile -> oracle.idsOf(profile.root).keySet().equals(person)).isPresent()) {
                expected.add(messageId);
            }
        });
        List<JsonNode> stored = space.events(anyId);
        Set<String> found = new TreeSet<>();
        stored.forEach(event -> found.add(event.path("message_id").asText()));
        assertEquals(expected, found, about + ": events of " + anyId);
        assertEquals(expected.size(), stored.size(), about + ": events stored once, of " + anyId);
    }
}
