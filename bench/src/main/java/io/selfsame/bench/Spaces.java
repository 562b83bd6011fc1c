package io.selfsame.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a space of the driver's own with the management API. */
final class Spaces {
    private static final int CONFLICT = 409;
    private static final int TRIES = 20;

    private Spaces() {}

    /**
     * Creates the space {@code bench-<n>}, with {@code n} the time in seconds, or the next that is free.
     *
     * @throws IOException
     *             when the server is not there or refuses, with its words
     */
    static Space create(Target target, String adminToken) throws IOException {
        long number = System.currentTimeMillis() / 1000;
        try (HttpConnection connection = new HttpConnection(target.address())) {
            for (int i = 0; i < TRIES; i++) {
                String id = "bench-" + (number + i);
                byte[] body = ("{\"id\":\"" + id + "\",\"name\":\"Load test\"}").getBytes(StandardCharsets.UTF_8);
                byte[] request = ("POST /v1/spaces HTTP/1.1\r\nHost: " + target.host() + "\r\nAuthorization: Bearer "
                        + adminToken + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n" + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                HttpAnswer answer = connection.exchange(request, 0, request.length);
                if (answer.status() == 201) {
                    return new Space(id, field(answer.body(), "writeKey"), field(answer.body(), "accessToken"));
                }
                if (answer.status() != CONFLICT) {
                    throw new IOException(
                            "creating space " + id + " answered " + answer.status() + ": " + answer.body());
                }
            }
        } catch (IOException e) {
            throw new IOException("no space could be created at http://" + target.host() + ": " + e.getMessage(), e);
        }
        throw new IOException("no free name was found for a space");
    }

    /** A string field of a small JSON text that is known to be well-formed and unescaped: keys and tokens are. */
    static String field(String json, String name) throws IOException {
        Matcher field = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]+)\"").matcher(json);
        if (!field.find()) {
            throw new IOException("no " + name + " in the answer: " + json);
        }
        return field.group(1);
    }
}
