package io.selfsame.destination.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.destination.catalogue.Catalogue;
import io.selfsame.destination.catalogue.CatalogueAway;
import io.selfsame.destination.catalogue.Tool;
import io.selfsame.destination.config.DestinationAnswers.DestinationKindsAnswer;
import io.selfsame.json.ApiSchema;
import java.util.List;
import java.util.Optional;

/** What answers say of the tools of the catalogue. */
final class CatalogueAnswers {

    private CatalogueAnswers() {}

    /** @param standard its default */
    @ApiSchema("CatalogueSetting")
    record ToolSettingFields(String name, String label, String description, String type, boolean multiple,
            boolean required,
            boolean secret, @JsonProperty("default") Optional<JsonNode> standard, Optional<List<JsonNode>> choices) {

        static ToolSettingFields of(Tool.Setting setting) {
            return new ToolSettingFields(setting.name(), setting.label(), setting.description(), setting.type(),
                    setting.multiple(),
                    setting.required(), setting.secret(), setting.standard(),
                    setting.choices().isEmpty() ? Optional.empty() : Optional.of(setting.choices()));
        }
    }

    /** @param unavailable why it cannot be used */
    @ApiSchema("CatalogueKind")
    record ToolFields(String name, String label, String description, Optional<String> unavailable,
            List<ToolSettingFields> settings, int callsPerSecond, JsonNode actions, JsonNode presets) {

        static ToolFields of(Tool tool) {
            return new ToolFields(DestinationKind.TOOL + tool.name(), tool.label(), tool.description(),
                    tool.unavailable(),
                    tool.settings().stream().map(ToolSettingFields::of).toList(), tool.callsPerSecond(), tool.actions(),
                    tool.presets());
        }
    }

    /** All kinds, those of the catalogue too if there is one that answers. */
    static DestinationKindsAnswer kinds(Optional<Catalogue> catalogue) {
        if (catalogue.isEmpty()) {
            return DestinationKindsAnswer.of(Optional.empty(), Optional.empty());
        }
        try {
            return DestinationKindsAnswer.of(Optional.of(catalogue.get().tools().stream().map(ToolFields::of).toList()),
                    Optional.empty());
        } catch (CatalogueAway e) {
            return DestinationKindsAnswer.of(Optional.empty(), Optional.ofNullable(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DestinationKindsAnswer.of(Optional.empty(), Optional.of("The service is being stopped"));
        }
    }
}
