package io.selfsame.destination.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.space.SpaceId;
import org.junit.jupiter.api.Test;

/** How many topics are opened at a time. */
class OpeningsTest {

    @Test
    void noSpaceHasThePlacesOfOthers() {
        var openings = new Openings();
        for (int space = 0; space < Openings.MOST / Openings.MOST_OF_SPACE; space++) {
            for (int i = 0; i < Openings.MOST_OF_SPACE; i++) {
                assertTrue(openings.take(new SpaceId("space" + space)));
            }
            assertFalse(openings.take(new SpaceId("space" + space)));
        }
        assertFalse(openings.take(new SpaceId("another")));
        openings.give(new SpaceId("space1"));
        assertFalse(openings.take(new SpaceId("space0")));
        assertTrue(openings.take(new SpaceId("another")));
    }
}
