package io.selfsame.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfsame.graph.GraphUnavailable;
import io.selfsame.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoalescerTest {

    /** A question like {@code a1/7*500}: lane a, asker a1, number 7, weight 500. */
    private record Ask(String lane, String asker, int number, int weight) {
        static Ask of(String asker, int number, int weight) {
            return new Ask(asker.substring(0, 1), asker, number, weight);
        }
    }

    /** Rounds that wait to be let through. */
    private final List<List<Ask>> rounds = new CopyOnWriteArrayList<>();
    private final Semaphore gate = new Semaphore(0);

    private List<Integer> round(List<Ask> asked) {
        rounds.add(asked);
        gate.acquireUninterruptibly();
        return asked.stream().map(Ask::number).toList();
    }

    private static <A> CompletableFuture<A> later(Coalescer<Ask, A> coalescer, Ask ask) {
        var answer = new CompletableFuture<A>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(coalescer.ask(ask));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private Coalescer<Ask, Integer> lanes(int workers, Function<List<Ask>, List<Integer>> round) {
        return Coalescer.inLanes(workers, 1, 2_000, Ask::weight, Ask::lane, Ask::asker, round);
    }

    @Test
    void lanesTakeTurnsAndOneAlwaysFullDelaysAnotherByARound() {
        var coalescer = lanes(1, this::round);
        later(coalescer, Ask.of("a1", 0, 2_500));
        Await.until("a round", () -> rounds.size() == 1);
        List<CompletableFuture<Integer>> flood = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            flood.add(later(coalescer, Ask.of("a1", i, 2_500)));
        }
        Await.until("all wait", () -> coalescer.waiting() == 20);
        var neighbour = later(coalescer, Ask.of("b1", 7, 1));
        Await.until("the neighbour waits", () -> coalescer.waiting() == 21);
        // The flood's next round may have its turn already, no more than that.
        gate.release(2);
        assertThat(neighbour.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join()).isEqualTo(7);
        gate.release(100);
        flood.forEach(CompletableFuture::join);
    }

    @Test
    void noMoreRoundsAreInFlightThanWorkersAndOneOfALane() {
        var coalescer = lanes(3, this::round);
        var all = IntStream.range(0, 50)
                .mapToObj(i -> later(coalescer, Ask.of("abcde".charAt(i % 5) + "1", i, 900))).toList();
        Await.until("three rounds", () -> rounds.size() == 3);
        assertThat(rounds).extracting(one -> one.getFirst().lane()).doesNotHaveDuplicates();
        for (int i = 0; i < 200; i++) {
            assertThat(rounds.size()).isLessThanOrEqualTo(3 + i);
            gate.release();
        }
        all.forEach(CompletableFuture::join);
        assertThat(rounds).allSatisfy(one -> assertThat(one).extracting(Ask::lane).containsOnly(one.getFirst().lane()));
    }

    @Test
    void askersOfALaneShareByWeightAndKeepTheirOrder() {
        var lanes = new FairQueue<Ask>(1, 2_000, Ask::weight);
        for (int i = 0; i < 40; i++) {
            lanes.add("a", "heavy", Ask.of("heavy", i, 500));
        }
        for (int i = 0; i < 4_000; i++) {
            lanes.add("a", "light", Ask.of("light", i, 1));
        }
        List<Integer> heavy = new ArrayList<>();
        List<Integer> light = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            var taken = lanes.take();
            assertThat(taken).isNotNull();
            taken.questions().forEach(ask -> (ask.weight() > 1 ? heavy : light).add(ask.number()));
            lanes.done(taken);
        }
        assertThat(heavy).isSorted().hasSizeBetween(7, 9);
        assertThat(light).isSorted().hasSizeBetween(3_500, 4_000);
    }

    @Test
    void whatIsLargerThanARoundIsNotPassedOverForEver() {
        var lanes = new FairQueue<Ask>(1, 2_000, Ask::weight);
        lanes.add("a", "singles", Ask.of("singles", 0, 1));
        lanes.add("a", "batch", Ask.of("batch", 0, 2_500));
        for (int i = 1; i < 9_000; i++) {
            lanes.add("a", "singles", Ask.of("singles", i, 1));
        }
        int round = 0;
        boolean batch = false;
        while (!batch) {
            var taken = lanes.take();
            assertThat(taken).isNotNull();
            batch = taken.questions().stream().anyMatch(ask -> ask.weight() > 1);
            lanes.done(taken);
            assertThat(++round).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void nothingIsLeftOfWhoHasNothingWaiting() {
        var lanes = new FairQueue<Ask>(1, 10, Ask::weight);
        for (int i = 0; i < 100; i++) {
            lanes.add("lane " + i, "asker", Ask.of("a", i, 1));
        }
        for (var taken = lanes.take(); taken != null; taken = lanes.take()) {
            lanes.done(taken);
        }
        assertThat(lanes.isEmpty()).isTrue();
    }

    /** Asks this many at once, in one round, of which some cannot be answered. */
    private static List<String> answers(int questions, RuntimeException failure, AtomicInteger tries,
            List<Integer> bad) {
        var first = new Semaphore(0);
        var coalescer = new Coalescer<Ask, Integer>(1, 10_000, Ask::weight, asked -> {
            if (asked.getFirst().number() == -1) {
                first.acquireUninterruptibly();
                return List.of(-1);
            }
            tries.incrementAndGet();
            if (asked.stream().anyMatch(ask -> bad.contains(ask.number()))) {
                throw failure;
            }
            return asked.stream().map(Ask::number).toList();
        });
        var held = later(coalescer, Ask.of("a1", -1, 1));
        Await.until("it runs", () -> first.hasQueuedThreads());
        var all = IntStream.range(0, questions).mapToObj(i -> later(coalescer, Ask.of("a1", i, 1))).toList();
        Await.until("all wait", () -> coalescer.waiting() == questions);
        first.release();
        held.join();
        return all.stream().map(one -> one.handle((answer, e) -> e == null ? "ok" : "failed").join()).toList();
    }

    @Test
    void oneBadQuestionIsFoundByHalves() {
        var tries = new AtomicInteger();
        var answers = answers(1_000, new IllegalArgumentException("bad"), tries, List.of(617));
        assertThat(answers.indexOf("failed")).isEqualTo(answers.lastIndexOf("failed")).isNotNegative();
        assertThat(tries.get()).isLessThan(25);
    }

    @Test
    void whatConcernsTheWholeRoundIsNotRepeatedForEachQuestion() {
        var tries = new AtomicInteger();
        var away = answers(1_000, new GraphUnavailable("away", new IllegalStateException()), tries, List.of(5));
        assertThat(away).containsOnly("failed");
        assertThat(tries.get()).isEqualTo(1);
        tries.set(0);
        var all = IntStream.range(0, 1_000).boxed().toList();
        assertThat(answers(1_000, new IllegalStateException("disk full"), tries, all)).containsOnly("failed");
        assertThat(tries.get()).isLessThanOrEqualTo(50);
    }

    @Test
    void theFailureIsTheOneOfTheRound() {
        var coalescer = new Coalescer<Ask, Integer>(1, 10, Ask::weight, asked -> {
            throw new IllegalArgumentException("as planned");
        });
        assertThatThrownBy(() -> coalescer.ask(Ask.of("a1", 1, 1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("as planned");
    }

    @Test
    void whoGivesUpLeavesNothingBehindThoughTheRoundHeedsNothing() throws Exception {
        var coalescer = lanes(1, this::round);
        var first = later(coalescer, Ask.of("a1", 1, 1));
        Await.until("a round", () -> rounds.size() == 1);
        var patient = later(coalescer, Ask.of("a1", 2, 1));
        Await.until("one waits", () -> coalescer.waiting() == 1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Ask ask = Ask.of("ab".charAt(i % 2) + "1", 100 + i, 1);
            threads.add(Thread.ofVirtual().start(() -> assertThatThrownBy(
                    () -> coalescer.ask(ask, Duration.ofMillis(50))).isInstanceOf(GraphUnavailable.class)));
        }
        for (Thread thread : threads) {
            assertThat(thread.join(Await.PATIENCE)).isTrue();
        }
        assertThat(coalescer.waiting()).isEqualTo(1);
        gate.release(100);
        assertThat(first.join()).isEqualTo(1);
        assertThat(patient.join()).isEqualTo(2);
        assertThat(coalescer.ask(Ask.of("b1", 3, 1), Duration.ofMinutes(1))).isEqualTo(3);
        assertThat(rounds).hasSize(3);
    }

    @Test
    void whatIsTakenBackLeavesNoLane() {
        var lanes = new FairQueue<Ask>(1, 10, Ask::weight);
        for (int i = 0; i < 6; i++) {
            lanes.add("lane " + i / 3, "asker " + i % 2, Ask.of("a", i, 1));
        }
        for (int i = 5; i >= 0; i--) {
            assertThat(lanes.remove("lane " + i / 3, "asker " + i % 2, Ask.of("a", i, 1))).isTrue();
            assertThat(lanes.remove("lane " + i / 3, "asker " + i % 2, Ask.of("a", i, 1))).isFalse();
        }
        assertThat(lanes.hasReady()).isFalse();
        assertThat(lanes.isEmpty()).isTrue();
    }

    /** Has a thread for every piece of work but those of these numbers, from 1 on. */
    private static Executor without(Integer... numbers) {
        var count = new AtomicInteger();
        return work -> {
            if (List.of(numbers).contains(count.incrementAndGet())) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread.ofPlatform().daemon().start(work);
        };
    }

    private Coalescer<Ask, Integer> lanes(Executor threads) {
        return new Coalescer<>(threads, 2, 1, 2_000, Ask::weight, Ask::lane, Ask::asker, this::round);
    }

    @Test
    void withoutAThreadWhoeverWaitsIsToldSoAndTheNextIsAnswered() {
        gate.release(100);
        var coalescer = lanes(without(1, 2));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> coalescer.ask(Ask.of("a1", 1, 1))).isInstanceOf(Overloaded.class);
        }
        assertThat(coalescer.waiting()).isZero();
        assertThat(coalescer.ask(Ask.of("a1", 2, 1))).isEqualTo(2);
        assertThat(coalescer.ask(Ask.of("b1", 3, 1))).isEqualTo(3);
    }

    @Test
    void withoutAnotherThreadTheOneThatWorksDoesAll() {
        var coalescer = lanes(without(2, 3, 4));
        var first = later(coalescer, Ask.of("a1", 1, 1));
        Await.until("a round", () -> rounds.size() == 1);
        var others = List.of(later(coalescer, Ask.of("b1", 2, 1)), later(coalescer, Ask.of("c1", 3, 1)));
        Await.until("both wait", () -> coalescer.waiting() == 2);
        gate.release(3);
        assertThat(first.join()).isEqualTo(1);
        assertThat(others.stream().map(CompletableFuture::join)).containsExactly(2, 3);
    }
}
