package io.selfsame.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void whatIsReadCanBeReadAgainAfterItIsWritten() throws JsonProcessingException {
        String longest = "{\"n\":" + "9".repeat(396) + "e3}";
        var node = Json.read(longest);
        assertEquals(node, Json.parse(Json.write(node)));
        var deepest = Json.read("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH));
        assertEquals(deepest, Json.parse(Json.write(deepest)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999", "{\"a\":1e2147483648}", "{\"a\":1}{}", "", "{'a':1}",
            "nul"})
    void whatIsNoJsonIsRefusedAsSuch(String text) {
        assertThrows(JsonProcessingException.class, () -> {
            if (Json.read(text).isMissingNode()) {
                throw new com.fasterxml.jackson.core.JsonParseException("nothing");
            }
        });
    }

    @Test
    void numbersKeepTheirSpelling() throws JsonProcessingException {
        assertEquals("[1.50,1E+999999999,12345678901234567890]",
                Json.write(Json.read("[1.50,1e999999999,12345678901234567890]")));
    }
}
