package io.selfsame.destination.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * A setting that destinations of a kind have. Immutable.
 *
 * @param label for a form
 * @param description one or two sentences for whoever fills it in
 * @param required whether a new destination must have it
 * @param secret whether it is stored encrypted and never shown
 * @param standard what it is if nobody sets it; empty if it is not there then
 */
public record SettingField(String name, String label, String description, SettingType type, boolean required,
        boolean secret,
        Optional<JsonNode> standard) {

    /** What a value may be. */
    public sealed interface SettingType {

        /** How the list of kinds calls it. */
        default String text() {
            return switch (this) {
                case AnyUrl url -> "url";
                case BaseUrl url -> "url";
                case Text text -> "text";
                case SigningSecret secret -> "signing_secret";
                case Headers headers -> "headers";
                case Whole whole -> "integer";
                case Servers servers -> "text";
                case Topic topic -> "text";
                case Topics topics -> "text";
                case Name text -> "text";
                case Choice choice -> "choice";
                case Folder folder -> "folder";
                case Choices choices -> "choices";
                case Flag flag -> "boolean";
                case Document document -> "object";
            };
        }

        /** An address that requests go to as it is. */
        record AnyUrl() implements SettingType {}

        /** An address that paths are put behind. */
        record BaseUrl() implements SettingType {}

        /** Without control characters, up to so many characters. */
        record Text(int longest) implements SettingType {}

        /** As Standard Webhooks have it. Made if nobody sets it; the former one stays valid for a time. */
        record SigningSecret() implements SettingType {}

        /** Names and values of headers. */
        record Headers() implements SettingType {}

        /** The name of a folder. */
        record Folder() implements SettingType {}

        /** One or more of some words, or {@code *} for all. */
        record Choices(List<String> words) implements SettingType {

            public Choices {
                words = List.copyOf(words);
            }
        }

        /** True or false. */
        record Flag() implements SettingType {}

        /** A whole number, both ends included. */
        record Whole(int least, int most) implements SettingType {}

        /** One or more {@code host:port} with commas. */
        record Servers() implements SettingType {}

        /** The name of a topic of Kafka. */
        record Topic() implements SettingType {}

        /** Names of topics with commas, at most so many. */
        record Topics(int most) implements SettingType {}

        /** Letters, digits, dots, _ and -. Not there if nobody sets it. */
        record Name() implements SettingType {}

        /** An object of JSON, of so many characters at most. */
        record Document(int longest) implements SettingType {}

        /** One of some texts. */
        record Choice(List<String> choices) implements SettingType {

            public Choice {
                choices = List.copyOf(choices);
            }
        }
    }

    /**
     * A setting for a form.
     *
     * @param standard its default
     */
    @ApiSchema("DestinationSetting")
    public record SettingFields(String name, String label, String description, String type, boolean required,
            boolean secret,
            @JsonProperty("default") Optional<JsonNode> standard,
            Optional<Integer> minimum, Optional<Integer> maximum, Optional<Integer> maxLength,
            Optional<List<String>> choices) {

        /** As answers show it. */
        public static SettingFields of(SettingField field) {
            Optional<Integer> minimum = Optional.empty();
            Optional<Integer> maximum = Optional.empty();
            Optional<Integer> longest = Optional.empty();
            Optional<List<String>> choices = Optional.empty();
            switch (field.type()) {
                case SettingType.Whole(int least, int most) -> {
                    minimum = Optional.of(least);
                    maximum = Optional.of(most);
                }
                case SettingType.Text(int most) -> longest = Optional.of(most);
                case SettingType.AnyUrl url -> longest = Optional.of(SettingsReader.LONGEST_URL);
                case SettingType.BaseUrl url -> longest = Optional.of(SettingsReader.LONGEST_URL);
                case SettingType.SigningSecret secret -> {
                }
                case SettingType.Headers headers -> {
                }
                case SettingType.Servers servers -> longest = Optional.of(SettingsReader.LONGEST_SERVERS);
                case SettingType.Topic topic -> longest = Optional.of(SettingsReader.LONGEST_TOPIC);
                case SettingType.Topics(int most) -> longest = Optional.of(most * (SettingsReader.LONGEST_TOPIC + 1));
                case SettingType.Name text -> longest = Optional.of(SettingsReader.LONGEST_TOPIC);
                case SettingType.Document(int most) -> longest = Optional.of(most);
                case SettingType.Choice(List<String> all) -> choices = Optional.of(all);
                case SettingType.Choices(List<String> all) -> choices = Optional.of(all);
                case SettingType.Folder folder -> longest = Optional.of(DestinationSettings.LONGEST_FOLDER);
                case SettingType.Flag flag -> {
                }
            }
            return new SettingFields(field.name(), field.label(), field.description(), field.type().text(),
                    field.required(), field.secret(), field.standard(), minimum, maximum, longest, choices);
        }
    }

    /** One with a default. */
    public static SettingField plain(String name, String label, String description, SettingType type, Object standard) {
        return new SettingField(name, label, description, type, false, false, Optional.of(Json.tree(standard)));
    }

    /** One that must be there. */
    public static SettingField needed(String name, String label, String description, SettingType type) {
        return new SettingField(name, label, description, type, true, false, Optional.empty());
    }

    /** One that is never shown. */
    public static SettingField secret(String name, String label, String description, SettingType type,
            boolean required) {
        return new SettingField(name, label, description, type, required, true, Optional.empty());
    }
}
