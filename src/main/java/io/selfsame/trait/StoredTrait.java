package io.selfsame.trait;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.json.Json;
import io.selfsame.json.TimeText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Value;

/**
 * One trait of one profile, as kept.
 *
 * @param value JSON null where the trait was removed
 * @param kind {@code custom}, {@code computed_trait} or {@code audience}
 * @param profileSeq the ledger place of the event that made the profile
 */
public record StoredTrait(String name, JsonNode value, Instant timestamp, long seq, String sourceId, String messageId,
        String kind, long profileSeq) {

    /** Traits by which drawings of the graph name people: see tracking/nameProfiles. */
    public static final List<String> NAMING = List.of("name", "firstName", "lastName", "email");

    private static final String CUSTOM = "custom";

    /** From the list that the traits statements return. */
    public static StoredTrait of(Value row) {
        return new StoredTrait(row.get(0).asString(), value(row.get(1), row.get(2)),
                credible(row.get(3).asZonedDateTime().toInstant()), row.get(4).asLong(), row.get(5).asString(),
                row.get(6).asString(), row.get(7).asString(CUSTOM), row.get(8).asLong());
    }

    /**
     * As {@link #of}; empty if it was computed, and not sent.
     *
     * @throws RuntimeException if what is stored is not as it was written
     */
    public static Optional<StoredTrait> customOf(Value row) {
        return row.get(7).asString(CUSTOM).equals(CUSTOM) ? Optional.of(of(row)) : Optional.empty();
    }

    /** A time far ahead, which was taken once from clients whose clock was wrong, must not keep newer values out for ever. */
    private static Instant credible(Instant at) {
        return at.isAfter(TimeText.latest(Instant.now())) ? Instant.EPOCH : at;
    }

    /** Of equal times, the one that was committed later is newer. */
    public boolean isNewerThan(StoredTrait other) {
        int order = timestamp.compareTo(other.timestamp);
        return order > 0 || (order == 0 && seq > other.seq);
    }

    /** Whether it was sent, and not computed. */
    public boolean isCustom() {
        return kind.equals(CUSTOM);
    }

    /**
     * What a trait's node keeps of a value. A scalar becomes {@code value}, which Cypher can compare; whatever that would not
     * give back unchanged keeps its JSON text as {@code json} as well. A removed trait keeps neither: the empty node says
     * since when it is gone.
     */
    public static Map<String, Object> properties(JsonNode value) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("value", null);
        properties.put("json", null);
        properties.put("removed", value.isNull());
        if (value.isTextual()) {
            properties.put("value", value.textValue());
        } else if (value.isBoolean()) {
            properties.put("value", value.booleanValue());
        } else if (value.isIntegralNumber() && value.canConvertToLong()) {
            properties.put("value", value.longValue());
        } else if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            double number = value.doubleValue();
            properties.put("value", number);
            String json = Json.write(value);
            if (!json.equals(Json.write(Json.tree(number)))) {
                properties.put("json", json);
            }
        } else if (value.isDouble()) {
            // A sum beyond all bounds, which has no JSON.
            properties.put("value", value.doubleValue());
        } else if (!value.isNull()) {
            properties.put("json", Json.write(value));
        }
        return properties;
    }

    private static JsonNode value(Value scalar, Value json) {
        return json.isNull() ? Json.tree(scalar.asObject()) : Json.parse(json.asString());
    }
}
