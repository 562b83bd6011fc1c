package io.selfsame.bench.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What was answered.
 *
 * @param retryAfter
 *            text of the header, empty when it has none
 */
record HttpAnswer(int status, String retryAfter, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The body, a missing node when it is no JSON: the status says what is to be made of it. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
