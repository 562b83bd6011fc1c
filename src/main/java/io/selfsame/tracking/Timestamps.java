package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** When an event happened, in the server's time. */
final class Timestamps {

    /** What every reader of ours can print and read back with four digits of year. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME).optionalStart().appendOffset("+HH:MM", "Z").optionalEnd()
            .optionalStart().appendOffset("+HHMM", "Z").optionalEnd().toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private Timestamps() {}

    /**
     * The event's time: the client's, moved by how far its clock was off when it sent.
     *
     * @param sentAt by the client's clock, just before sending
     */
    static Instant of(JsonNode message, Optional<Instant> sentAt, Instant receivedAt) {
        Optional<Instant> given = read(message, "timestamp");
        Optional<Instant> first = read(message, "originalTimestamp");
        if (sentAt.isEmpty()) {
            return given.or(() -> first).orElse(receivedAt);
        }
        Optional<Instant> original = first.or(() -> given);
        if (original.isEmpty()) {
            return receivedAt;
        }
        Instant corrected = receivedAt.minusMillis(sentAt.get().toEpochMilli() - original.get().toEpochMilli());
        return corrected.isBefore(FIRST) || corrected.isAfter(LAST) ? original.get() : corrected;
    }

    /** A field that holds an ISO 8601 time; without a zone it is UTC. Absent and null are empty. */
    static Optional<Instant> read(JsonNode message, String field) {
        JsonNode node = message.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw new InvalidMessage("invalid_timestamp",
                    field + " is not a string; send ISO 8601, like 2026-01-31T12:00:00.000Z");
        }
        try {
            Instant instant = parse(node.textValue().strip());
            if (!instant.isBefore(FIRST) && !instant.isAfter(LAST)) {
                return Optional.of(instant);
            }
            throw new InvalidMessage("invalid_timestamp", field + " lies outside the years 0000 to 9999");
        } catch (DateTimeException e) {
            throw new InvalidMessage("invalid_timestamp",
                    field + " is not a time in ISO 8601, like 2026-01-31T12:00:00.000Z");
        }
    }

    private static Instant parse(String text) {
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
        var parsed = ZONED.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
        return parsed instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
    }
}
