package io.selfsame.bench.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Instant UNTIL = Instant.parse("2026-05-01T00:00:00Z");
    private static final int PEOPLE = 300;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void hasAsManyEventsAsPromisedInTheOrderOfTimeAndNoneAfterTheEnd() {
        List<ShopEvent> all = messages(1, 0, PEOPLE);
        assertEquals(History.events(PEOPLE), all.stream().filter(event -> event.kind().isPerformed()).count());
        for (int i = 1; i < all.size(); i++) {
            assertTrue(all.get(i - 1).millis() <= all.get(i).millis());
        }
        assertTrue(all.getLast().millis() <= UNTIL.toEpochMilli());
        assertTrue(all.getFirst().millis() >= UNTIL.toEpochMilli() - History.SPAN_MILLIS);
    }

    @Test
    void theSameSeedGivesTheSameAndOthersDoNotChangeWhatAPersonDoes() {
        List<ShopEvent> some = messages(1, 100, 200);
        assertEquals(some, messages(1, 0, PEOPLE).stream().filter(event -> event.person() / 100 == 1).toList());
        assertNotEquals(some, messages(2, 100, 200));
    }

    @Test
    void noPersonDoesTwoThingsAtATime() {
        byPerson().values().forEach(events -> {
            for (int i = 1; i < events.size(); i++) {
                assertTrue(events.get(i - 1).millis() < events.get(i).millis());
                assertEquals(i, events.get(i).ordinal());
            }
        });
    }

    @Test
    void membersLogInOnEveryDeviceTheyUseAndStayLoggedIn() {
        int merged = 0;
        for (Map.Entry<Long, List<ShopEvent>> entry : byPerson().entrySet()) {
            ShopPerson who = ShopPerson.of(entry.getKey(), ShopLife.random(1, entry.getKey()));
            for (int device = 0; device < 3; device++) {
                int number = device;
                List<ShopEvent> events = entry.getValue().stream().filter(event -> event.device() == number).toList();
                long before = events.stream().takeWhile(event -> !event.known()).count();
                assertTrue(events.stream().skip(before).allMatch(ShopEvent::known));
                assertEquals(who.member() && !events.isEmpty(), before < events.size());
                if (before < events.size()) {
                    assertEquals(ShopKind.SIGN_IN, events.get((int) before).kind());
                    merged += device > 0 && before > 0 ? 1 : 0;
                }
            }
        }
        assertTrue(merged > PEOPLE / 20, merged + " profiles are merged");
    }

    @Test
    void anOrderFollowsACheckoutOfTheSameCartAndACartHoldsWhatWasAdded() {
        byPerson().values().forEach(events -> {
            for (int i = 0; i < events.size(); i++) {
                ShopEvent event = events.get(i);
                if (event.kind() == ShopKind.ORDER) {
                    assertEquals(ShopKind.CHECKOUT, events.get(i - 1).kind());
                    assertEquals(event.cart(), events.get(i - 1).cart());
                }
                if (event.kind() == ShopKind.ORDER || event.kind() == ShopKind.CHECKOUT) {
                    assertEquals(event.item(), events.subList(0, i).stream()
                            .filter(other -> other.kind() == ShopKind.ADD && other.cart() == event.cart()).count());
                }
            }
        });
    }

    @Test
    void messagesAreJsonOfAFewHundredBytesAndSayWhatTheEventIs() throws IOException {
        ShopMessages messages = new ShopMessages(1, UNTIL);
        long bytes = 0;
        List<ShopEvent> all = messages(1, 0, PEOPLE);
        for (ShopEvent event : all) {
            StringWriter out = new StringWriter();
            try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
                messages.write(event, ShopMessages.id(event), json);
            }
            bytes += out.toString().length();
            JsonNode message = new ObjectMapper().readTree(out.toString());
            assertEquals(event.known(), message.has("userId"));
            assertEquals(Instant.ofEpochMilli(event.millis()), Instant.parse(message.path("timestamp").asText()));
            if (event.kind() == ShopKind.ORDER) {
                double sum = 0;
                for (JsonNode product : message.path("properties").path("products")) {
                    sum += product.path("price").asDouble();
                }
                assertEquals(sum, message.path("properties").path("revenue").asDouble(), 0.001);
            } else if (event.kind() == ShopKind.ADD) {
                assertFalse(message.path("properties").path("sku").asText().isEmpty());
            }
        }
        assertTrue(bytes / all.size() > 500 && bytes / all.size() < 700, bytes / all.size() + " bytes on average");
    }

    @Test
    void packingKeepsEverything() {
        ShopEvent event = new ShopEvent(5, ShopEvent.MOST_PEOPLE - 1, 1023, ShopKind.GROUP, 3, true, 255, 255);
        assertEquals(event, ShopEvent.unpack(5, event.pack()));
        ShopEvent least = new ShopEvent(5, 0, 0, ShopKind.PAGE, 0, false, 0, 0);
        assertEquals(least, ShopEvent.unpack(5, least.pack()));
    }

    @Test
    void tablesHoldTheEventsAndTheLatestPlan() throws IOException {
        HistoryState state = HistoryState.begin(1, UNTIL);
        ShopTables.write(History.of(1, UNTIL, 0, PEOPLE), state, PEOPLE, folder);
        List<String> events = Files.readAllLines(folder.resolve("events.csv"));
        assertEquals(1 + History.events(PEOPLE), events.size());
        assertTrue(events.stream().allMatch(line -> line.replaceAll("\"[^\"]*\"", "").split(",", -1).length == 10));
        String[] plans = new String[PEOPLE];
        Arrays.fill(plans, "");
        messages(1, 0, PEOPLE).stream().filter(event -> event.kind() == ShopKind.IDENTIFY)
                .forEach(event -> plans[(int) event.person()] = ShopMessages.plan(event));
        List<String> people = Files.readAllLines(folder.resolve("people.csv"));
        assertEquals(List.of(plans),
                people.stream().skip(1).map(line -> line.split(",", -1)[2]).toList());
    }

    private static List<ShopEvent> messages(long seed, int from, int to) {
        History history = History.of(seed, UNTIL, from, to);
        return IntStream.range(0, history.size()).mapToObj(history::get).toList();
    }

    private static Map<Long, List<ShopEvent>> byPerson() {
        Map<Long, List<ShopEvent>> byPerson = new HashMap<>();
        messages(1, 0, PEOPLE)
                .forEach(event -> byPerson.computeIfAbsent(event.person(), p -> new ArrayList<>()).add(event));
        assertEquals(PEOPLE, byPerson.size());
        return byPerson;
    }
}
