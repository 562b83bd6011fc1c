package io.selfsame.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.selfsame.error.Invalid;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownFieldsTest {

    private static final KnownFields FIELDS = KnownFields.of("name", "key").ignoring("id").ignoring("createdAt");

    @ParameterizedTest
    @CsvSource(delimiterString = "|", textBlock = """
            {"nane":1}                      | Unknown field "nane"; known are name, key
            {"a":1,"name":1,"b":1}          | Unknown fields "a", "b"; known are name, key
            {"a":1,"b":1,"c":1,"d":1,"e":1} | Unknown fields "a", "b", "c" and 2 more; known are name, key
            []                              | The body is a JSON object with name, key
            "name"                          | The body is a JSON object with name, key
            """)
    void whatIsNotKnownIsRefused(String body, String because) throws JsonProcessingException {
        var json = Json.read(body);
        assertEquals(because, assertThrows(Invalid.class, () -> FIELDS.require(json)).getMessage());
    }

    @Test
    void whatAnswersShowIsIgnored() throws JsonProcessingException {
        FIELDS.require(Json.read("{\"id\":1,\"createdAt\":2,\"key\":3}"));
        FIELDS.require(Json.object());
    }

    @Test
    void aFieldInsideIsNamedWithItsPlace() throws JsonProcessingException {
        assertEquals(Optional.of("unknown field \"blocked.x\"; the only one is values"),
                KnownFields.of("values").problem(Json.read("{\"x\":1}"), "blocked."));
        assertEquals(Optional.empty(), FIELDS.problem(Json.read("[{\"x\":1}]")));
    }

    @Test
    void longNamesAreCut() throws JsonProcessingException {
        String problem = FIELDS.problem(Json.read("{\"" + "x".repeat(10_000) + "\":1}")).orElseThrow();
        assertEquals("unknown field \"" + "x".repeat(60) + "\u2026\"; known are name, key", problem);
    }
}
