package io.selfsame.compute.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Big spenders            | big_spenders
            Total (30 days)!        | total_30_days
            Crème brûlée  fans      | creme_brulee_fans
            __snake_case__          | snake_case
            30 day buyers           | 30_day_buyers
            VIP ☕ Gäste            | vip_gaste
            """)
    void aNameMakesAKey(String name, String key) {
        assertEquals(key, TraitKeys.of(name));
        assertEquals(key, TraitKeys.checked(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"☕", "Русский", "___"})
    void aNameWithoutLatinLettersNeedsAKey(String name) {
        assertThrows(IllegalArgumentException.class, () -> TraitKeys.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b", "a/b", "é", "a-b"})
    void keysAreLettersDigitsAndUnderscores(String key) {
        assertThrows(IllegalArgumentException.class, () -> TraitKeys.checked(key));
    }

    @Test
    void keysAreOfABoundedLength() {
        assertEquals("a".repeat(TraitKeys.LONGEST), TraitKeys.of("a".repeat(500)));
        assertThrows(IllegalArgumentException.class, () -> TraitKeys.checked("a".repeat(TraitKeys.LONGEST + 1)));
    }
}
