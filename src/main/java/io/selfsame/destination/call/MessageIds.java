package io.selfsame.destination.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** IDs of messages that follow from what they tell: receivers drop what they have. */
final class MessageIds {

    /** Bytes of a message ID that tell it from others. */
    private static final int BYTES = 16;

    private MessageIds() {}

    /** The same for the same text. */
    static String of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "slf_" + HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
