package io.selfsame.bench.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Calls with JSON both ways over one connection, for all that is not load. Not thread-safe. */
public final class JsonApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpConnection connection;
    private final String authorization;

    private JsonApi(ServerAddress target, String authorization) {
        this.connection = new HttpConnection(target);
        this.authorization = authorization;
    }

    /** The management API. */
    public static JsonApi management(ServerAddress target, String token) {
        return new JsonApi(target, "Bearer " + token);
    }

    /** The Profile API of a space. */
    public static JsonApi profiles(ServerAddress target, SpaceAccess space) {
        return new JsonApi(target, space.readAuthorization());
    }

    /** The tracking API of a space. */
    public static JsonApi tracking(ServerAddress target, SpaceAccess space) {
        return new JsonApi(target, space.writeAuthorization());
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public JsonAnswer get(String path) throws IOException {
        RequestHead head = RequestHead.get(path, authorization);
        return answer(head, PreparedRequest.of(head));
    }

    public JsonAnswer post(String path, JsonNode body) throws IOException {
        return send(RequestHead.post(path, authorization), body);
    }

    public JsonAnswer put(String path, JsonNode body) throws IOException {
        return send(RequestHead.put(path, authorization), body);
    }

    private JsonAnswer send(RequestHead head, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        return answer(head, PreparedRequest.of(head, bytes, 0, bytes.length, 0));
    }

    private JsonAnswer answer(RequestHead head, PreparedRequest request) throws IOException {
        HttpAnswer answer = connection.exchange(request);
        String text = answer.body();
        return new JsonAnswer(head.toString(), answer.status(), parse(text), text);
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
