package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.cli.ServiceClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The definitions of one space, by the management API. */
final class ServiceDefinitions {

    private final SpaceClient space;

    ServiceDefinitions(SpaceClient space) {
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
                JsonNode data = space.get(kind.route() + "?limit=1000"
                        + (next.isEmpty() ? "" : "&next=" + SpaceClient.encoded(next)), "definitions");
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

    /** @param dryRun to be told what would be wrong, and nothing else */
    ServiceClient.ServiceAnswer create(FileDefinition definition, boolean dryRun) throws InterruptedException {
        return send("POST", definition.identity().kind(), dryRun ? "?dryRun=true" : "",
                Optional.of(definition.create()));
    }

    /** As {@link #create}. */
    ServiceClient.ServiceAnswer change(FileDefinition.FileKind kind, String id, Map<String, JsonNode> fields,
            boolean dryRun)
            throws InterruptedException {
        return send("PATCH", kind, "/" + SpaceClient.encoded(id) + (dryRun ? "?dryRun=true" : ""),
                Optional.of(FileDefinition.change(fields)));
    }

    /** As {@link #create}. */
    ServiceClient.ServiceAnswer delete(FileDefinition.FileKind kind, String id, boolean dryRun)
            throws InterruptedException {
        return send("DELETE", kind, "/" + SpaceClient.encoded(id) + (dryRun ? "?dryRun=true" : ""), Optional.empty());
    }

    private ServiceClient.ServiceAnswer send(String method, FileDefinition.FileKind kind, String rest,
            Optional<JsonNode> body) throws InterruptedException {
        return space.send(method, kind.route() + rest, body);
    }
}
