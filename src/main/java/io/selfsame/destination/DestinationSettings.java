package io.selfsame.destination;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a destination sends, by its kind. Immutable. Secrets are in the clear here. */
public sealed interface DestinationSettings {

    /** Calls a second at most; 0 for as many as the receiver takes. */
    int callsPerSecond();

    /** What is sent by HTTP. */
    sealed interface OverHttp extends DestinationSettings {

        /** The address that messages go to. */
        URI url();
    }

    /**
     * Segment's messages, signed, by POST to an address of the receiver's own.
     *
     * @param secrets of Standard Webhooks ({@code whsec_…}), the newest first; each signs, so that a receiver can change to the
     *     new one in its own time. Empty: not signed so
     * @param segmentSecret signs as Segment does; empty: not signed so
     * @param headers of the receiver's own, such as an Authorization
     * @param batch messages in one request: 1 sends the message itself, more an array
     */
    record Webhook(URI url, List<String> secrets, Optional<String> segmentSecret, Map<String, String> headers,
            int batch, int callsPerSecond) implements OverHttp {

        public Webhook {
            secrets = List.copyOf(secrets);
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "webhook";
        }
    }

    /**
     * Anything that takes Segment's {@code /v1/batch}: Segment, RudderStack, Jitsu, another Selfsame.
     *
     * @param url up to and without {@code /v1/batch}
     */
    record SegmentApi(URI url, String writeKey, int callsPerSecond) implements OverHttp {

        @Override
        public String toString() {
            return "segment";
        }
    }

    /**
     * A tool of the catalogue.
     *
     * @param tool such as {@code mixpanel}
     * @param values its settings, secrets in the clear
     * @param subscriptions which of its actions take which messages; empty for its presets
     */
    record Catalogue(String tool, Map<String, JsonNode> values, Optional<JsonNode> subscriptions, int callsPerSecond)
            implements
                DestinationSettings {

        public Catalogue {
            values = Map.copyOf(values);
        }

        @Override
        public String toString() {
            return "catalogue:" + tool;
        }
    }
}
