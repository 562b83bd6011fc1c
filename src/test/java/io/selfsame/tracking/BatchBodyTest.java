package io.selfsame.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.selfsame.error.Invalid;
import io.selfsame.json.SentJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchBodyTest {

    private static Invalid refusal(String body) {
        return assertThrows(Invalid.class, () -> SentJson.parse(body.getBytes(StandardCharsets.UTF_8),
                text -> BatchBody.cut(text).read()));
    }

    @Test
    void nothingIsReadBeyondTheMostMessages() throws JsonProcessingException {
        String most = "{},".repeat(MessageParser.MAX_BATCH_EVENTS - 1) + "{}";
        assertEquals(MessageParser.MAX_BATCH_EVENTS, BatchBody.cut("{\"batch\":[" + most + "]}").size());
        // It would not be JSON any more, if anybody looked.
        Invalid error = refusal("{\"batch\":[" + most + ",{}" + ",]nonsense");
        assertEquals("batch_too_large", error.code());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"batch":[{}]}]               | bad_request
            7                              | bad_request
            {"batch":{}}                   | bad_request
            {"batch":[{}],"batch":7}       | bad_request
            {"context":{}}                 | bad_request
            {"batch":[]}                   | empty_batch
            {"batch":[{}]                  | invalid_request_error
            {"batch":[{}]}}                | invalid_request_error
            {"batch":[{},]}                | invalid_request_error
            `{"batch":[{}],"x":%DEEP%}`    | invalid_request_error
            {"batch":[{}],"context":%LONG%} | event_too_large
            """)
    void whatIsNoBatchIsRefused(String body, String code) {
        assertEquals(code, refusal(body.replace("%DEEP%", "[".repeat(70_000) + "]".repeat(70_000))
                .replace("%LONG%", "\"" + "c".repeat(MessageParser.MAX_EVENT_BYTES) + "\"")).code());
    }

    @Test
    void whatIsWrongAroundTheMessagesIsFoundWhereItStands() {
        String batch = "{\"batch\":[{\"type\":\"track\",\n\"event\":\"A\",\"userId\":\"u1\"}]}";
        assertTrue(refusal(batch + "x").getMessage().endsWith("(line 2, column 29)"),
                refusal(batch + "x").getMessage());
    }

    @Test
    void ofTwoBatchesTheLastCounts() throws JsonProcessingException {
        BatchBody body = BatchBody.cut("{\"batch\":[1,2],\"batch\":[3,4,5]}");
        assertEquals(3, body.size());
        assertEquals(3, body.read().items().size());
    }

    @Test
    void whatMessagesShareWeighsOnEach() throws JsonProcessingException {
        String messages = "\"batch\":[" + "{},".repeat(99) + "{}]";
        long alone = BatchBody.cut("{" + messages + "}").weight();
        String context = "{\"page\":\"" + "p".repeat(1_000) + "\"}";
        long sharing = BatchBody.cut("{\"context\":" + context + "," + messages + ",\"integrations\":{}}").weight();
        assertEquals(alone + 100L * 10 * (context.length() + 2), sharing);
    }
}
