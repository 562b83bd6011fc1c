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
        assertThat(limits.of(ONE).take(1_000_000)).isEmpty();
        assertThat(limits.of(ONE).take(1_000_000)).isEmpty();
    }

    @Test
    void aBucketHoldsTheLargestBatchAndWhatDoesNotFitTakesNothing() {
        var limits = new RateLimits(0, 1);
        var first = limits.of(ONE).take(2_000).orElseThrow();
        assertThat(first.of()).isEqualTo(RateLimits.LimitOwner.KEY);
        assertThat(first.limit()).isEqualTo(2_500);
        assertThat(first.retryAfter()).isZero();
        assertThat(first.remaining()).isBetween(500L, 530L);
        var second = limits.of(ONE).take(2_500).orElseThrow();
        assertThat(second.retryAfter()).isBetween(1L, 2_000L);
        assertThat(second.remaining()).isGreaterThanOrEqualTo(500L);
        assertThat(limits.of(OTHER).take(2_500).orElseThrow().isRefusal()).as("a key of its own").isFalse();
    }

    @Test
    void whatTheSpaceRefusesIsNotTakenFromTheKey() {
        var limits = new RateLimits(1, 1_000);
        var one = limits.of(ONE);
        assertThat(one.take(2_500).orElseThrow().isRefusal()).isFalse();
        var refused = limits.of(OTHER).take(2_000).orElseThrow();
        assertThat(refused.isRefusal()).as("the space has none left").isTrue();
        assertThat(refused.of()).isEqualTo(RateLimits.LimitOwner.SPACE);
        one.giveBack();
        assertThat(limits.of(OTHER).take(2_500).orElseThrow().isRefusal()).as("the key still has all of its own")
                .isFalse();
    }

    @Test
    void aRequestTakesAllInPlaceOfWhatItHas() {
        var limits = new RateLimits(0, 1);
        var largest = limits.of(ONE);
        assertThat(largest.take(1).orElseThrow().remaining()).isEqualTo(2_499);
        assertThat(largest.take(2_500).orElseThrow().isRefusal()).as("the one before is among them").isFalse();
        largest.giveBack();
        largest.giveBack();
        var another = limits.of(ONE);
        assertThat(another.take(2_400).orElseThrow().remaining()).isBetween(100L, 130L);
        assertThat(limits.of(ONE).take(2_500).orElseThrow().isRefusal()).isTrue();
    }
}
