package io.selfsame.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Makes a space of the driver's own with the management API. */
public final class SpaceCreation {
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int TRIES = 20;

    private SpaceCreation() {}

    /**
     * Creates the space {@code bench-<n>}, with {@code n} the time in seconds, or the next that is free.
     *
     * @throws IOException
     *             when the server is not there or refuses, with its words
     */
    public static SpaceAccess create(ServerAddress target, String adminToken) throws IOException {
        long number = System.currentTimeMillis() / 1000;
        try (JsonApi management = JsonApi.management(target, adminToken)) {
            for (int i = 0; i < TRIES; i++) {
                String id = "bench-" + (number + i);
                JsonAnswer answer = management.post("/v1/spaces",
                        JsonApi.object().put("id", id).put("name", "Load test"));
                if (answer.status() == CREATED) {
                    return new SpaceAccess(id, text(answer, "writeKey"), text(answer, "accessToken"));
                }
                if (answer.status() != CONFLICT) {
                    throw new IOException(
                            "creating space " + id + " answered " + answer.status() + ": " + answer.text());
                }
            }
        } catch (IOException e) {
            throw new IOException("no space could be created at http://" + target.host() + ": " + e.getMessage(), e);
        }
        throw new IOException("no free name was found for a space");
    }

    /** A field of the answer, wherever it stands, so that any build of the server will do. */
    private static String text(JsonAnswer answer, String name) throws IOException {
        JsonNode field = answer.body().findPath(name);
        if (!field.isTextual()) {
            throw new IOException("no " + name + " in the answer: " + answer.text());
        }
        return field.asText();
    }
}
