package io.selfsame.query.parse;

import io.selfsame.query.Path;
import io.selfsame.query.QueryException;
import io.selfsame.query.text.QuotedText;
import org.antlr.v4.runtime.Token;

/** Texts in quotes, as read; {@link QuotedText} writes them. */
final class QuotedToken {

    private QuotedToken() {}

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
                case '.', '$', '*', '?' -> text.append('\\').append(escaped);
                case 'u' -> {
                    text.append(unit(token, quoted, i + 1));
                    i += 4;
                }
                default -> throw QueryParser.problem(token, "A backslash does not stand before '"
                        + Character.toString(quoted.codePointAt(i))
                        + "': it stands before a quote, another backslash, n, r, "
                        + "t, u and four digits, a dot in a name, or * or ? in a pattern.");
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
}
