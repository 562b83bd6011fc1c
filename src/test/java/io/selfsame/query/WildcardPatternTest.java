package io.selfsame.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WildcardPatternTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {"*.acme.co?,www.acme.com,true", "*.acme.co?,www.acme.co,false",
            "*.acme.co?,acme.com,false", "a,a,true", "a,ab,false", "a,ba,false", "*,\"\",true", "\"\",\"\",true",
            "\"\",a,false", "?,\"\",false", "?,😀,true", "??,😀,false", "a*a,a,false", "a*a,aa,true", "a**b,ab,true",
            "*a?c*,xxabxabcx,true", "*ab*ab,abab,true", "*ab*ab,ab,false", "\\*,*,true", "\\*,a,false", "\\?,?,true",
            "\\?,a,false", "\\\\,\\,true", "[a]+$,[a]+$,true", ".,a,false"})
    void comparesWholeTexts(String pattern, String text, boolean expected) {
        var parsed = WildcardPattern.parse(pattern);
        assertEquals(expected, parsed.matches(text));
        assertEquals(expected, text.matches(parsed.regex()));
    }

    @Test
    void anyCharacterIsOneEvenTheEndOfALine() {
        assertEquals(true, WildcardPattern.parse("a?b*").matches("a\nb\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\\b", "*\\"})
    void refusesOtherBackslashes(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> WildcardPattern.parse(pattern));
    }

    @Test
    void theRegularExpressionMeansTheSame() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String pattern = some(random, "aab*?", 8);
            String text = some(random, "aab", 10);
            var parsed = WildcardPattern.parse(pattern);
            assertEquals(parsed.matches(text), text.matches(parsed.regex()), pattern + " " + text);
        }
    }

    private static String some(Random random, String from, int most) {
        return IntStream.range(0, random.nextInt(most + 1))
                .mapToObj(i -> from.substring(random.nextInt(from.length())).substring(0, 1))
                .collect(Collectors.joining());
    }

    @Test
    void manyRunsDoNotMultiply() {
        String text = "a".repeat(100_000);
        var pattern = WildcardPattern.parse("*a".repeat(50) + "*b");
        assertFalse(pattern.matches(text));
        assertFalse(text.matches(pattern.regex()));
    }
}
