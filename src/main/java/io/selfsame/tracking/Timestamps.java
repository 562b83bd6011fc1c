package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.json.Json;
import io.selfsame.json.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When an event happened, in the server's time. What cannot be read is noted, and costs no event. */
final class Timestamps {

    static final String INVALID = "invalid_timestamp";

    /** What .NET and Go write for no time, in any zone. */
    private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");
    private static final Duration FARTHEST_ZONE = Duration.ofHours(18);

    private Timestamps() {}

    /**
     * The event's time: the first that can be read of what the client says, moved by how far its clock was off when it sent, and the
     * time of arrival if that is more than a day ahead, or nothing can be read.
     *
     * @param sentAt by the client's clock, just before sending
     */
    static Instant of(JsonNode message, Optional<Instant> sentAt, Instant receivedAt, Notes notes) {
        Optional<Instant> first = read(message, "originalTimestamp", notes);
        Optional<Instant> second = read(message, "timestamp", notes);
        Optional<Instant> original = first.or(() -> second);
        if (original.isEmpty()) {
            return receivedAt;
        }
        Instant said = original.get();
        Instant corrected = sentAt.map(sent -> receivedAt.minusMillis(sent.toEpochMilli() - said.toEpochMilli()))
                .filter(TimeText::isInRange).orElse(said);
        if (corrected.isAfter(TimeText.latest(receivedAt))) {
            String field = first.isPresent() ? "originalTimestamp" : "timestamp";
            notes.add("future_timestamp", field, text(message.path(field)));
            return receivedAt;
        }
        return corrected;
    }

    /** A field that holds a time; absent and null are empty. */
    static Optional<Instant> read(JsonNode message, String field, Notes notes) {
        JsonNode node = message.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        Optional<Instant> time = TimeText.read(node).filter(at -> !isNone(at));
        if (time.isEmpty()) {
            notes.add(INVALID, field, text(node));
        }
        return time;
    }

    private static boolean isNone(Instant at) {
        return Duration.between(ZERO, at).abs().compareTo(FARTHEST_ZONE) <= 0;
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : Json.write(node);
    }
}
