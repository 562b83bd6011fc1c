package io.selfsame.trait;

import com.fasterxml.jackson.databind.JsonNode;

/** Where the traits stand in calls. */
public final class SentTraits {

    private SentTraits() {}

    /**
     * Those of an identify call: its {@code traits}, or without them those of its {@code context}, where RudderStack's SDKs send them.
     *
     * @return not always an object
     */
    public static JsonNode ofPerson(JsonNode call) {
        JsonNode own = call.path("traits");
        boolean isAbsent = own.isMissingNode() || own.isNull();
        return isAbsent && call.path("context").path("traits").isObject() ? call.path("context").path("traits") : own;
    }
}
