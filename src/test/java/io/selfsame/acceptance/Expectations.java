package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Agreement;
import io.selfsame.testing.TestSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a scenario expects. {@code people}: groups of external IDs that are one person each; {@code nobody}: IDs that
 * identify none; {@code outcomes} by message; {@code refused}: per message exactly the IDs that were dropped or blocked,
 * as {@code "type:value code type limit period count"}; {@code owners}: groups of messages that the same profile took,
 * child and parent told apart; {@code merges}: number of profiles merged per message; {@code rejected}: code per message;
 * {@code events}: messages per person; {@code names}: event names per person; {@code traits}, {@code accounts} (by group
 * ID), {@code links} (user to accounts), {@code members} (account to users), {@code hoursAgo} (event time by message).
 */
final class Expectations {

    private static final Set<String> KEYS = Set.of("people", "nobody", "outcomes", "refused", "owners", "merges",
            "rejected", "events", "names", "traits", "accounts", "links", "members", "hoursAgo");

    private final TestSpace space;
    private final Map<String, String> rejected;
    private final Map<String, JsonNode> ledger;

    Expectations(TestSpace space, Map<String, String> rejected) {
        this.space = space;
        this.rejected = rejected;
        this.ledger = Agreement.byMessage(space.decisions());
    }

    void check(JsonNode expect) {
        expect.fieldNames().forEachRemaining(key -> assertTrue(KEYS.contains(key), "unknown expectation " + key));
        people(expect.path("people"));
        expect.path("nobody").forEach(id -> {
            assertEquals(404, space.profile(id.asText(), "traits").status(), id.asText());
            assertEquals(404, space.profile(id.asText(), "external_ids").status(), id.asText());
        });
        expect.path("outcomes").properties().forEach(entry -> assertEquals(entry.getValue().asText(),
                decision(entry.getKey()).path("outcome").asText(), () -> decision(entry.getKey()).toString()));
        expect.path("refused").properties().forEach(entry -> refused(entry.getKey(), entry.getValue()));
        expect.path("merges").properties().forEach(entry -> assertEquals(entry.getValue().asInt(),
                decision(entry.getKey()).path("merged").size(), () -> decision(entry.getKey()).toString()));
        expect.path("rejected").properties()
                .forEach(
                        entry -> assertEquals(entry.getValue().asText(), rejected.get(entry.getKey()), entry.getKey()));
        assertEquals(texts(expect.path("rejected").fieldNames()), new TreeSet<>(rejected.keySet()), "rejected");
        owners(expect.path("owners"));
        facts(expect);
    }

    private void people(JsonNode groups) {
        Set<String> segmentIds = new HashSet<>();
        for (JsonNode group : groups) {
            Set<String> ids = texts(group.elements());
            String segmentId = new OnePerson(space, ids, ledger).check();
            assertTrue(segmentIds.add(segmentId), () -> ids + " is the same person as another group: " + groups);
        }
    }

    private void refused(String messageId, JsonNode expected) {
        Set<String> found = new TreeSet<>();
        for (JsonNode id : decision(messageId).path("identifiers")) {
            String code = id.path("code").asText();
            if (!code.isEmpty()) {
                found.add(id.path("type").asText() + ":" + id.path("id").asText() + " "
                        + (id.path("fate").asText().equals("blocked") ? code : Agreement.rule(id)));
            }
        }
        assertEquals(texts(expected.elements()), found, () -> decision(messageId).toString());
    }

    private void owners(JsonNode groups) {
        Map<String, String> takers = new HashMap<>();
        for (JsonNode group : groups) {
            Set<String> takersOfGroup = new HashSet<>();
            group.forEach(message -> takersOfGroup.add(decision(message.asText()).path("segment_id").asText()));
            assertEquals(1, takersOfGroup.size(), () -> group + " taken by " + takersOfGroup);
            String twin = takers.put(takersOfGroup.iterator().next(), group.toString());
            assertTrue(twin == null, () -> twin + " and " + group + " were taken by the same profile");
        }
    }

    private void facts(JsonNode expect) {
        expect.path("events").properties().forEach(entry -> {
            Set<String> found = new TreeSet<>();
            space.events(entry.getKey()).forEach(event -> found.add(event.path("message_id").asText()));
            assertEquals(texts(entry.getValue().elements()), found, () -> "events of " + entry.getKey());
        });
        expect.path("names").properties().forEach(entry -> {
            Set<String> found = new TreeSet<>();
            space.profile(entry.getKey(), "events?limit=100").ok().body().path("data")
                    .forEach(event -> found.add(event.path("event").asText()));
            assertEquals(texts(entry.getValue().elements()), found, () -> "events of " + entry.getKey());
        });
        expect.path("traits").properties().forEach(entry -> assertEquals(entry.getValue(),
                space.profile(entry.getKey(), "traits?limit=100").ok().body().path("traits"), entry.getKey()));
        expect.path("accounts").properties().forEach(entry -> assertEquals(entry.getValue(),
                space.get("collections/accounts/profiles/group_id:" + entry.getKey() + "/traits").ok().body()
                        .path("traits"),
                entry.getKey()));
        expect.path("links").properties().forEach(entry -> assertEquals(texts(entry.getValue().elements()),
                links(space.profile(entry.getKey(), "links").ok().body()), entry.getKey()));
        expect.path("members").properties().forEach(entry -> assertEquals(texts(entry.getValue().elements()),
                links(space.get("collections/accounts/profiles/group_id:" + entry.getKey() + "/links").ok().body()),
                entry.getKey()));
        expect.path("hoursAgo").properties().forEach(entry -> {
            Instant when = Instant.parse(decision(entry.getKey()).path("timestamp").asText());
            Duration off = Duration.between(when, Instant.now().minus(Duration.ofHours(entry.getValue().asInt())));
            assertTrue(off.abs().toMinutes() < 10, () -> entry.getKey() + " at " + when);
        });
    }

    private static Set<String> links(JsonNode body) {
        Set<String> found = new TreeSet<>();
        body.path("data").forEach(link -> link.path("external_ids")
                .forEach(id -> found.add(id.path("type").asText() + ":" + id.path("id").asText())));
        return found;
    }

    private JsonNode decision(String messageId) {
        JsonNode entry = ledger.get(messageId);
        assertTrue(entry != null, () -> messageId + " is not in the ledger " + ledger.values());
        return entry;
    }

    private static Set<String> texts(java.util.Iterator<?> values) {
        Set<String> texts = new TreeSet<>();
        values.forEachRemaining(value -> texts.add(value instanceof JsonNode node ? node.asText() : value.toString()));
        return texts;
    }
}
