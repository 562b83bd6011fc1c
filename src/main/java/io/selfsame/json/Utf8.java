package io.selfsame.json;

/** How long text becomes as it is sent. */
public final class Utf8 {

    private Utf8() {}

    /** Bytes of a text in UTF-8; a half of a surrogate pair counts as what stands for it. */
    public static long length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a pair has two of its four.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
