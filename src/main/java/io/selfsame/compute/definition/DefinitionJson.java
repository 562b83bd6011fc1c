package io.selfsame.compute.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import io.selfsame.query.json.QueryJson;
import io.selfsame.space.SpaceId;
import java.util.Locale;

/** Definitions as the management API shows them: what Segment's has, and beyond it json, version and error. */
final class DefinitionJson {

    private DefinitionJson() {}

    static ObjectNode write(SpaceId space, SavedDefinition saved) {
        String level = saved.definition().level().name();
        ObjectNode json = Json.object().put("id", saved.id()).put("spaceId", space.value())
                .put("name", saved.name()).put("description", saved.description())
                .put("key", saved.key()).put("enabled", saved.enabled()).put("audienceType", level);
        ObjectNode definition = json.putObject("definition").put("query", saved.text()).put("type",
                level.toLowerCase(Locale.ROOT));
        if (saved.problem().isEmpty()) {
            definition.set("json", QueryJson.write(saved.definition().query()));
        }
        json.set("options", saved.options());
        boolean fails = saved.enabled()
                && (saved.problem().isPresent() || saved.stuck().isPresent());
        json.put("status", (fails ? DefinitionStatus.FAILED : saved.status()).text());
        saved.problem().or(saved::error).or(() -> saved.stuck().filter(why -> saved.enabled()))
                .ifPresent(error -> json.put("error", error));
        json.putObject("computeCadence").put("type", "REALTIME");
        return json.put("version", saved.definition().version())
                .put("createdBy", saved.createdBy()).put("updatedBy", saved.updatedBy())
                .put("createdAt", saved.createdAt().toString())
                .put("updatedAt", saved.updatedAt().toString());
    }
}
