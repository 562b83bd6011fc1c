package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.config.CatalogueAnswers.ToolFields;
import io.selfsame.destination.deliver.SyncPlanner.SyncPlan;
import io.selfsame.destination.config.SettingField.SettingFields;
import io.selfsame.destination.config.SettingField.SettingType;
import io.selfsame.destination.config.StoredDestination.StoredSecret;
import io.selfsame.http.Paging.Pagination;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the routes of destinations answer. In place of a secret it has whether there is one, and since when. */
final class DestinationAnswers {

    private DestinationAnswers() {}

    /** Whether a destination sends. */
    private enum DestinationStatus {
        ACTIVE("Active"),
        PAUSED("Paused"),
        FAILING("Failing");

        private final String text;

        DestinationStatus(String text) {
            this.text = text;
        }

        static DestinationStatus of(StoredDestination stored, Destination opened) {
            if (!opened.isActive()) {
                return PAUSED;
            }
            return stored.failingBecause().isPresent() ? FAILING : ACTIVE;
        }
    }

    @ApiSchema("Destination")
    record DestinationFields(String id, String spaceId, String name, String kind, boolean enabled, String status,
            Optional<String> pausedBecause, Optional<String> failingBecause, JsonNode settings, JsonNode send,
            JsonNode calls, JsonNode eventNames, JsonNode ids, JsonNode aliasOnMerge, String firstSync,
            JsonNode consentCategories, long version,
            String createdBy, String updatedBy, Instant createdAt, Instant updatedAt,
            Optional<StoredDestination.FileExportFigures> export) {

        /** @param whole whether the caller may see addresses whole: some of them are all that one needs to send there */
        static DestinationFields of(StoredDestination stored, Destination opened, Instant now, boolean whole) {
            JsonNode document = stored.document();
            return new DestinationFields(stored.id(), stored.space().value(), stored.name(),
                    document.path(DestinationDraft.KIND).asText(), stored.isEnabled(),
                    DestinationStatus.of(stored, opened).text, because(opened), stored.failingBecause(),
                    shownSettings(stored, now, whole), part(document, "send"), part(document, "calls"),
                    part(document, "eventNames"), part(document, "ids"), part(document, "aliasOnMerge"),
                    document.path("firstSync").asText(), list(document, DestinationDraft.CONSENT), stored.version(),
                    stored.createdBy(), stored.updatedBy(),
                    stored.createdAt(), stored.updatedAt(), stored.export());
        }
    }

    private static Optional<String> because(Destination opened) {
        return opened.pausedBecause().or(() -> opened.enabled()
                ? Optional.empty()
                : Optional.of("It is not enabled. What happens meanwhile is never sent"));
    }

    /** An object, whatever is stored. */
    private static JsonNode part(JsonNode document, String field) {
        return document.path(field).isObject() ? document.path(field) : Json.object();
    }

    /** A list, whatever is stored. */
    private static JsonNode list(JsonNode document, String field) {
        return document.path(field).isArray() ? document.path(field) : Json.array();
    }

    private static ObjectNode shownSettings(StoredDestination stored, Instant now, boolean whole) {
        ObjectNode shown = Json.object();
        JsonNode plain = stored.document().path(DestinationDraft.SETTINGS);
        DestinationKind.of(stored.document().path(DestinationDraft.KIND).asText()).ifPresent(kind -> {
            if (kind == DestinationKind.CATALOGUE) {
                shown.setAll((ObjectNode) part(stored.document(), DestinationDraft.SETTINGS));
                stored.secrets().keySet().stream().sorted()
                        .forEach(name -> shown.set(name.replaceFirst("^tool\\.", ""), secret(stored.secrets(), name)));
            }
            for (SettingField field : kind.settings()) {
                if (field.name().equals(DestinationKind.URL) && !whole) {
                    shown.put(field.name(), origin(plain.path(field.name()).asText()));
                } else if (!field.secret()) {
                    shown.set(field.name(), plain.path(field.name()));
                } else if (field.type() instanceof SettingType.Headers) {
                    ObjectNode headers = shown.putObject(field.name());
                    SettingsReader.headers(stored.secrets().keySet()).forEach(
                            name -> headers.set(name, secret(stored.secrets(), SettingsReader.ofHeader(name))));
                } else {
                    shown.set(field.name(), secret(stored.secrets(), field.name()));
                    previous(stored, field, now).ifPresent(former -> shown.set(SettingsReader.PREVIOUS, former));
                }
            }
        });
        return shown;
    }

    /** Without the path and the query, in place of which there is an ellipsis. */
    private static String origin(String url) {
        int path = url.indexOf('/', url.indexOf("://") + "://".length());
        return path < 0 || path == url.length() - 1 ? url : url.substring(0, path) + "/…";
    }

    private static Optional<JsonNode> previous(StoredDestination stored, SettingField field, Instant now) {
        return field.type() instanceof SettingType.SigningSecret
                ? Optional.ofNullable(stored.secrets().get(SettingsReader.PREVIOUS))
                        .filter(secret -> secret.isValid(now))
                        .map(secret -> secret(stored.secrets(), SettingsReader.PREVIOUS))
                : Optional.empty();
    }

    private static JsonNode secret(Map<String, StoredSecret> secrets, String name) {
        Optional<StoredSecret> secret = Optional.ofNullable(secrets.get(name));
        ObjectNode shown = Json.object().put("set", secret.isPresent());
        secret.ifPresent(there -> shown.put("since", there.since().toString()));
        secret.flatMap(StoredSecret::until).ifPresent(until -> shown.put("until", until.toString()));
        return shown;
    }

    /**
     * @param secret a signing secret that was made now, which nobody can see again
     * @param plan of a dry run: what would be sent
     * @param unknownKeys keys that it names and that no definition has; absent if there are none
     */
    @ApiSchema
    record DestinationAnswer(DestinationFields destination, Optional<String> secret, Optional<SyncPlan> plan,
            Optional<List<String>> unknownKeys) {}

    @ApiSchema
    record DestinationPage(List<DestinationFields> destinations, Pagination pagination) {}

    @ApiSchema("DestinationKind")
    record KindFields(String name, String label, String description, List<SettingFields> settings) {

        static KindFields of(DestinationKind kind) {
            return new KindFields(kind.text(), kind.label(), kind.description(),
                    kind.settings().stream().map(SettingFields::of).toList());
        }
    }

    /** @param catalogueProblem why there are none of the catalogue, although there is one */
    @ApiSchema
    record DestinationKindsAnswer(List<KindFields> destinationKinds, Optional<List<ToolFields>> catalogueKinds,
            Optional<String> catalogueProblem) {

        static DestinationKindsAnswer of(Optional<List<ToolFields>> tools, Optional<String> problem) {
            return new DestinationKindsAnswer(DestinationKind.own().stream().map(KindFields::of).toList(), tools,
                    problem);
        }
    }
}
