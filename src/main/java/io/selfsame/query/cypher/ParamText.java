package io.selfsame.query.cypher;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HexFormat;

/** Values as Cypher literals, for a person to paste. Pure. */
final class ParamText {

    /** Besides letters and digits. The rest is written as its code: Browser takes a semicolon for an end. */
    private static final String PLAIN = " -_.,:/@+*()[]{}<>=!?#%&|~^$";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ParamText() {}

    /** On one line. */
    static String of(Object value) {
        var written = new StringBuilder();
        write(value, written);
        return written.toString();
    }

    /** The same, at the end of a text: values may be long. */
    static void write(Object value, StringBuilder to) {
        switch (value) {
            case String text -> quoted(text, to);
            case Collection<?> list -> {
                to.append('[');
                String separator = "";
                for (Object one : list) {
                    to.append(separator);
                    write(one, to);
                    separator = ", ";
                }
                to.append(']');
            }
            case ZonedDateTime at -> to.append("datetime('").append(at.toInstant()).append("')");
            case Duration span -> to.append("duration('").append(span).append("')");
            default -> to.append(value);
        }
    }

    private static void quoted(String text, StringBuilder quoted) {
        quoted.append('\'');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                quoted.append(c);
            } else if (Character.isLetter(c)) {
                quoted.append(c);
            } else {
                quoted.append("\\u").append(HEX.toHexDigits(c));
            }
        }
        quoted.append('\'');
    }
}
