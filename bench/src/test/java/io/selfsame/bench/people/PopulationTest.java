package io.selfsame.bench.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PopulationTest {
    @Test
    void messagesAreAboutSixHundredBytes() {
        List<String> messages = stream(new Population(1000, 1, 7, 0), 2000);
        assertTrue(messages.stream().allMatch(message -> message.length() > 500 && message.length() < 1000));
        assertTrue(messages.stream().allMatch(message -> !message.contains("$") && !message.contains("\n")));
    }

    @Test
    void theSameSeedGivesTheSameStreamAndAnotherSeedOrConnectionAnother() {
        List<String> one = timeless(new Population(1000, 1, 7, 0));
        assertEquals(one, timeless(new Population(1000, 1, 7, 0)));
        assertNotEquals(one, timeless(new Population(1000, 2, 7, 0)));
        assertNotEquals(one, timeless(new Population(1000, 1, 7, 1)));
    }

    @Test
    void noMessageIdIsUsedByTwoRunsOrTwoConnections() {
        Set<String> ids = new HashSet<>();
        for (Population population : List.of(new Population(10, 1, 7, 0), new Population(10, 1, 7, 1),
                new Population(10, 1, 8, 0))) {
            stream(population, 500).forEach(message -> assertTrue(ids.add(field(message, "messageId"))));
        }
    }

    @Test
    void aFewPeopleAreVeryActiveAndAVisitorLogsInOnce() {
        int[] sent = new int[1000];
        Set<Long> visitors = new HashSet<>();
        Set<Long> loggedIn = new HashSet<>();
        Population population = new Population(1000, 1, 7, 0);
        for (int i = 0; i < 50_000; i++) {
            Template message = population.next();
            Template.SlotValues values = population.values();
            if (message == Messages.VISIT) {
                assertTrue(visitors.add(values.device));
            } else if (values.device > 2000) {
                assertEquals(Messages.IDENTIFY, message);
                assertTrue(visitors.contains(values.device) && loggedIn.add(values.device));
            } else {
                sent[(int) values.user]++;
            }
        }
        int active = Arrays.stream(sent, 0, 10).sum();
        assertTrue(active > 45_000 * 0.20 && active < 45_000 * 0.24, "the first 1 % sent " + active);
        assertEquals(45_000, Arrays.stream(sent).sum(), 500);
        assertEquals(1_500, loggedIn.size(), 200);
    }

    @Test
    void shiftedSlotsTakeTheUpperDigits() {
        Template.SlotValues values = new Template.SlotValues();
        values.user = 0x123456789abcdef0L;
        Template template = Template.of("<${user}|${user/32:8}|${user:8}>");
        byte[] out = new byte[template.length()];
        template.write(values, out, 0);
        assertEquals("<123456789abcdef0|12345678|9abcdef0>", new String(out, StandardCharsets.US_ASCII));
    }

    private static List<String> stream(Population population, int count) {
        List<String> messages = new ArrayList<>();
        byte[] out = new byte[2000];
        for (int i = 0; i < count; i++) {
            int end = population.next().write(population.values(), out, 0);
            messages.add(new String(out, 0, end, StandardCharsets.US_ASCII));
        }
        return messages;
    }

    private static List<String> timeless(Population population) {
        return stream(population, 200).stream().map(m -> m.replaceAll("\"timestamp\":\"[^\"]+\"", "")).toList();
    }

    private static String field(String message, String name) {
        return message.replaceAll(".*\"" + name + "\":\"([^\"]+)\".*", "$1");
    }
}
