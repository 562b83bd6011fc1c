package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.catalogue.Catalogue;
import io.selfsame.destination.catalogue.CatalogueAway;
import io.selfsame.destination.catalogue.Tool;
import io.selfsame.destination.config.SettingsReader.ReadSettings;
import io.selfsame.error.Conflict;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the settings of a tool that somebody sends, by what the catalogue says of it. Thread safe. */
final class ToolSettingsReader implements ToolForms {

    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_SUBSCRIPTIONS = 50;
    private static final int LONGEST_SUBSCRIPTIONS = 100_000;
    private static final int MOST_CALLS = 10_000;
    private static final String NO_TEXT = "is not a text of 1 to " + LONGEST_TEXT
            + " characters without control characters";

    /** In place of a secret that nobody has sent, whose text the library must not be told to look at it. */
    private static final String UNSEEN = "https://unseen.example.com/";

    private final Optional<Catalogue> catalogue;

    ToolSettingsReader(Optional<Catalogue> catalogue) {
        this.catalogue = catalogue;
    }

    /** One reading. */
    private record Reading(FormFields form, Set<String> stored, ObjectNode plain, Map<String, SecretInput> secrets) {}

    @Override
    public ReadSettings read(String name, FormFields body, Set<String> stored) {
        Optional<Tool> found = find(name);
        found.flatMap(Tool::unavailable)
                .or(() -> found.isEmpty() ? Optional.of("the catalogue does not have it") : Optional.empty())
                .ifPresent(why -> body.problem(DestinationDraft.KIND,
                        "is " + KnownFields.quoted(DestinationKind.TOOL + name)
                                + ", which cannot be used: " + why));
        if (found.isEmpty() || found.get().unavailable().isPresent()) {
            return new ReadSettings(Json.object(), Map.of());
        }
        Tool tool = found.get();
        List<String> names = new ArrayList<>(List.of(SUBSCRIPTIONS, DestinationKind.RATE));
        tool.settings().forEach(setting -> names.add(setting.name()));
        var reading = new Reading(body.inside(DestinationDraft.SETTINGS, KnownFields.of(names.toArray(String[]::new))),
                stored,
                Json.object(), new LinkedHashMap<>());
        tool.settings().forEach(setting -> read(reading, setting));
        Optional<JsonNode> subscriptions = subscriptions(reading);
        int problems = body.problems().size();
        if (problems == 0) {
            ask(tool, reading, subscriptions);
        }
        subscriptions.ifPresent(some -> reading.plain().set(SUBSCRIPTIONS, some));
        reading.plain().put(DestinationKind.RATE,
                reading.form().whole(DestinationKind.RATE, tool.callsPerSecond(), 0, MOST_CALLS));
        return new ReadSettings(reading.plain(), Map.copyOf(reading.secrets()));
    }

    private Optional<Tool> find(String name) {
        try {
            return present().tools().stream().filter(tool -> tool.name().equals(name)).findFirst();
        } catch (CatalogueAway e) {
            throw away(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private Catalogue present() {
        return catalogue.orElseThrow(() -> new Conflict("There is no catalogue: SELFSAME_CATALOGUE_URL is not set"));
    }

    private static Conflict away(CatalogueAway e) {
        return new Conflict(e.getMessage() + ", so the settings cannot be checked; try again later");
    }

    private static Conflict interrupted() {
        Thread.currentThread().interrupt();
        return new Conflict("The service is being stopped");
    }

    private static void read(Reading reading, Tool.Setting setting) {
        String name = setting.name();
        JsonNode value = reading.form().object().path(name);
        boolean isShown = value.isObject() && value.path("set").isBoolean();
        if (setting.secret() && reading.stored().contains(SECRET + name) && (value.isMissingNode() || isShown)) {
            reading.secrets().put(SECRET + name, new SecretInput.Kept());
        } else if (reading.form().isGiven(name) && !(setting.secret() && isShown)) {
            given(reading, setting, value);
        } else if (setting.standard().isPresent() && !setting.secret()) {
            reading.plain().set(name, setting.standard().get());
        } else if (setting.required() && setting.standard().isEmpty()) {
            reading.form().problem(name, "is missing");
        }
    }

    private static void given(Reading reading, Tool.Setting setting, JsonNode value) {
        List<JsonNode> values = new ArrayList<>(List.of(value));
        if (setting.multiple()) {
            values.clear();
            value.forEach(values::add);
        }
        Optional<String> problem = setting.multiple() && !value.isArray()
                ? Optional.of("is not a list")
                : values.stream().flatMap(each -> problem(setting, each).stream()).findFirst();
        if (problem.isPresent()) {
            reading.form().problem(setting.name(), problem.get());
        } else if (setting.secret()) {
            reading.secrets().put(SECRET + setting.name(), new SecretInput.Given(value.asText()));
        } else {
            reading.plain().set(setting.name(), value);
        }
    }

    private static Optional<String> problem(Tool.Setting setting, JsonNode value) {
        boolean suits = switch (setting.type()) {
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> value.isTextual();
        };
        if (!suits) {
            return Optional.of("is no " + setting.type());
        }
        if (!setting.choices().isEmpty() && !setting.choices().contains(value)) {
            return Optional.of("is none of " + Json.write(setting.choices()));
        }
        boolean isText = !value.isTextual()
                || (!value.textValue().isBlank() && value.textValue().length() <= LONGEST_TEXT
                        && value.textValue().chars().noneMatch(Character::isISOControl));
        return isText ? Optional.empty() : Optional.of(NO_TEXT);
    }

    private static Optional<JsonNode> subscriptions(Reading reading) {
        if (!reading.form().isGiven(SUBSCRIPTIONS)) {
            return Optional.empty();
        }
        JsonNode value = reading.form().object().path(SUBSCRIPTIONS);
        boolean objects = value.isArray() && value.size() <= MOST_SUBSCRIPTIONS;
        for (JsonNode each : value) {
            objects &= each.isObject();
        }
        if (!objects || Json.write(value).length() > LONGEST_SUBSCRIPTIONS) {
            reading.form().problem(SUBSCRIPTIONS,
                    "is not a list of at most " + MOST_SUBSCRIPTIONS + " objects like {\"action\":"
                            + " \"trackEvent\", \"subscribe\": \"type = \\\"track\\\"\"}, of " + LONGEST_SUBSCRIPTIONS
                            + " characters in all");
        }
        return Optional.of(value);
    }

    private void ask(Tool tool, Reading reading, Optional<JsonNode> subscriptions) {
        ObjectNode values = reading.plain().deepCopy();
        Set<String> unseen = new HashSet<>();
        reading.secrets().forEach((secret, input) -> {
            String name = secret.substring(SECRET.length());
            switch (input) {
                case SecretInput.Given(String text) -> values.put(name, text);
                case SecretInput.Kept kept -> unseen.add(name);
                case SecretInput.Generated none -> unseen.add(name);
            }
        });
        unseen.forEach(name -> values.put(name, UNSEEN));
        try {
            present().problems(tool.name(), values, subscriptions).stream()
                    .filter(problem -> !unseen.contains(problem.field()))
                    .forEach(problem -> reading.form().problem(problem.field(), problem.message()));
        } catch (CatalogueAway e) {
            throw away(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }
}
