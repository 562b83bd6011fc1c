package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import io.selfsame.cli.ServiceClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The management API of one space. */
final class SpaceClient {

    private static final byte[] NOTHING = {};

    private final ServiceClient api;
    private final String authorization;
    private final String space;

    SpaceClient(ServiceClient api, String token, String space) {
        this.api = api;
        this.authorization = ServiceClient.bearer(token);
        this.space = space;
    }

    /**
     * Asks.
     *
     * @param route what follows the space
     * @throws CliException if nobody answers
     */
    ServiceClient.ServiceAnswer send(String method, String route, Optional<JsonNode> body)
            throws InterruptedException {
        try {
            return api.send(method, "/v1/spaces/" + encoded(space) + "/" + route, authorization,
                    body.map(json -> CliJson.write(json).getBytes(StandardCharsets.UTF_8)).orElse(NOTHING));
        } catch (IOException e) {
            throw new CliException("No answer from " + api.base() + ". Start the service first, or point --url at it.");
        }
    }

    /**
     * The data of an answer.
     *
     * @param what was asked for, as part of a sentence
     * @throws CliException if it was refused
     */
    JsonNode get(String route, String what) throws InterruptedException {
        ServiceClient.ServiceAnswer answer = send("GET", route, Optional.empty());
        if (answer.status() / 100 != 2) {
            throw new CliException(switch (answer.status()) {
                case 401, 403 -> "The management token was not accepted. Give it with --token or SELFSAME_ADMIN_TOKEN.";
                case 404 -> "There is no space '" + space + "'; give another with --space.";
                default -> "The " + what + " of the space '" + space + "' cannot be read: " + answer.message();
            });
        }
        return answer.body().path("data");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
