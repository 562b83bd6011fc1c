package io.selfsame.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfsame.space.SpaceId;
import io.selfsame.tracking.Intake.Sender;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private static final SpaceId SPACE = new SpaceId("shop");
    private static final Sender ONE = new Sender(SPACE, "src_1");
    private static final Sender OTHER = new Sender(SPACE, "src_2");

    @Test
    void withoutLimitsNothingIsSaidOrRefused() {
        var limits = new RateLimits(0, 0);
        assertThat(limits.take(ONE, 1_000_000)).isEmpty();
        assertThat(limits.refusal(ONE)).isEmpty();
    }

    @Test
    void aBucketHoldsTheLargestBatchAndWhatDoesNotFitTakesNothing() {
        var limits = new RateLimits(0, 1);
        var first = limits.take(ONE, 2_000).orElseThrow();
        assertThat(first.limit()).isEqualTo(2_500);
        assertThat(first.retryAfter()).isZero();
        assertThat(first.remaining()).isBetween(500L, 530L);
        var second = limits.take(ONE, 2_500).orElseThrow();
        assertThat(second.retryAfter()).isBetween(1L, 2_000L);
        assertThat(second.remaining()).isGreaterThanOrEqualTo(500L);
        assertThat(limits.take(OTHER, 2_500).orElseThrow().retryAfter()).as("a key of its own").isZero();
    }

    @Test
    void whatTheSpaceRefusesIsNotTakenFromTheKey() {
        var limits = new RateLimits(1, 1_000);
        assertThat(limits.take(ONE, 2_500).orElseThrow().retryAfter()).isZero();
        assertThat(limits.refusal(OTHER)).as("the space has none left").isPresent();
        assertThat(limits.take(OTHER, 2_000).orElseThrow().retryAfter()).isPositive();
        limits.giveBack(ONE, 2_500);
        assertThat(limits.take(OTHER, 2_500).orElseThrow().retryAfter()).as("the key still has all of its own")
                .isZero();
    }
}
