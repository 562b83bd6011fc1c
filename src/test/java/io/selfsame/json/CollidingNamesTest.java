package io.selfsame.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.selfsame.testing.Collisions;
import org.junit.jupiter.api.Test;

/** Field names whose hashes collide fail neither their own document nor those of others. */
class CollidingNamesTest {

    @Test
    void objectsOfCollidingNamesAreReadAsOftenAsTheyCome() throws JsonProcessingException {
        for (int size : new int[]{290, 310, 4_000}) {
            for (int round = 0; round < 20; round++) {
                String text = Collisions.object(size, round);
                assertEquals(size, Json.read(text).size());
                assertEquals(size, Json.parse(text).size());
            }
        }
    }

    @Test
    void namesOfOthersAreReadInBetween() throws JsonProcessingException {
        for (int round = 0; round < 20; round++) {
            Json.read(Collisions.object(310, round));
            for (int other = 0; other < 500; other++) {
                assertEquals(1, Json.read("{\"name" + round + "x" + other + "\":1}").size());
            }
        }
    }
}
