package io.selfsame.trait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.selfsame.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trait's node keeps gives the value back. */
class StoredTraitTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 6.25, Double.POSITIVE_INFINITY})
    void whatWasComputedIsAProperty(double value) {
        Map<String, Object> properties = StoredTrait.properties(Json.tree(value));
        assertEquals(value, properties.get("value"));
        assertNull(properties.get("json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1e400", "123456789012345678901234567890", "[1,2]", "{\"a\":null}"})
    void whatAPropertyWouldNotGiveBackKeepsItsJson(String json) {
        assertEquals(Json.parse(json), Json.parse((String) StoredTrait.properties(Json.parse(json)).get("json")));
    }

    @Test
    void whatWasRemovedKeepsNothing() {
        Map<String, Object> properties = StoredTrait.properties(Json.parse("null"));
        assertEquals(true, properties.get("removed"));
        assertNull(properties.get("value"));
        assertNull(properties.get("json"));
    }
}
