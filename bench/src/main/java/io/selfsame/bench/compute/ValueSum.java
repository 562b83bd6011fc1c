package io.selfsame.bench.compute;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * People with a value.
 *
 * @param checksum
 *            60 bits
 */
record ValueSum(long people, long checksum) {
    static final ValueSum NONE = new ValueSum(0, 0);

    /** With one more person; the order in which they come does not matter. */
    ValueSum with(String externalId, String value) {
        return new ValueSum(people + 1, checksum ^ hash(externalId + "=" + value));
    }

    /** The first 60 bits of MD5: what SQL has at hand. */
    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            long bits = 0;
            for (int i = 0; i < 8; i++) {
                bits = bits << 8 | (digest[i] & 0xFF);
            }
            return bits >>> 4;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
