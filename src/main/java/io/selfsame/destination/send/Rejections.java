package io.selfsame.destination.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads which messages of a batch another Selfsame has rejected. Pure. */
final class Rejections {

    /** Characters of a reason that are kept; it is the receiver's. */
    private static final int LONGEST = 500;

    private Rejections() {}

    /** By their place in the batch; none if the answer is of another kind. Empty if the answer breaks off where it may list them. */
    static Optional<Map<Integer, Outcome.Final>> read(Reply.Answered answer) {
        String body = answer.body().strip();
        if (!body.startsWith("{")) {
            return Optional.of(Map.of());
        }
        JsonNode listed;
        try {
            listed = Json.read(body).path("rejected");
        } catch (JsonProcessingException e) {
            return answer.complete() ? Optional.of(Map.of()) : Optional.empty();
        }
        Map<Integer, Outcome.Final> rejected = new HashMap<>();
        for (JsonNode each : listed) {
            if (each.path("index").isInt()) {
                rejected.put(each.path("index").intValue(), new Outcome.Final(reason(each)));
            }
        }
        return Optional.of(rejected);
    }

    private static String reason(JsonNode each) {
        String reason = "the receiver rejected it (" + each.path("code").asText("no code") + "): "
                + each.path("message").asText("it does not say why");
        return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "…";
    }
}
