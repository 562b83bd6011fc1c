package io.selfsame.compute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import io.selfsame.query.QueryJson;
import io.selfsame.space.SpaceId;
import java.util.Locale;

/** Definitions as the management API shows them: what Segment's has, and beyond it json, version and error. */
final class DefinitionJson {

    private DefinitionJson() {}

    static ObjectNode write(SpaceId space, Registered registered) {
        String level = registered.definition().level().name();
        ObjectNode json = Json.object().put("id", registered.id()).put("spaceId", space.value())
                .put("name", registered.name()).put("description", registered.description())
                .put("key", registered.key()).put("enabled", registered.enabled()).put("audienceType", level);
        ObjectNode definition = json.putObject("definition").put("query", registered.text()).put("type",
                level.toLowerCase(Locale.ROOT));
        if (registered.problem().isEmpty()) {
            definition.set("json", QueryJson.write(registered.definition().query()));
        }
        json.set("options", registered.options());
        boolean fails = registered.enabled()
                && (registered.problem().isPresent() || registered.stuck().isPresent());
        json.put("status", (fails ? Status.FAILED : registered.status()).text());
        registered.problem().or(registered::error).or(() -> registered.stuck().filter(why -> registered.enabled()))
                .ifPresent(error -> json.put("error", error));
        json.putObject("computeCadence").put("type", "REALTIME");
        return json.put("version", registered.definition().version())
                .put("createdBy", registered.createdBy()).put("updatedBy", registered.updatedBy())
                .put("createdAt", registered.createdAt().toString())
                .put("updatedAt", registered.updatedAt().toString());
    }
}
