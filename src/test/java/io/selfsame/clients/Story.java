package io.selfsame.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestSpace;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What every client tells about one person (src/test/clients/story.mjs), and whether all of it arrived. */
final class Story {

    static final int TRACKS = 25;
    static final String TRAITS = """
            {"email": "ada@example.com", "plan": "pro", "age": 36, "address": {"city": "Utrecht", "tags": ["a", "b"]}}""";
    static final String ORDER = """
            {"total": 42.5, "currency": "EUR", "note": "naïve ☕ \\"quoted\\"",
             "products": [{"sku": "S-1", "quantity": 2}, {"sku": "S-2", "quantity": 1}]}""";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Clients differ in how they write a whole number; 2 and 2.0 are the same to their users. */
    private static final Comparator<JsonNode> SAME_VALUE = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    };

    private final TestSpace space;
    private final String userId;
    private final Map<String, Long> calls = new TreeMap<>(
            Map.of("alias", 1L, "group", 1L, "identify", 1L, "page", 1L, "screen", 1L, "track", TRACKS + 1L));
    private boolean namesPages = true;

    Story(TestSpace space, String userId) {
        this.space = space;
        this.userId = userId;
    }

    /** Of a client that lacks some calls. */
    Story without(String... lacking) {
        calls.keySet().removeAll(Set.of(lacking));
        return this;
    }

    /** Of a client whose pages have a path and no name. */
    Story withoutPageNames() {
        namesPages = false;
        return this;
    }

    /** Checks the events, the person and the group, as the Profile API tells of them. */
    void assertArrived() {
        List<JsonNode> events = await();
        assertEquals(calls, events.stream().collect(
                Collectors.groupingBy(event -> event.path("type").asText(), TreeMap::new, Collectors.counting())));
        Set<String> messageIds = new HashSet<>();
        events.forEach(event -> assertTrue(messageIds.add(event.path("message_id").asText()), () -> "twice: " + event));

        assertSame(Http.json(ORDER), one(events, "Order Completed").path("properties"));
        if (namesPages) {
            assertEquals("Pricing", one(events, "Page Viewed").at("/properties/page_name").asText());
        }
        assertEquals("/pricing", one(events, "Page Viewed").at("/properties/path").asText());
        if (calls.containsKey("screen")) {
            assertEquals("Home", one(events, "Screen Viewed").at("/properties/screen_name").asText());
            assertEquals("first", one(events, "Screen Viewed").at("/properties/tab").asText());
        }
        assertEquals(IntStream.rangeClosed(1, TRACKS).boxed().toList(), named(events, "Step Taken").stream()
                .map(event -> event.at("/properties/n").asInt()).sorted().toList());

        assertSame(Http.json(TRAITS), space.profile("user_id:" + userId, "traits?limit=50").ok().body().path("traits"));
        assertSame(Http.json("{\"name\":\"Acme\",\"seats\":12}"), space
                .get("collections/accounts/profiles/group_id:" + userId + "-team/traits").ok().body().path("traits"));
        assertOnePerson();
    }

    private void assertOnePerson() {
        Set<String> types = space.idsOf("user_id:" + userId).stream().map(id -> id.substring(0, id.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("anonymous_id", "email", "user_id"), types);

        List<JsonNode> decisions = space.decisions("user_id:" + userId);
        assertEquals(1, decisions.stream().filter(it -> it.path("outcome").asText().equals("created")).count(),
                decisions::toString);
        Set<String> fates = decisions.stream().flatMap(it -> it.findValuesAsText("fate").stream())
                .collect(Collectors.toSet());
        assertTrue(Set.of("linked", "known").containsAll(fates), decisions::toString);

        JsonNode rejected = space.manage("GET", "rejected", "").ok().body().path("data");
        assertTrue(rejected.isEmpty(), rejected::toString);
    }

    /** All events, as soon as they are all there; whatever is there when patience ends. */
    private List<JsonNode> await() {
        long messages = calls.values().stream().mapToLong(Long::longValue).sum();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            boolean known = space.profile("user_id:" + userId, "metadata").status() == 200;
            List<JsonNode> events = known ? space.events("user_id:" + userId) : List.of();
            if (events.size() >= messages || System.nanoTime() > deadline) {
                return events;
            }
            Thread.onSpinWait();
        }
    }

    private static JsonNode one(List<JsonNode> events, String name) {
        List<JsonNode> found = named(events, name);
        assertEquals(1, found.size(), () -> name + ": " + found);
        return found.getFirst();
    }

    private static List<JsonNode> named(List<JsonNode> events, String name) {
        return events.stream().filter(event -> event.path("event").asText().equals(name)).toList();
    }

    private static void assertSame(JsonNode expected, JsonNode actual) {
        assertTrue(expected.equals(SAME_VALUE, actual), () -> "expected " + expected + " but was " + actual);
    }
}
