package io.selfsame.source.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.config.SettingField;
import io.selfsame.destination.config.SettingField.SettingFields;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import io.selfsame.source.Source;
import io.selfsame.source.SourceState;
import io.selfsame.source.config.StoredSource.SealedSecret;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the routes of sources answer. In place of a secret it has whether there is one, and since when. */
final class SourceAnswers {

    private SourceAnswers() {}

    @ApiSchema("Source")
    record SourceFields(String id, String spaceId, String name, String kind, boolean enabled, String status,
            Optional<String> pausedBecause, Optional<String> failingBecause, JsonNode settings, Optional<Long> lag,
            long accepted, long repeated, long rejected, Optional<Instant> lastEventAt, long version, String createdBy,
            String updatedBy, Instant createdAt, Instant updatedAt) {

        static SourceFields of(StoredSource stored, Optional<Source> opened) {
            SourceState state = stored.state();
            Optional<String> because = opened.isEmpty()
                    ? Optional.of("What is stored of it is not understood; send it anew")
                    : opened.get().pausedBecause();
            return new SourceFields(stored.id(), stored.space().value(), stored.name(), stored.kind(),
                    stored.isEnabled(),
                    status(stored, because), because, state.failingBecause(), settings(stored), state.lag(),
                    state.accepted(), state.repeated(), state.rejected(), state.lastEventAt(), stored.version(),
                    stored.createdBy(), stored.updatedBy(), stored.createdAt(), stored.updatedAt());
        }

        private static String status(StoredSource stored, Optional<String> because) {
            if (!stored.isEnabled() || because.isPresent()) {
                return "Paused";
            }
            if (stored.state().failingBecause().isPresent()) {
                return "Failing";
            }
            return stored.state().running() ? "Active" : "Starting";
        }

        private static JsonNode settings(StoredSource stored) {
            ObjectNode shown = Json.object();
            JsonNode plain = stored.document().path(StoredSource.SETTINGS);
            SourceKind.of(stored.kind()).ifPresent(kind -> {
                for (SettingField field : kind.settings()) {
                    if (field.secret()) {
                        shown.set(field.name(), secret(Optional.ofNullable(stored.secrets().get(field.name()))));
                    } else {
                        shown.set(field.name(), plain.path(field.name()));
                    }
                }
            });
            return shown;
        }

        private static JsonNode secret(Optional<SealedSecret> secret) {
            ObjectNode shown = Json.object().put("set", secret.isPresent());
            secret.ifPresent(there -> shown.put("since", there.since().toString()));
            return shown;
        }
    }

    @ApiSchema
    record SourceAnswer(SourceFields source) {}

    @ApiSchema
    record SourceList(List<SourceFields> sources) {}

    @ApiSchema("SourceKind")
    record SourceKindFields(String name, String label, String description, List<SettingFields> settings) {}

    @ApiSchema
    record SourceKindsAnswer(List<SourceKindFields> sourceKinds) {

        static SourceKindsAnswer all() {
            return new SourceKindsAnswer(Arrays.stream(SourceKind.values())
                    .map(kind -> new SourceKindFields(kind.text(), kind.label(), kind.description(),
                            kind.settings().stream().map(SettingFields::of).toList()))
                    .toList());
        }
    }
}
