package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import io.selfsame.cli.ServiceClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The definitions of one space, by the management API. */
final class ServiceDefinitions {

    private static final byte[] NOTHING = {};

    private final ServiceClient api;
    private final String authorization;
    private final String space;

    ServiceDefinitions(ServiceClient api, String token, String space) {
        this.api = api;
        this.authorization = ServiceClient.bearer(token);
        this.space = space;
    }

    /**
     * A definition as the service has it.
     *
     * @param query as JSON
     */
    record RemoteDefinition(String id, Map<String, JsonNode> fields, JsonNode query) {}

    /** All of the space, by what makes each the same. */
    Map<FileDefinition.FileKey, RemoteDefinition> all() throws InterruptedException {
        Map<FileDefinition.FileKey, RemoteDefinition> all = new LinkedHashMap<>();
        for (FileDefinition.FileKind kind : FileDefinition.FileKind.values()) {
            String next = "";
            do {
                ServiceClient.ServiceAnswer answer = send("GET", kind,
                        "?limit=1000" + (next.isEmpty() ? "" : "&next=" + encoded(next)),
                        NOTHING);
                if (answer.status() / 100 != 2) {
                    throw refused(answer);
                }
                JsonNode data = answer.body().path("data");
                data.path(kind.field() + "s").forEach(each -> all.put(new FileDefinition.FileKey(kind,
                        each.path("audienceType").asText(), each.path("key").asText()), there(each)));
                next = data.path("pagination").path("next").asText("");
            } while (!next.isEmpty());
        }
        return all;
    }

    private static RemoteDefinition there(JsonNode json) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (String field : new String[]{"name", "description", "enabled", "options"}) {
            fields.put(field, json.path(field));
        }
        fields.put("query", TextNode.valueOf(json.path("definition").path("query").asText()));
        return new RemoteDefinition(json.path("id").asText(), fields, query(json));
    }

    private static JsonNode query(JsonNode definition) {
        return definition.at("/definition/json");
    }

    /** The query of a definition that the service has answered, as JSON; missing if it has answered something else. */
    static JsonNode query(FileDefinition.FileKind kind, ServiceClient.ServiceAnswer answer) {
        return query(answer.body().path("data").path(kind.field()));
    }

    private CliException refused(ServiceClient.ServiceAnswer answer) {
        return new CliException(switch (answer.status()) {
            case 401, 403 -> "The management token was not accepted. Give it with --token or SELFSAME_ADMIN_TOKEN.";
            case 404 -> "There is no space '" + space + "'; give another with --space.";
            default -> "The definitions of the space '" + space + "' cannot be read: " + answer.message();
        });
    }

    /** @param dryRun to be told what would be wrong, and nothing else */
    ServiceClient.ServiceAnswer create(FileDefinition definition, boolean dryRun) throws InterruptedException {
        return send("POST", definition.identity().kind(), dryRun ? "?dryRun=true" : "", bytes(definition.create()));
    }

    /** As {@link #create}. */
    ServiceClient.ServiceAnswer change(FileDefinition.FileKind kind, String id, Map<String, JsonNode> fields,
            boolean dryRun)
            throws InterruptedException {
        return send("PATCH", kind, "/" + encoded(id) + (dryRun ? "?dryRun=true" : ""),
                bytes(FileDefinition.change(fields)));
    }

    /** As {@link #create}. */
    ServiceClient.ServiceAnswer delete(FileDefinition.FileKind kind, String id, boolean dryRun)
            throws InterruptedException {
        return send("DELETE", kind, "/" + encoded(id) + (dryRun ? "?dryRun=true" : ""), NOTHING);
    }

    private ServiceClient.ServiceAnswer send(String method, FileDefinition.FileKind kind, String rest, byte[] body)
            throws InterruptedException {
        try {
            return api.send(method, "/v1/spaces/" + encoded(space) + "/" + kind.route() + rest, authorization, body);
        } catch (IOException e) {
            throw new CliException("No answer from " + api.base() + ". Start the service first, or point --url at it.");
        }
    }

    private static byte[] bytes(JsonNode json) {
        return CliJson.write(json).getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
