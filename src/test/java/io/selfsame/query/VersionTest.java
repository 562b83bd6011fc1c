package io.selfsame.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    private static final List<List<String>> IN_ORDER = List.of(List.of("0", "v0.0", "00.0+7"),
            List.of("1.0.0-alpha"), List.of("1-alpha.1", "1.0-alpha.01"), List.of("1.0.0-alpha.beta"),
            List.of("1.0.0-beta"),
            List.of("1.0.0-beta.2"), List.of("1.0.0-beta.11"), List.of("1.0.0-rc.1+5"),
            List.of("1", "1.0.0", "v1.0+a-b.c", "V1", " v1.0\n"),
            List.of("2.1", "2.1.0", "2.01"), List.of("2.9"), List.of("2.10.0"), List.of("2.10.0.1"),
            List.of("99999999999999999999998"), List.of("99999999999999999999999"),
            List.of("100000000000000000000000"));

    @Test
    void theOrderIsThatOfSemanticVersioning() {
        for (int i = 0; i < IN_ORDER.size(); i++) {
            for (int j = 0; j < IN_ORDER.size(); j++) {
                for (String a : IN_ORDER.get(i)) {
                    for (String b : IN_ORDER.get(j)) {
                        int order = Version.parse(a).orElseThrow().compareTo(Version.parse(b).orElseThrow());
                        assertEquals(Integer.compare(i, j), Integer.signum(order), a + " " + b);
                    }
                }
            }
        }
    }

    @Test
    void aVersionIsNoLongerThanATextCanBe() {
        assertTrue(Version.parse("1".repeat(Version.LONGEST)).isPresent());
        assertTrue(Version.parse("1".repeat(Version.LONGEST + 1)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v", "x", "1.", ".1", "1..2", "1.x", "1-", "1+", "1-a..b", "1-ä", "-1",
            "1 beta",
            "1,2", "٣"})
    void othersAreNone(String text) {
        assertTrue(Version.parse(text).isEmpty());
    }
}
