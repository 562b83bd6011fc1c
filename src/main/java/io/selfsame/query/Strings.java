package io.selfsame.query;

import org.antlr.v4.runtime.Token;

/** Texts in quotes, both ways. */
final class Strings {

    private Strings() {}

    /**
     * What a text in quotes says. A backslash before a quote or a backslash takes it literally; {@code \n}, {@code \r},
     * {@code \t} and a u with four digits are characters; {@code \.} and {@code \$} keep their backslash, for {@link
     * Path}.
     *
     * @throws QueryException if a backslash stands before anything else
     */
    static String read(Token token) {
        String quoted = token.getText();
        if (quoted.indexOf('\\') < 0) {
            return quoted.substring(1, quoted.length() - 1);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = quoted.charAt(++i);
            switch (escaped) {
                case '\'', '"', '\\' -> text.append(escaped);
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case '.', '$' -> text.append('\\').append(escaped);
                case 'u' -> {
                    text.append(unit(token, quoted, i + 1));
                    i += 4;
                }
                default -> throw QueryParser.problem(token, "A backslash does not stand before '"
                        + Character.toString(quoted.codePointAt(i))
                        + "': it stands before a quote, another backslash, n, r, "
                        + "t, u and four digits, or a dot in a name.");
            }
        }
        return text.toString();
    }

    private static char unit(Token token, String quoted, int from) {
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < quoted.length() - 1 ? Character.digit(quoted.charAt(i), 16) : -1;
            if (digit < 0) {
                throw QueryParser.problem(token, "After \\u come four digits from 0 to f.");
            }
            unit = unit * 16 + digit;
        }
        return (char) unit;
    }

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
