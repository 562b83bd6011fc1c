package io.selfsame.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FairCapacityTest {

    private final FairCapacity<String> plain = new FairCapacity<>("test", 900);
    private final FairCapacity<String> grouped = new FairCapacity<>("test", 900, key -> key.substring(0, 1));

    /** Takes in steps until refused. */
    private static long flood(FairCapacity<String> capacity, String key, long step) {
        long taken = 0;
        while (true) {
            try {
                capacity.acquire(key, step);
                taken += step;
            } catch (Overloaded e) {
                return taken;
            }
        }
    }

    @Test
    void aLoneKeyGetsMostOfTheRoomAndANewcomerFindsSome() {
        assertThat(flood(plain, "a", 1)).isEqualTo(600);
        assertThat(flood(plain, "b", 1)).isEqualTo(200);
        assertThat(flood(plain, "c", 1)).isPositive();
    }

    @Test
    void keysThatWantAllEndWithEqualParts() {
        for (String key : List.of("a", "b", "c")) {
            flood(plain, key, 1);
        }
        // What each gives back by and by is taken by whoever has less.
        long[] held = {600, 200, plain.used() - 800};
        for (int round = 0; round < 2_000; round++) {
            for (int i = 0; i < 3; i++) {
                String key = String.valueOf("abc".charAt(i));
                if (held[i] > 0) {
                    plain.release(key, 1);
                    held[i]--;
                }
                held[i] += flood(plain, key, 1);
            }
        }
        for (long one : held) {
            assertThat(one).isBetween(240L, 280L);
        }
    }

    @Test
    void whatIsLargerThanAShareOrThanAllPassesFirst() {
        plain.acquire("a", 5_000);
        assertThatThrownBy(() -> plain.acquire("b", 1)).isInstanceOf(Overloaded.class).hasMessageContaining("is full");
        plain.release("a", 5_000);
        plain.acquire("a", 1);
        plain.acquire("b", 899);
        assertThatThrownBy(() -> plain.requireRoom("c")).isInstanceOf(Overloaded.class);
    }

    @Test
    void whatIsReleasedCanBeHadAgainAndLeavesNothing() {
        for (int i = 0; i < 100; i++) {
            assertThat(flood(plain, "key " + i, 1)).isEqualTo(600);
            plain.release("key " + i, 600);
        }
        assertThat(plain.used()).isZero();
        assertThat(plain).extracting("groups").asInstanceOf(InstanceOfAssertFactories.MAP)
                .isEmpty();
        assertThat(plain.refused()).isEqualTo(100);
        assertThatIllegalStateException().isThrownBy(() -> plain.release("a", 1));
    }

    @Test
    void manyKeysOfOneGroupTakeNoMoreThanTheGroupsShare() {
        long group = IntStream.range(0, 50).mapToLong(i -> flood(grouped, "a" + i, 1)).sum();
        assertThat(group).isLessThanOrEqualTo(600);
        assertThat(flood(grouped, "b0", 1)).isGreaterThan(80);
    }

    @Test
    void aSecondKeyOfAGroupFindsRoomBesideAFlood() {
        assertThat(flood(grouped, "a0", 1)).isGreaterThan(450);
        assertThat(flood(grouped, "a1", 1)).isGreaterThan(40);
        assertThat(flood(grouped, "b0", 1)).isGreaterThan(80);
    }

    @Test
    void workThatFailsGivesItsPlaceBack() {
        assertThatThrownBy(() -> plain.during("a", 10, () -> {
            assertThat(plain.used()).isEqualTo(10);
            throw new IllegalStateException("as planned");
        })).hasMessage("as planned");
        assertThat(plain.used()).isZero();
    }

    @Test
    void threadsNeverHoldMoreThanThereIs() throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, 50).<Future<?>>mapToObj(i -> threads.submit(() -> {
                for (int n = 0; n < 2_000; n++) {
                    try {
                        grouped.during((char) ('a' + i % 5) + "" + i, 1 + ThreadLocalRandom.current().nextInt(200),
                                () -> {
                                    assertThat(grouped.used()).isBetween(1L, 900L);
                                    Thread.yield();
                                    return "";
                                });
                    } catch (Overloaded e) {
                        Thread.yield();
                    }
                }
            })).toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(grouped.used()).isZero();
    }
}
