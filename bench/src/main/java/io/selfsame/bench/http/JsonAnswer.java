package io.selfsame.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What came back; the body is a missing node when it is no JSON. */
public record JsonAnswer(String call, int status, JsonNode body, String text) {
    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /**
     * This answer, if it is one of success.
     *
     * @throws IOException
     *             with what the server said otherwise
     */
    public JsonAnswer orFail() throws IOException {
        if (isGood()) {
            return this;
        }
        throw new IOException(call + " answered " + status + ": " + text);
    }

    /** The first object or array inside {@code {"data":{"name":{…}}}}, whatever its name. */
    public JsonNode inside() throws IOException {
        for (JsonNode member : orFail().body().path("data")) {
            if (member.isContainerNode()) {
                return member;
            }
        }
        throw new IOException(call + " answered without data: " + text);
    }
}
