package io.selfsame.trait;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import io.selfsame.json.TimeText;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Consent is kept as traits are: for each category and profile its newest value, under a name that no call can send. So it is merged,
 * evaluated and removed as they are. Pure.
 */
public final class ConsentTraits {

    /** What such names begin with; the category follows. */
    public static final String PREFIX = "$consent:";

    /** Categories of one event. */
    public static final int MOST = 50;

    /** Characters of a category. */
    public static final int LONGEST = 100;

    private ConsentTraits() {}

    /** The trait that keeps what somebody has said of a category. */
    public static String name(String category) {
        return PREFIX + category;
    }

    /** The category that a trait is about; empty if it is another trait. */
    public static Optional<String> category(String trait) {
        return isOne(trait) ? Optional.of(trait.substring(PREFIX.length())) : Optional.empty();
    }

    /** Whether a trait is about consent. */
    public static boolean isOne(String trait) {
        return trait.startsWith(PREFIX);
    }

    /** Whether one of some traits is. */
    public static boolean isAmong(Collection<String> traits) {
        return traits.stream().anyMatch(ConsentTraits::isOne);
    }

    /** What a call says, as such traits: true, false, or null, which takes back what was said. It has been checked before. */
    public static ObjectNode of(JsonNode call) {
        ObjectNode traits = Json.object();
        call.path("context").path("consent").path("categoryPreferences").properties()
                .forEach(category -> traits.set(name(category.getKey()), category.getValue()));
        return traits;
    }

    /**
     * When a call says it: as it says, but not after its arrival. Otherwise whoever says something a day ahead, by a clock that is wrong, could
     * take it back a day later at the earliest.
     *
     * @param call with {@code receivedAt}, as it is stored
     * @param timestamp its own time
     */
    public static Instant at(JsonNode call, Instant timestamp) {
        return TimeText.read(call.path("receivedAt")).filter(timestamp::isAfter).orElse(timestamp);
    }
}
