package io.selfsame.query.text;

/** Texts in quotes, as written. */
public final class QuotedText {

    private QuotedText() {}

    /** The text in single quotes, on one line. */
    static String write(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('\'');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || (Character.isSurrogate(c) && !paired(text, i))) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('\'').toString();
    }

    private static boolean paired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? (at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1)))
                : (at > 0 && Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
