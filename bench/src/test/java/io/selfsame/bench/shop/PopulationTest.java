package io.selfsame.bench.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private static final int PEOPLE = 1000;

    @Test
    void messagesAreAboutSixHundredBytes() throws IOException {
        ShopMessages messages = new ShopMessages(1, Instant.EPOCH);
        List<ShopEvent> events = events(new Population(crowd(1, 7), 0), 2000);
        long bytes = 0;
        for (ShopEvent event : events) {
            StringWriter out = new StringWriter();
            try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
                messages.write(event, "bench-12345678-63-1234", json);
            }
            bytes += out.toString().length();
            JsonNode message = new ObjectMapper().readTree(out.toString());
            assertEquals(event.known(), message.has("userId"));
            assertEquals(event.kind() == ShopKind.IDENTIFY, message.path("traits").has("email"));
        }
        long mean = bytes / events.size();
        assertTrue(mean > 550 && mean < 680, mean + " bytes on average");
    }

    @Test
    void theSameSeedGivesTheSameStreamAndAnotherSeedOrConnectionAnother() {
        List<ShopEvent> one = timeless(1, 0);
        assertEquals(one, timeless(1, 0));
        assertNotEquals(one, timeless(2, 0));
        assertNotEquals(one, timeless(1, 1));
    }

    @Test
    void newPeopleAndVisitsAreOfOneRunAndOneConnection() {
        Set<String> devices = new HashSet<>();
        for (Population population : List.of(new Population(crowd(1, 7), 0), new Population(crowd(1, 7), 1),
                new Population(crowd(1, 0x7FFFFFF), 0))) {
            events(population, 5000).stream().filter(event -> !event.known())
                    .forEach(event -> assertTrue(
                            devices.add(ShopPerson.anonymousId(event.person(), event.device()))));
        }
    }

    @Test
    void aFewPeopleAreVeryActiveAndAVisitorLogsInOnce() {
        int[] sent = new int[PEOPLE];
        Set<String> visits = new HashSet<>();
        Set<String> logins = new HashSet<>();
        int merges = 0;
        for (ShopEvent event : events(new Population(crowd(1, 7), 0), 50_000)) {
            String device = ShopPerson.anonymousId(event.person(), event.device());
            if (!event.known()) {
                assertEquals(ShopKind.PAGE, event.kind());
                assertTrue(visits.add(device));
            } else if (visits.contains(device)) {
                assertEquals(ShopKind.IDENTIFY, event.kind());
                assertTrue(logins.add(device));
                merges += event.person() < PEOPLE ? 1 : 0;
            } else {
                sent[(int) event.person()]++;
            }
        }
        int active = Arrays.stream(sent, 0, PEOPLE / 100).sum();
        assertTrue(active > 45_000 * 0.20 && active < 45_000 * 0.24, "the first 1 % sent " + active);
        assertEquals(45_000, Arrays.stream(sent).sum(), 500);
        assertEquals(1_500, logins.size(), 200);
        assertEquals(logins.size() / 2, merges, 100);
    }

    @Test
    void introducesPeopleByTheirFirstDevice() {
        ShopEvent introduction = Population.introduction(5);
        assertEquals(List.of(ShopKind.IDENTIFY, 5L, 0L),
                List.of(introduction.kind(), introduction.person(), introduction.device()));
        assertTrue(introduction.known());
    }

    private static PopulationCrowd crowd(long seed, long run) {
        return new PopulationCrowd(PEOPLE, seed, run);
    }

    private static List<ShopEvent> events(Population population, int count) {
        return Stream.generate(population::next).limit(count).toList();
    }

    private static List<ShopEvent> timeless(long seed, int connection) {
        return events(new Population(crowd(seed, 7), connection), 200).stream()
                .map(event -> new ShopEvent(0, event.person(), event.ordinal(), event.kind(), event.device(),
                        event.known(), event.cart(), event.item()))
                .toList();
    }
}
