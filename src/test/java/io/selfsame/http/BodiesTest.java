package io.selfsame.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
