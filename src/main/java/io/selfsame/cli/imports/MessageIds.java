package io.selfsame.cli.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * IDs for messages that came without one. The same line of the same source always gets the same ID, so that the service
 * recognises what it already has when a batch is sent again. A source that cannot be read twice (standard input) has no
 * hash; there the line's own text stands in for it.
 */
record MessageIds(Optional<String> sourceHash) {
    private static final int HASH_CHARS = 24;

    String of(long line, String text) {
        String hash = sourceHash.orElseGet(() -> sha256(text));
        return "import-" + hash.substring(0, Math.min(HASH_CHARS, hash.length())) + "-" + line;
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
