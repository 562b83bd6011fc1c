package io.selfsame.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Calls with JSON both ways over one connection, for all that is not load. Not thread-safe. */
final class Api implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpConnection connection;
    private final String headers;

    /** What came back; the body is a missing node when it is no JSON. */
    record Answer(String call, int status, JsonNode body, String text) {
        boolean isGood() {
            return status >= 200 && status < 300;
        }

        /**
         * This answer, if it is one of success.
         *
         * @throws IOException
         *             with what the server said otherwise
         */
        Answer orFail() throws IOException {
            if (isGood()) {
                return this;
            }
            throw new IOException(call + " answered " + status + ": " + text);
        }

        /** The first object or array inside {@code {"data":{"name":{…}}}}, whatever its name. */
        JsonNode inside() throws IOException {
            for (JsonNode member : orFail().body().path("data")) {
                if (member.isContainerNode()) {
                    return member;
                }
            }
            throw new IOException(call + " answered without data: " + text);
        }
    }

    private Api(Target target, String authorization) {
        connection = new HttpConnection(target.address());
        headers = " HTTP/1.1\r\nHost: " + target.host() + "\r\n" + authorization;
    }

    /** The management API. */
    static Api management(Target target, String token) {
        return new Api(target, "Authorization: Bearer " + token + "\r\n");
    }

    /** The Profile API of a space. */
    static Api profiles(Target target, Space space) {
        return new Api(target, space.readAuthorization());
    }

    /** The tracking API of a space. */
    static Api tracking(Target target, Space space) {
        return new Api(target, space.writeAuthorization());
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    Answer get(String path) throws IOException {
        return call("GET " + path, "");
    }

    Answer post(String path, JsonNode body) throws IOException {
        return call("POST " + path, body.toString());
    }

    Answer put(String path, JsonNode body) throws IOException {
        return call("PUT " + path, body.toString());
    }

    private Answer call(String call, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = HttpAnswer.ascii(call + headers + (body.isEmpty()
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n") + "\r\n");
        byte[] request = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(bytes, 0, request, head.length, bytes.length);
        HttpAnswer answer = connection.exchange(request, 0, request.length);
        String text = answer.body();
        return new Answer(call, answer.status(), parse(text), text);
    }

    private static JsonNode parse(String text) throws IOException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode(); // the status says what is to be made of it
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
