package io.selfsame.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;

/** Calls with JSON both ways over one connection, for all that is not load. Not thread-safe. */
public final class JsonApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A recompute of a large space may come before the answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Connection connection;
    private final String authorization;

    private JsonApi(ServerAddress target, String authorization) {
        this.connection = new Connection(target, PATIENCE);
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
        return answer(PreparedRequest.get(path, authorization));
    }

    public JsonAnswer post(String path, JsonNode body) throws IOException {
        return answer(PreparedRequest.post(path, authorization, JSON.writeValueAsBytes(body), 0));
    }

    public JsonAnswer put(String path, JsonNode body) throws IOException {
        return answer(PreparedRequest.put(path, authorization, JSON.writeValueAsBytes(body)));
    }

    public JsonAnswer patch(String path, JsonNode body) throws IOException {
        return answer(PreparedRequest.patch(path, authorization, JSON.writeValueAsBytes(body)));
    }

    private JsonAnswer answer(PreparedRequest request) throws IOException {
        HttpAnswer answer = connection.exchange(request);
        return new JsonAnswer(request.toString(), answer.status(), answer.json(), answer.body());
    }

    @Override
    public void close() {
        connection.close();
    }
}
