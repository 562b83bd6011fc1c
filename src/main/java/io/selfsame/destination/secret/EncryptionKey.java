package io.selfsame.destination.secret;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key of 256 bits that secrets are encrypted with. Immutable. Its text says nothing of it. */
public final class EncryptionKey {

    private static final int BYTES = 32;
    private static final int HEX_DIGITS = 2 * BYTES;

    /** Of 32 random bytes all but one in 10^16 have more different values than this. */
    private static final int FEWEST_VALUES = 16;

    private static final String FORM = "it is 32 random bytes as base64, or as 64 hexadecimal digits. Make one with"
            + " openssl rand -base64 32";

    private final byte[] bytes;

    private EncryptionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a key.
     *
     * @param text 32 bytes as base64, with or without padding, or as 64 hexadecimal digits
     * @throws IllegalArgumentException with what is wrong, to stand behind the name of the setting; it does not quote the text
     */
    public static EncryptionKey parse(String text) {
        byte[] bytes = decoded(text);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("has not the length of a key; " + FORM);
        }
        if (isWeak(bytes)) {
            throw new IllegalArgumentException("is easily guessed: it is a text, or repeats itself; " + FORM);
        }
        return new EncryptionKey(bytes);
    }

    /** A new one. */
    static EncryptionKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new EncryptionKey(bytes);
    }

    private static byte[] decoded(String text) {
        try {
            return text.length() == HEX_DIGITS ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // The exception quotes what it could not read.
            throw new IllegalArgumentException("has other characters than a key; " + FORM);
        }
    }

    /** What no generator makes in a lifetime: few different bytes, or only such as people type. */
    private static boolean isWeak(byte[] bytes) {
        long values = IntStream.range(0, bytes.length).map(i -> bytes[i]).distinct().count();
        return values < FEWEST_VALUES || IntStream.range(0, bytes.length).allMatch(i -> bytes[i] >= ' ');
    }

    SecretKey forAes() {
        return new SecretKeySpec(bytes, "AES");
    }

    /** As {@link #parse} reads it. */
    String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "key";
    }
}
