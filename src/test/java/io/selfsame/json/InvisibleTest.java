package io.selfsame.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvisibleTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0", "\u200b", "\ufeff", "\u2060", "\u202e", "\u3164", "\u2800",
            "\u00ad",
            "\u0000", "\ufe0f", "\udb40\udc20"})
    void nobodySeesThem(String text) {
        assertTrue(Invisible.isBlank(text));
        assertEquals("a" + text + "b", Invisible.strip(text + "a" + text + "b" + text));
    }

    @Test
    void othersAreSeen() {
        assertFalse(Invisible.isBlank("\u00a0."));
        assertFalse(Invisible.isBlank("\ud83d\ude00"));
        assertEquals("\ud83d\ude00", Invisible.strip("\ud83d\ude00"));
    }
}
