package io.selfsame.flow;

import io.selfsame.graph.GraphUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Those who ask while a round is in flight go together in the next one: group commit for writes, coalescing for reads.
 * There is no timer: an idle service takes a lone question at once, and under load the rounds grow by themselves.
 * Thread safe.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class Coalescer<Q, A> {

    private final int workers;
    private final int roundWeight;
    private final ToIntFunction<Q> weight;
    private final Function<List<Q>, List<A>> round;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting<Q, A>> waiting = new ArrayDeque<>();
    private int active;

    private record Waiting<Q, A>(Q question, int weight, CompletableFuture<A> answer) {}

    /**
     * Sets up an idle one; threads exist only while there is work.
     *
     * @param workers how many rounds may be in flight at once; 1 keeps the order of questions
     * @param roundWeight the most that goes into one round; a heavier question goes alone
     * @param weight of a question, at least 1
     * @param round answers questions, one answer each, in order. If it fails for several, each is asked again alone, so
     *     that one bad question does not fail its neighbours; it must bear the repetition
     */
    public Coalescer(int workers, int roundWeight, ToIntFunction<Q> weight, Function<List<Q>, List<A>> round) {
        this.workers = workers;
        this.roundWeight = roundWeight;
        this.weight = weight;
        this.round = round;
    }

    /**
     * Waits for the answer; meant for virtual threads. The caller bounds what waits, with a {@link Capacity}.
     *
     * @throws RuntimeException whatever the round threw for this question
     */
    public A ask(Q question) {
        try {
            var mine = new Waiting<Q, A>(question, weight.applyAsInt(question), new CompletableFuture<>());
            boolean start;
            lock.lock();
            try {
                waiting.add(mine);
                start = active < workers;
                if (start) {
                    active++;
                }
            } finally {
                lock.unlock();
            }
            if (start) {
                Thread.ofVirtual().name("round").start(this::work);
            }
            return mine.answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Whether somebody waits for a round that has not begun. */
    public boolean isBehind() {
        lock.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        while (true) {
            List<Waiting<Q, A>> taken = take();
            if (taken.isEmpty()) {
                return;
            }
            answer(taken);
        }
    }

    /** The next round; when there is none, this worker is counted out under the same lock, so no question is missed. */
    private List<Waiting<Q, A>> take() {
        List<Waiting<Q, A>> taken = new ArrayList<>();
        int total = 0;
        lock.lock();
        try {
            while (!waiting.isEmpty() && (taken.isEmpty() || total + waiting.peek().weight() <= roundWeight)) {
                Waiting<Q, A> next = waiting.remove();
                total += next.weight();
                taken.add(next);
            }
            if (taken.isEmpty()) {
                active--;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void answer(List<Waiting<Q, A>> taken) {
        try {
            List<A> answers = round.apply(taken.stream().map(Waiting::question).toList());
            for (int i = 0; i < taken.size(); i++) {
                taken.get(i).answer().complete(answers.get(i));
            }
        } catch (GraphUnavailable e) {
            taken.forEach(one -> one.answer().completeExceptionally(e));
        } catch (Throwable e) {
            if (taken.size() == 1) {
                taken.getFirst().answer().completeExceptionally(e);
            } else {
                taken.forEach(one -> answer(List.of(one)));
            }
        }
    }
}
