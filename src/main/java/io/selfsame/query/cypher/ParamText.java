package io.selfsame.query.cypher;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.stream.Collectors;

/** Values as Cypher literals, for a person to paste. Pure. */
final class ParamText {

    /** Besides letters and digits. The rest is written as its code: Browser takes a semicolon for an end. */
    private static final String PLAIN = " -_.,:/@+*()[]{}<>=!?#%&|~^$";

    private ParamText() {}

    /** On one line. */
    static String of(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case Collection<?> list -> list.stream().map(ParamText::of).collect(Collectors.joining(", ", "[", "]"));
            case ZonedDateTime at -> "datetime('" + at.toInstant() + "')";
            case Duration span -> "duration('" + span + "')";
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("'");
        text.chars().forEach(unit -> {
            char c = (char) unit;
            if (c == '\'' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                quoted.append(c);
            } else if (Character.isLetter(c)) {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\u%04X", (int) c));
            }
        });
        return quoted.append('\'').toString();
    }
}
