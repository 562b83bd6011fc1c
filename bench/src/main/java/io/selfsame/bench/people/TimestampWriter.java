package io.selfsame.bench.people;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes the time as ISO 8601 with milliseconds; formats anew once a second only. Not thread-safe. */
final class TimestampWriter {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")
            .withZone(ZoneOffset.UTC);

    private long second = Long.MIN_VALUE;
    private byte[] text = new byte[0];

    /** Writes 24 bytes, {@code 2026-01-31T23:59:59.999Z}. */
    void now(byte[] out) {
        long millis = System.currentTimeMillis();
        long now = Math.floorDiv(millis, 1000L);
        if (now != second) {
            second = now;
            text = (SECONDS.format(Instant.ofEpochSecond(now)) + ".000Z").getBytes(StandardCharsets.US_ASCII);
        }
        System.arraycopy(text, 0, out, 0, text.length);
        int rest = Math.floorMod(millis, 1000);
        out[20] = (byte) ('0' + rest / 100);
        out[21] = (byte) ('0' + rest / 10 % 10);
        out[22] = (byte) ('0' + rest % 10);
    }
}
