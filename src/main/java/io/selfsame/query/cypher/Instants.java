package io.selfsame.query.cypher;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** ISO 8601 instants in texts: which texts are some, and what Cypher makes of them. Pure. */
final class Instants {

    /**
     * Of a full instant with a zone. Cypher's {@code datetime()} fails on any other text, and with it the statement, so this
     * knows how many days a month has, in leap years too.
     */
    static final String PATTERN = "(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))"
            + "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
            + "T(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?"
            + "(?:[Zz]|[+-](?:(?:0\\d|1[0-7])(?::[0-5]\\d){0,2}|18(?::00){0,2}))";

    private static final Pattern INSTANT = Pattern.compile(PATTERN);

    private Instants() {}

    /** The parameter that holds the pattern. */
    static String pattern(Names names) {
        return names.parameter("isoInstant", PATTERN);
    }

    /** A test that only a text passes that {@link #of} may be asked of. */
    static String is(String value, Names names) {
        return value + " =~ " + pattern(names);
    }

    /** The instant in a text, in UTC: to Cypher one instant in two zones is not equal. */
    static String of(String value) {
        return "datetime({datetime: datetime(" + value + "), timezone: 'Z'})";
    }

    static Optional<ZonedDateTime> parse(String text) {
        try {
            return INSTANT.matcher(text).matches()
                    ? Optional.of(OffsetDateTime.parse(text).atZoneSameInstant(ZoneOffset.UTC))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a date without a time. */
    static boolean isDate(Object literal) {
        return literal instanceof String text && parse(text).isEmpty() && parseOrDate(text).isPresent();
    }

    /** As {@link #parse}, or a date, which is its first moment in UTC. */
    static Optional<ZonedDateTime> parseOrDate(String text) {
        try {
            return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return parse(text);
        }
    }
}
