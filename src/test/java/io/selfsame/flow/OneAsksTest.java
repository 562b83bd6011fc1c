package io.selfsame.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.selfsame.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OneAsksTest {

    private final SingleFlight<String, Integer> one = new SingleFlight<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);

    @Test
    void allWhoWantTheSameGetTheAnswerToOneQuestion() throws Exception {
        for (FutureTask<Integer> each : askAtOnce(false)) {
            assertEquals(1, each.get());
        }
        assertEquals(1, questions.get());
        assertEquals(2, one.ask("same", questions::incrementAndGet), "nothing is kept");
    }

    @Test
    void allShareAFailureAndTheNextAsksAnew() {
        askAtOnce(true).forEach(each -> {
            var failure = assertThrows(ExecutionException.class, each::get);
            assertEquals("no answer", failure.getCause().getMessage());
        });
        assertEquals(1, questions.get());
        assertEquals(2, one.ask("same", questions::incrementAndGet));
    }

    @Test
    void anotherQuestionWaitsForNobody() throws Exception {
        var slow = new FutureTask<>(() -> one.ask("slow", () -> answer(false)));
        Thread.ofVirtual().start(slow);
        Await.until("it is asked", () -> questions.get() == 1);
        assertEquals(7, one.ask("other", () -> 7));
        answer.countDown();
        assertEquals(1, slow.get());
    }

    /** All of them wait when the answer comes. */
    private List<FutureTask<Integer>> askAtOnce(boolean fails) {
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            var task = new FutureTask<>(() -> one.ask("same", () -> answer(fails)));
            tasks.add(task);
            threads.add(Thread.ofVirtual().start(task));
        }
        Await.until("all wait", () -> threads.stream().allMatch(
                thread -> thread.getState() == Thread.State.WAITING));
        answer.countDown();
        return tasks;
    }

    private int answer(boolean fails) {
        int number = questions.incrementAndGet();
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        if (fails) {
            throw new IllegalStateException("no answer");
        }
        return number;
    }
}
