package io.selfsame.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurrogatesTest {

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain                | plain
            \\ud83d\\ude42       | \\ud83d\\ude42
            a\\ud83d             | a\\ufffd
            \\ude42b             | \\ufffdb
            \\uD83D\\uD83D\\uDE42 | \\ufffd\\uD83D\\uDE42
            \\ud83dx             | \\ufffdx
            \\\\ud83d            | \\\\ud83d
            \\ud8                | \\ud8
            """)
    void halvesAreReplacedAndPairsStay(String before, String after) {
        assertEquals(after, Surrogates.repair(before));
    }
}
