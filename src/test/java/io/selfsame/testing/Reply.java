package io.selfsame.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What the service answered. The body is a missing node where the answer was no JSON. */
public record Reply(int status, JsonNode body, HttpHeaders headers) {

    /** This reply, if it was a 2xx; fails the test with the answer's text otherwise. */
    public Reply ok() {
        if (status / 100 != 2) {
            throw new AssertionError("expected 2xx, got " + status + " " + body);
        }
        return this;
    }

    /** The error code, or the empty text. */
    public String code() {
        return body.at("/error/code").asText("");
    }
}
