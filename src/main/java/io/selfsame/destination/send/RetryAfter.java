package io.selfsame.destination.send;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Retry-After}, RFC 9110. Pure. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

    /** Of servers of long ago, RFC 850. Without its century, a date says little of its day of the week. */
    private static final Pattern SHORT_YEAR = Pattern.compile("[A-Z][a-z]{2,5}day, (.*) GMT");

    /** {@code Sun Nov  6 08:49:37 1994}, as {@code asctime()} of C writes it. Always UTC. */
    private static final DateTimeFormatter OF_C = DateTimeFormatter
            .ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT).withZone(ZoneOffset.UTC);

    /** What a year of two digits may be in the future; what seems to be later was a hundred years before. */
    private static final int YEARS_AHEAD = 50;

    private static final int CENTURY = 100;

    private RetryAfter() {}

    /**
     * Seconds, or a date in one of the three forms there are; from 0 to 24 hours. Empty for anything else.
     *
     * @param now when the answer came
     */
    static Optional<Duration> parse(String text, Instant now) {
        String value = text.strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(within(Duration.ofSeconds(Long.parseLong(value))));
        }
        try {
            return Optional.of(within(Duration.between(now, date(value, now))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant date(String value, Instant now) {
        Matcher shortYear = SHORT_YEAR.matcher(value);
        if (shortYear.matches()) {
            LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(YEARS_AHEAD);
            var form = new DateTimeFormatterBuilder().appendPattern("dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, latest.getYear() - CENTURY + 1)
                    .appendPattern(" HH:mm:ss").toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
            LocalDateTime date = LocalDateTime.parse(shortYear.group(1), form);
            return (date.isAfter(latest) ? date.minusYears(CENTURY) : date).toInstant(ZoneOffset.UTC);
        }
        DateTimeFormatter form = value.contains(",") ? DateTimeFormatter.RFC_1123_DATE_TIME : OF_C;
        return Instant.from(form.parse(value));
    }

    private static Duration within(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
