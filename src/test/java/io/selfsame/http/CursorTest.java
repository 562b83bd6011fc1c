package io.selfsame.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final Cursor<Long> NUMBERS = Cursor.numbers("decisions");
    private static final Cursor<String> TEXTS = Cursor.texts("links");
    private static final Cursor<Instant> INSTANTS = Cursor.of("events", Instant::toString, Instant::parse);

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "links:a", "acme/größe 1", "a:b::c|d", "\uD83D\uDE00"})
    void aPlaceIsReadAsItWasWritten(String place) {
        assertEquals(Optional.of(place), TEXTS.read(TEXTS.text(place)));
        assertEquals(Optional.of(place), Cursor.names().read(Cursor.names().text(place)));
        assertFalse(TEXTS.text(place).isEmpty(), "an empty one is none to clients");
    }

    @Test
    void numbersAndInstantsAreReadAsTheyWereWritten() {
        for (long number : new long[]{0, 7, -1, Long.MAX_VALUE}) {
            assertEquals(Optional.of(number), NUMBERS.read(NUMBERS.text(number)));
        }
        Instant at = Instant.parse("2026-01-31T12:00:00.000000001Z");
        assertEquals(Optional.of(at), INSTANTS.read(INSTANTS.text(at)));
    }

    @Test
    void whatAnotherRouteWroteIsNone() {
        assertEquals(Optional.empty(), NUMBERS.read(Cursor.numbers("profile-decisions").text(7L)));
        assertEquals(Optional.empty(), NUMBERS.read(Cursor.numbers("decision").text(7L)));
        assertEquals(Optional.empty(), NUMBERS.read(TEXTS.text("7")));
        assertEquals(Optional.empty(), TEXTS.read(NUMBERS.text(7L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "zz", "7", "decisions:7", "ZGVjaXNpb25zOjc=", "é"})
    void whatIsNotEncodedAsWrittenIsNone(String text) {
        assertEquals(Optional.empty(), NUMBERS.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "decisions", "decisions:", "decisions:x", "decisions:07", "decisions:+7",
            "decisions:9223372036854775808", "decisions: 7", "7"})
    void whatIsNoPlaceIsNone(String text) {
        assertEquals(Optional.empty(), NUMBERS.read(encoded(text)));
    }

    @Test
    void instantsOutsideTheCalendarAreNone() {
        assertEquals(Optional.empty(), INSTANTS.read(encoded("events:+1000000001-01-01T00:00:00Z")));
        assertEquals(Optional.empty(), INSTANTS.read(encoded("events:yesterday")));
    }

    @Test
    void nothingThatComesThrows() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            String garbage = new String(bytes, random.nextBoolean()
                    ? StandardCharsets.ISO_8859_1
                    : StandardCharsets.UTF_16);
            for (Cursor<?> cursor : new Cursor<?>[]{NUMBERS, TEXTS, INSTANTS}) {
                assertEquals(Optional.empty(), cursor.read(garbage), () -> "seed " + seed);
            }
            assertEquals(Optional.empty(), INSTANTS.read(encoded("events:" + garbage)), () -> "seed " + seed);
            assertEquals(Optional.empty(), NUMBERS.read(encoded("decisions:x" + garbage)), () -> "seed " + seed);
        }
    }
}
