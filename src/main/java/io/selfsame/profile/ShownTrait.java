package io.selfsame.profile;

import io.selfsame.json.Json;
import io.selfsame.json.Utf8;
import io.selfsame.trait.StoredTrait;

/**
 * A trait, and its value as text.
 *
 * @param size of both, in bytes
 */
record ShownTrait(StoredTrait trait, String value, long size) {

    static ShownTrait of(StoredTrait trait) {
        String value = Json.write(trait.value());
        return new ShownTrait(trait, value, Utf8.length(trait.name()) + Utf8.length(value));
    }
}
