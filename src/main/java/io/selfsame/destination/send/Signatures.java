package io.selfsame.destination.send;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** By which a receiver knows that a request is ours, and unchanged. Pure. */
final class Signatures {

    private static final String PREFIX = "whsec_";

    /** Bytes of a key, by Standard Webhooks. */
    private static final int SHORTEST_KEY = 24;
    private static final int LONGEST_KEY = 64;

    private Signatures() {}

    /** Segment's: SHA-1 with the secret as it is written, in hexadecimal. */
    static String segment(String secret, byte[] bytes) {
        return HexFormat.of().formatHex(mac("HmacSHA1", secret.getBytes(StandardCharsets.UTF_8), bytes));
    }

    /**
     * Standard Webhooks': SHA-256 over ID, time and body, one for each secret, with spaces between them.
     *
     * @param id without a full stop
     * @param seconds since 1970
     * @throws IllegalArgumentException if a secret is none
     */
    static String standard(List<String> secrets, String id, long seconds, byte[] body) {
        byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        var signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        return secrets.stream().map(secret -> "v1," + Base64.getEncoder().encodeToString(mac("HmacSHA256",
                key(secret).orElseThrow(() -> new IllegalArgumentException("A secret is not whsec_…")), signed)))
                .collect(Collectors.joining(" "));
    }

    /** The key in {@code whsec_…}: 24 to 64 bytes in base 64. Empty if it is none. */
    static Optional<byte[]> key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            return Optional.of(key).filter(bytes -> bytes.length >= SHORTEST_KEY && bytes.length <= LONGEST_KEY);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] mac(String algorithm, byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }
}
