package io.selfsame.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightTest {

    /** The least is what the tree takes of the heap, measured, and the text beside it; the most is what is stated. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `{},`              | 33
            `[],`              | 20
            `{"a":1},`         | 34
            `{"a":{}},`        | 40
            `{"":{}},`         | 39
            `99,`              | 9
            `1e5,`             | 17
            `"a",`             | 19
            `[[[[[[]]]]]],`    | 46
            """, delimiter = '|')
    void weighsWhatItBecomesOrMore(String element, int least) {
        String text = "[" + element.repeat(50_000) + "1]";
        double times = (double) JsonFootprint.of(text.getBytes(StandardCharsets.UTF_8)) / text.length();
        assertTrue(times >= least && times <= 62, element + " " + times);
    }
}
