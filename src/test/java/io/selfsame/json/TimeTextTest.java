package io.selfsame.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {

    @ParameterizedTest
    @CsvSource({"2026-11-27T10:48:29.123Z, 2026-11-27T10:48:29.123Z",
            "2026-11-27 10:48:29.123+00, 2026-11-27T10:48:29.123Z",
            "2026-11-27T10:48:29+0100, 2026-11-27T09:48:29Z", "2026-11-27T10:48:29-05, 2026-11-27T15:48:29Z",
            "2026-11-27T10:48:29\u221205:30, 2026-11-27T16:18:29Z", "2026-11-27t10:48z, 2026-11-27T10:48:00Z",
            "2026-11-27 10:48:29.123456 UTC, 2026-11-27T10:48:29.123456Z",
            "2026-11-27 10:48:29 +0000, 2026-11-27T10:48:29Z",
            "20261127T104829Z, 2026-11-27T10:48:29Z", "2026-11-27, 2026-11-27T00:00:00Z",
            "2026-11, 2026-11-01T00:00:00Z",
            "2026-331, 2026-11-27T00:00:00Z", "2026-W48-5, 2026-11-27T00:00:00Z", "2026W485T10Z, 2026-11-27T10:00:00Z",
            "2026-11-27T24:00:00Z, 2026-11-28T00:00:00Z", "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
            "2026-11-27T10:48:29.1234567891234Z, 2026-11-27T10:48:29.123456789Z",
            "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
            "' 2026-11-27T10:48:29Z ', 2026-11-27T10:48:29Z",
            "1764240509, 2025-11-27T10:48:29Z", "1764240509123, 2025-11-27T10:48:29.123Z",
            "1764240509123456, 2025-11-27T10:48:29.123456Z", "1764240509.5, 2025-11-27T10:48:29.500Z",
            "1, 1970-01-01T00:00:01Z"})
    void timesAsTheyAreWritten(String text, Instant expected) {
        assertEquals(Optional.of(expected), TimeText.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-11-27T16:00:27.029:Z", "11/27/2026 10:48 AM", "0000-00-00 00:00:00",
            "2026-02-30",
            "\u0662\u0660\u0662\u0666-11-27", "0", "-1764240509", "100000000000000000", "2026-11-27T25:00:00Z",
            "2026-11-27T10:48:29+25:00", "-0001-01-01T00:00:00Z", "12026-11-27T00:00:00Z", "2026-11-27T10:48:29 CET",
            "2026-11T10:00Z",
            "2026-W54-1", "2026-366", "20261127T", "T10:00", "NaN", "1e9"})
    void whatIsNoTime(String text) {
        assertEquals(Optional.empty(), TimeText.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1764240509", "20261127", "2026"})
    void digitsAloneAreNoDateWithSeparators(String text) {
        assertEquals(Optional.empty(), TimeText.iso(text));
    }
}
