package io.selfsame.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Makes spaces by the management API. */
public final class NewSpaceClient {
    private NewSpaceClient() {}

    /** A space just made: the only moment its secrets can be read. */
    public record CreatedSpace(String id, String writeKey, String accessToken) {}

    /**
     * Makes a space.
     *
     * @throws CliException if the space is there already, the token is wrong, or the service is not there
     */
    public static CreatedSpace create(ServiceClient api, String token, String id, String name)
            throws InterruptedException {
        String body = CliJson.write(CliJson.MAPPER.createObjectNode().put("id", id).put("name", name));
        ServiceClient.ServiceAnswer answer;
        try {
            answer = api.post("/v1/spaces", ServiceClient.bearer(token), body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CliException("No answer from " + api.base() + ". Start the service first, or point --url at it.");
        }
        JsonNode space = answer.body().path("data").path("space");
        if (answer.status() / 100 == 2 && space.hasNonNull("writeKey")) {
            return new CreatedSpace(space.path("id").asText(id), space.path("writeKey").asText(),
                    space.path("accessToken").asText());
        }
        throw new CliException(switch (answer.status()) {
            case 401, 403 ->
                "The management token was not accepted. Give it with --token or SELFSAME_ADMIN_TOKEN; it was "
                        + "printed at the first start of the service.";
            case 409 ->
                "The space '" + id + "' is there already. Choose another with --space, for example --space " + id
                        + "-2.";
            default -> "The space '" + id + "' could not be made: " + answer.message();
        });
    }
}
