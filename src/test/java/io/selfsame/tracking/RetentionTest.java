package io.selfsame.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfsame.tracking.Retention.OfKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the room for what was refused is shared. */
class RetentionTest {

    private static Map<String, Long> drops(OfKey... keys) {
        return Retention.drops(List.of(keys), 100, 1_000);
    }

    @Test
    void whatFitsStays() {
        assertThat(drops()).isEmpty();
        assertThat(drops(new OfKey("a", 100, 0))).isEmpty();
        assertThat(drops(new OfKey("a", 40, 0), new OfKey("b", 60, 0))).isEmpty();
    }

    @Test
    void whoSentMoreThanTheirShareLosesThat() {
        assertThat(drops(new OfKey("a", 130, 0))).isEqualTo(Map.of("a", 30L));
        assertThat(drops(new OfKey("loud", 500, 0), new OfKey("quiet", 10, 0))).isEqualTo(Map.of("loud", 410L));
        assertThat(drops(new OfKey("a", 200, 0), new OfKey("b", 60, 0), new OfKey("c", 20, 0)))
                .isEqualTo(Map.of("a", 160L, "b", 20L));
    }

    @Test
    void whatIsTooOldGoesInAnyCaseAndTakesNoRoom() {
        assertThat(drops(new OfKey("a", 50, 7), new OfKey("b", 60, 10))).isEqualTo(Map.of("a", 7L, "b", 10L));
    }

    @Test
    void noMoreGoesAtOnceThanTheLimitAndTheHeaviestFirst() {
        assertThat(Retention.drops(List.of(new OfKey("a", 90, 0), new OfKey("b", 500, 0)), 100, 420))
                .isEqualTo(Map.of("b", 420L));
        assertThat(Retention.drops(List.of(new OfKey("a", 150, 0), new OfKey("b", 500, 0)), 100, 500))
                .isEqualTo(Map.of("b", 450L, "a", 50L));
    }
}
