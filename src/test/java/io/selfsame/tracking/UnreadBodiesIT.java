package io.selfsame.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that cannot be read leave a trace for the owner of the space. */
class UnreadBodiesIT {

    private final TestSpace space = TestServer.shared().newSpace();

    private JsonNode rejected() {
        return space.manage("GET", "rejected", "").ok().body().path("data");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            batch | {"batch":[{"type":"track"}  | invalid_json
            batch | {"batch":[{}]}x             | invalid_json
            track | event=A&userId=u1           | invalid_json
            batch | {"batch":[]}                | empty_batch
            batch | [{"type":"track"}]          | bad_request
            """)
    void aBodyThatCannotBeReadIsListed(String call, String body, String code) {
        assertEquals(400, space.send(call, body).status());
        assertEquals(400, space.send(call, body).status());
        assertEquals(1, rejected().size(), rejected().toString());
        JsonNode row = rejected().get(0);
        assertEquals(code, row.path("code").asText());
        assertEquals(2, row.path("times").asInt(), row.toString());
        assertTrue(row.toString().contains(body.substring(1, 9).replace("\"", "\\\"")), row.toString());
    }

    @Test
    void ofALongBodyTheBeginningIsKeptAndOfACheckNothing() {
        String body = "{\"batch\":[" + "x".repeat(50_000);
        assertEquals(400, space.send("batch/check", body).status());
        assertEquals(0, rejected().size());
        assertEquals(400, space.send("batch", body).status());
        assertTrue(rejected().toString().length() < 2_000, rejected().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'writeKey':'KEY'}", "{writeKey:KEY}", "writeKey=KEY&event=A", "{\"a\":KEY}",
            "{\"WriteKey\": \"other\", }",
            "{'write_key':'other'}"})
    void noWriteKeyIsKept(String body) {
        assertEquals(400, space.send("track", body.replace("KEY", space.writeKey())).status());
        String kept = rejected().toString();
        assertEquals(1, rejected().size());
        assertFalse(kept.contains(space.writeKey()) || kept.contains("other"), kept);
    }
}
