package io.selfsame.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.CliJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoShopTest {
    private static final Instant UNTIL = Instant.parse("2026-01-31T12:00:00Z");

    private static List<String> shop(long seed, int events) {
        return new DemoShop(seed, UNTIL, events).messages().toList();
    }

    private static List<JsonNode> parsed(List<String> messages) {
        return messages.stream().map(text -> {
            try {
                return CliJson.MAPPER.readTree(text);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new AssertionError(text, e);
            }
        }).toList();
    }

    @Test
    void theSameSeedGivesTheSameStreamAndAnotherSeedAnother() {
        assertEquals(shop(7, 5_000), shop(7, 5_000));
        assertNotEquals(shop(7, 5_000), shop(8, 5_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_001, 50_000})
    void everyMessageIsWithinLimitsAndInOrder(int events) {
        List<String> messages = shop(1, events);
        assertEquals(events, messages.size());
        Set<String> ids = new HashSet<>();
        Instant before = UNTIL.minus(DemoShop.SPAN);
        for (JsonNode message : parsed(messages)) {
            assertTrue(ids.add(message.path("messageId").asText()), "message ID twice: " + message);
            assertTrue(message.path("messageId").asText().length() <= 100);
            assertTrue(CliJson.write(message).getBytes(StandardCharsets.UTF_8).length < 32 * 1024);
            Instant at = Instant.parse(message.path("timestamp").asText());
            assertTrue(!at.isBefore(before) && !at.isAfter(UNTIL), "out of order or span: " + message);
            before = at;
        }
    }

    @Test
    void theProportionsAreThoseOfAShop() {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Set<String>> anonymousIdsOf = new HashMap<>();
        Set<String> libraryUsers = new HashSet<>();
        Set<String> teamUsers = new HashSet<>();
        for (JsonNode message : parsed(shop(1, 50_000))) {
            String anonymousId = message.path("anonymousId").asText();
            String userId = message.path("userId").asText();
            counts.merge(message.path("type").asText(), 1, Integer::sum);
            counts.merge(message.path("event").asText("-"), 1, Integer::sum);
            if (DemoCatalog.JUNK_IDS.contains(anonymousId)) {
                counts.merge("bots", 1, Integer::sum);
            }
            if (anonymousId.equals(DemoShop.LIBRARY_COMPUTER) && !userId.isEmpty()) {
                libraryUsers.add(userId);
            }
            if (message.path("traits").path("email").asText().equals(DemoShop.TEAM_EMAIL)) {
                teamUsers.add(userId);
            }
            if (!userId.isEmpty()) {
                anonymousIdsOf.computeIfAbsent(userId, u -> new HashSet<>()).add(anonymousId);
            }
            for (JsonNode external : message.path("context").path("externalIds")) {
                counts.merge(external.path("type").asText(), 1, Integer::sum);
            }
            String device = message.path("context").path("device").path("type").asText("-");
            counts.merge("device " + device, 1, Integer::sum);
        }
        assertEquals(750, counts.get("bots"));
        assertEquals(22, libraryUsers.size());
        assertEquals(8, teamUsers.size());
        for (String kind : List.of("identify", "track", "page", "screen", "group", "phone", "crm_id", "device ios",
                "device android", "Newsletter Clicked", "Signed In", "Signed Out", "Signed Up")) {
            assertTrue(counts.getOrDefault(kind, 0) > 50, kind + " is rare: " + counts);
        }
        double paid = (double) counts.get("Order Completed") / counts.get("Checkout Started");
        assertTrue(paid > 0.3 && paid < 0.8, "carts that are paid: " + paid);
        long several = anonymousIdsOf.values().stream().filter(ids -> ids.size() > 1).count();
        assertTrue(several > anonymousIdsOf.size() / 3, "people on several devices: " + several);
    }
}
