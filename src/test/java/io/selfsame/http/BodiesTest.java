package io.selfsame.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.selfsame.error.Invalid;
import io.selfsame.json.SentJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodiesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                                           | application/json
            */*                                                            | application/json
            text/html, application/xml;q=0.9                               | application/json
            application/json                                               | application/json
            application/vnd.segment.v1+json                                | application/vnd.segment.v1+json
            application/vnd.segment.v1beta+json; q=0.9                     | application/vnd.segment.v1beta+json
            text/plain, Application/Vnd.Segment.v1alpha+JSON               | application/vnd.segment.v1alpha+json
            application/vnd.segment.v1alpha+json, application/json         | application/vnd.segment.v1alpha+json
            application/vnd.segment.v2+json                                | application/json
            """)
    void theAnswerHasTheNameThatIsAskedFor(String accept, String type) {
        assertEquals(type, Bodies.mediaType(accept));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            [1                            | The body is not JSON: Unexpected end-of-input: expected close marker for Array (line 1, column 3)
            %s                            | The body is more than is read: Document nesting depth (65) exceeds the maximum allowed (64)
            """)
    void aBodyThatCannotBeReadIsToldInWordsOfJson(String body, String message) {
        byte[] bytes = body.formatted("[".repeat(65)).getBytes(StandardCharsets.UTF_8);
        Invalid error = assertThrows(Invalid.class, () -> SentJson.parse(bytes));
        assertEquals("invalid_request_error", error.code());
        assertEquals(message, error.getMessage().substring(0, Math.min(message.length(), error.getMessage().length())));
        assertFalse(error.getMessage().contains("Stream"), error::getMessage);
    }
}
