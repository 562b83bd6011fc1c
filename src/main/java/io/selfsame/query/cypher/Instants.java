package io.selfsame.query.cypher;

import io.selfsame.json.Json;
import io.selfsame.json.TimeText;
import io.selfsame.query.CalendarPeriod;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Dates and times in texts: which texts Cypher reads as {@link TimeText} does, and what it makes of them. The rest, which few write,
 * it takes for no times; a statement that may meet them says so. Pure.
 */
final class Instants {

    /** Cypher's {@code datetime()} fails on any other text, and with it the statement, so this knows how many days a month has. */
    private static final String DATE = "(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))"
            + "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
    private static final String ZONE = "(?: ?(?:[Zz]|UTC|GMT|[+-](?:(?:0\\d|1[0-7])(?::?[0-5]\\d)?|18(?::?00)?)))";
    static final String PATTERN = DATE
            + "(?:[Tt ](?:[01]\\d|2[0-3])(?::[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?)?" + ZONE + "?)?";
    private static final String WITH_ZONE = ".{13,}?" + ZONE;

    /** Positive, and of no more digits than an epoch has. */
    private static final String DIGITS = "0{0,3}[1-9]\\d{0,16}";

    private static final Pattern COMMON = Pattern.compile(PATTERN);

    /** What a statement says that compares texts as times. */
    static final String GAP = "Times are read as dates (2026-01-31), as dates with a time (2026-01-31T10:48, 2026-01-31 10:48:29.123+01) and, "
            + "where only times count, as epochs to the microsecond. Texts of other forms, like 2026-W05-6, 2026-031, 20260131T1048, 24:00 and "
            + "1769860800.5, are taken for no times.";

    private Instants() {}

    /** A test that only a text passes that {@link #of} may be asked of. */
    static String is(String value, Names names) {
        return value + " =~ " + names.parameter("isoTime", PATTERN);
    }

    /** The instant in a text, in UTC: to Cypher one instant in two zones is not equal. */
    static String of(String value, Names names) {
        String rest = "replace(replace(replace(toUpper(substring(" + value
                + ", 11)), ' ', ''), 'UTC', 'Z'), 'GMT', 'Z')";
        return "datetime({datetime: datetime(left(" + value + ", 10) + 'T' + " + rest + "\n    + CASE WHEN size("
                + value
                + ") = 10 THEN '00:00Z' WHEN " + value + " =~ " + names.parameter("withZone", WITH_ZONE)
                + " THEN '' ELSE 'Z' END), timezone: 'Z'})";
    }

    /** The instant in a value where only instants count, epochs included; null if there is none. */
    static String read(ValueExpression one, Names names) {
        String value = one.text();
        String number = value + " IS :: INTEGER NOT NULL | FLOAT NOT NULL AND 0 < " + value + " < 1e17";
        String ofNumber = "  WHEN " + number + "\n  THEN " + epoch(value) + " END";
        if (!one.mayBeText()) {
            return "CASE" + ofNumber;
        }
        String ofText = "CASE WHEN " + is(value, names) + "\n  THEN " + of(value, names) + "\n  WHEN " + value + " =~ "
                + names.parameter("epoch", DIGITS) + "\n  THEN " + epoch("toInteger(" + value + ")");
        if (one.kind() == ValueExpression.ValueKnowledge.TIME) {
            return "datetime(" + value + ")";
        }
        return one.kind() == ValueExpression.ValueKnowledge.TEXT ? ofText + " END" : ofText + "\n" + ofNumber;
    }

    /** An instant in UTC as ISO 8601, as {@link Instant#toString} writes it. */
    static String text(String at) {
        return "CASE WHEN " + at + ".second = 0 AND " + at + ".nanosecond = 0 THEN left(toString(" + at
                + "), 16) + ':00Z' ELSE toString(" + at + ") END";
    }

    /** A test that only a text passes that is a date without a time. */
    static String isDay(String value, Names names) {
        return value + " =~ " + names.parameter("isoDate", DATE);
    }

    /** The calendar day that an instant lies in, as {@link CalendarPeriod#day} has it. */
    static String day(String at, ZoneId zone, Names names) {
        if (zone.equals(ZoneOffset.UTC)) {
            return "date(" + at + ")";
        }
        String id = names.parameter("timeZone", zone.getId());
        String day = "date(datetime({datetime: " + at + ", timezone: " + id + "}))";
        if (!CalendarPeriod.repeatsDays(zone)) {
            return day;
        }
        // Where clocks were put back over midnight, a day that had begun did not end again.
        return "head([day IN [" + day + "] | day + CASE WHEN datetime({date: day + duration({days: 1}), timezone: " + id
                + "}) <= " + at + "\n    THEN duration({days: 1}) ELSE duration({days: 0}) END])";
    }

    private static String epoch(String number) {
        return "datetime({epochMillis: 0}) + duration({microseconds: toInteger(" + number + "\n    * CASE WHEN "
                + number
                + " < 100000000000 THEN 1000000 WHEN " + number + " < 100000000000000 THEN 1000 ELSE 1 END)})";
    }

    /** Notes that times in rare forms are not read, if values may have them. */
    static void note(List<String> gaps, ValueExpression... values) {
        boolean exact = Arrays.stream(values).allMatch(one -> one.kind() == ValueExpression.ValueKnowledge.TIME);
        if (!exact && !gaps.contains(GAP)) {
            gaps.add(GAP);
        }
    }

    /** What a text that the query holds is in a comparison with another text. */
    static Optional<ZonedDateTime> date(Object literal) {
        return literal instanceof String text ? TimeText.iso(text).map(Instants::utc) : Optional.empty();
    }

    /** What a constant is where only instants count. */
    static Optional<ZonedDateTime> time(Object literal) {
        return TimeText.read(Json.tree(literal)).map(Instants::utc);
    }

    /** Whether Cypher reads it, too. */
    static boolean isCommon(Object literal) {
        return literal instanceof String text && COMMON.matcher(text).matches();
    }

    private static ZonedDateTime utc(Instant at) {
        return at.atZone(ZoneOffset.UTC);
    }
}
