package io.selfsame.tracking;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.selfsame.json.ApiSchema;
import java.util.List;
import java.util.Map;

/** What the tracking calls answer. */
final class TrackingAnswers {

    private TrackingAnswers() {}

    @ApiSchema
    record EventAccepted(boolean success) {}

    @ApiSchema("RejectedMessage")
    record RejectedMessageFields(int index, String messageId, String code, String message) {

        static RejectedMessageFields of(Rejection rejection) {
            return new RejectedMessageFields(rejection.index(), rejection.messageId(), rejection.code(),
                    rejection.message());
        }
    }

    @ApiSchema
    record BatchAccepted(boolean success, int accepted, List<RejectedMessageFields> rejected) {}

    /** Where analytics.js sends events. */
    @ApiSchema
    record SegmentIntegration(String apiKey, String apiHost, String protocol) {}

    @ApiSchema
    record Integrations(@JsonProperty("Segment.io") SegmentIntegration segment) {}

    /** What analytics.js asks for before it sends. */
    @ApiSchema
    record SourceSettings(Integrations integrations, Map<String, Object> plan) {

        /** Every event is sent. */
        private static final Map<String, Object> PLAN = Map.of("track", Map.of("__default", Map.of("enabled", true)));

        static SourceSettings of(String apiKey, String apiHost, String protocol) {
            return new SourceSettings(new Integrations(new SegmentIntegration(apiKey, apiHost, protocol)), PLAN);
        }
    }
}
