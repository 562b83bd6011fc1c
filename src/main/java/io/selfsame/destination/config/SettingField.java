package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.json.Json;
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
record SettingField(String name, String label, String description, SettingType type, boolean required, boolean secret,
        Optional<JsonNode> standard) {

    /** What a value may be. */
    sealed interface SettingType {

        /** How the list of kinds calls it. */
        default String text() {
            return switch (this) {
                case AnyUrl url -> "url";
                case BaseUrl url -> "url";
                case Text text -> "text";
                case SigningSecret secret -> "signing_secret";
                case Headers headers -> "headers";
                case Whole whole -> "integer";
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

        /** A whole number, both ends included. */
        record Whole(int least, int most) implements SettingType {}
    }

    /** One with a default. */
    static SettingField plain(String name, String label, String description, SettingType type, Object standard) {
        return new SettingField(name, label, description, type, false, false, Optional.of(Json.tree(standard)));
    }

    /** One that must be there. */
    static SettingField needed(String name, String label, String description, SettingType type) {
        return new SettingField(name, label, description, type, true, false, Optional.empty());
    }

    /** One that is never shown. */
    static SettingField secret(String name, String label, String description, SettingType type, boolean required) {
        return new SettingField(name, label, description, type, required, true, Optional.empty());
    }
}
