package io.selfsame.tracking;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.selfsame.json.ApiSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /**
     * What became of a batch.
     *
     * @param repeated how many of those accepted had come before and were not applied again; absent if none had
     * @param filtered how many of those accepted a filter has kept out, or what they say themselves; absent if none was
     * @param noted what was left out of those accepted; absent if nothing was
     */
    @ApiSchema
    record BatchAccepted(boolean success, int accepted, Optional<Integer> repeated, Optional<Integer> filtered,
            List<RejectedMessageFields> rejected, Optional<List<NotedFields>> noted) {}

    /** What is left out of events for one reason, or is not as planned: how often, and the first of it. */
    @ApiSchema("NotedPart")
    record NotedFields(String code, int count, int index, String messageId, String field, String value,
            Optional<String> message) {

        static List<NotedFields> of(List<Message> messages) {
            Map<String, NotedFields> noted = new LinkedHashMap<>();
            for (Message message : messages) {
                var common = message.common();
                common.notes().forEach(note -> noted.merge(note.code(), new NotedFields(note.code(), 1, common.index(),
                        common.identity().messageId(), note.field(), note.value(), note.message()),
                        (first, more) -> new NotedFields(first.code(), first.count() + 1, first.index(),
                                first.messageId(), first.field(), first.value(), first.message())));
            }
            return List.copyOf(noted.values());
        }
    }

    /** What would become of a batch. */
    @ApiSchema
    record BatchChecked(boolean success, int accepted, Optional<Integer> filtered, List<RejectedMessageFields> rejected,
            List<NotedFields> noted) {

        static BatchChecked of(int events, int filtered, List<Rejection> rejected, List<Message> messages) {
            return new BatchChecked(true, events - rejected.size(), Optional.of(filtered).filter(some -> some > 0),
                    rejected.stream().map(RejectedMessageFields::of).toList(), NotedFields.of(messages));
        }
    }

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
