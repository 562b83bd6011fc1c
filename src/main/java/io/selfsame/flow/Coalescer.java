package io.selfsame.flow;

import io.selfsame.graph.GraphUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Those who ask while a round is in flight go together in the next one: group commit for writes, coalescing for reads.
 * There is no timer: an idle service takes a lone question at once, and under load the rounds grow by themselves.
 * Thread safe.
 *
 * <p>Questions may be kept apart in lanes. A round holds questions of one lane only, a lane has so many rounds in
 * flight at most, and lanes that have something waiting take turns, so that one that is always full delays another by rounds, not
 * by its whole queue. Within a lane askers take turns by weight; the questions of one asker keep their order.
 *
 * <p>Rounds run on platform threads, as many as there are rounds in flight: a round that computes for long must not keep
 * a carrier from the virtual threads that answer requests. They end when there has been nothing to do for a minute. Lanes
 * and askers with nothing waiting leave no state behind.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class Coalescer<Q, A> {

    /**
     * After this many failures, one round is taken to fail for a reason of its own, not for one of its questions. A single
     * bad one among 2,000 is found after 11.
     */
    private static final int MOST_FAILURES = 50;

    private final int workers;
    private final ToIntFunction<Q> weight;
    private final Function<Q, ?> laneOf;
    private final Function<Q, ?> askerOf;
    private final Function<List<Q>, List<A>> round;
    private final Executor threads;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock, as is {@link #active}. */
    private final FairQueue<WaitingCaller<Q, A>> lanes;
    private int active;

    /** A question, and where its answer goes, which makes it equal to itself alone. */
    private record WaitingCaller<Q, A>(Q question, int weight, CompletableFuture<A> answer) {}

    /**
     * Sets up an idle one with a single lane, in which questions keep their order.
     *
     * @param workers how many rounds may be in flight at once; 1 keeps the order of questions
     * @param roundWeight the most that goes into one round; a heavier question goes alone
     * @param weight of a question, at least 1
     * @param round answers questions, one answer each, in order. If it fails for several, they are asked again in halves,
     *     so that one bad question does not fail its neighbours; it must bear the repetition. If Neo4j is away, the round
     *     took too long or failed over and over, all fail at once
     */
    public Coalescer(int workers, int roundWeight, ToIntFunction<Q> weight, Function<List<Q>, List<A>> round) {
        this(threads(), workers, workers, roundWeight, weight, question -> "", question -> "", round);
    }

    Coalescer(Executor threads, int workers, int laneWorkers, int roundWeight, ToIntFunction<Q> weight,
            Function<Q, ?> laneOf, Function<Q, ?> askerOf, Function<List<Q>, List<A>> round) {
        this.threads = threads;
        this.workers = workers;
        this.weight = weight;
        this.laneOf = laneOf;
        this.askerOf = askerOf;
        this.round = round;
        this.lanes = new FairQueue<>(laneWorkers, roundWeight, WaitingCaller::weight);
    }

    private static Executor threads() {
        return Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("round-", 0).factory());
    }

    /**
     * Sets up an idle one with lanes.
     *
     * @param workers how many rounds may be in flight at once, over all lanes
     * @param laneWorkers the same in one lane; 1 keeps the order of the questions of an asker
     * @param laneOf the lane of a question
     * @param askerOf whose question it is, within its lane
     * @param round as of the constructor; all questions are of one lane
     */
    public static <Q, A> Coalescer<Q, A> inLanes(int workers, int laneWorkers, int roundWeight, ToIntFunction<Q> weight,
            Function<Q, ?> laneOf, Function<Q, ?> askerOf, Function<List<Q>, List<A>> round) {
        return new Coalescer<>(threads(), workers, laneWorkers, roundWeight, weight, laneOf, askerOf, round);
    }

    /**
     * Waits for the answer; meant for virtual threads. The caller bounds what waits, with a {@link Capacity} or a
     * {@link FairCapacity}.
     *
     * @throws Overloaded if no thread can be had for it
     * @throws RuntimeException whatever the round threw for this question
     */
    public A ask(Q question) {
        try {
            return add(question).answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * As {@link #ask(Object)}, for so long only. A question that is given up goes into no round that has not begun, so whoever
     * asks something that nobody answers leaves nothing behind.
     *
     * @throws GraphUnavailable if the answer does not come in time, or the thread is interrupted
     */
    public A ask(Q question, Duration patience) {
        WaitingCaller<Q, A> mine = add(question);
        try {
            return mine.answer().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw givenUp(mine, patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw givenUp(mine, patience, e);
        }
    }

    private GraphUnavailable givenUp(WaitingCaller<Q, A> question, Duration patience, Exception cause) {
        lock.lock();
        try {
            lanes.remove(laneOf.apply(question.question()), askerOf.apply(question.question()), question);
        } finally {
            lock.unlock();
        }
        return new GraphUnavailable("Neo4j has not answered for " + patience.toSeconds() + " s", cause);
    }

    private WaitingCaller<Q, A> add(Q question) {
        var mine = new WaitingCaller<Q, A>(question, weight.applyAsInt(question), new CompletableFuture<>());
        boolean start;
        lock.lock();
        try {
            lanes.add(laneOf.apply(question), askerOf.apply(question), mine);
            start = hires();
        } finally {
            lock.unlock();
        }
        if (start) {
            start();
        }
        return mine;
    }

    /**
     * Starts the worker that was counted in. Where no thread can be had, those that work already do its part in turn; if there
     * are none, whoever waits is told so.
     */
    @SuppressWarnings("CatchThrowable")
    private void start() {
        try {
            threads.execute(this::work);
        } catch (Throwable noThread) {
            List<WaitingCaller<Q, A>> left = new ArrayList<>();
            lock.lock();
            try {
                active--;
                for (var taken = active == 0 ? lanes.take() : null; taken != null; taken = lanes.take()) {
                    left.addAll(taken.questions());
                    lanes.done(taken);
                }
            } finally {
                lock.unlock();
            }
            fail(left, new Overloaded("No thread can be had to answer; send again after the Retry-After seconds"));
        }
    }

    /** Counts another worker in, if there is something to do for one. Under the lock. */
    private boolean hires() {
        boolean hires = active < workers && lanes.hasReady();
        if (hires) {
            active++;
        }
        return hires;
    }

    /** Whether somebody waits for a round that has not begun. */
    public boolean isBehind() {
        return waiting() > 0;
    }

    /** How many questions wait for a round that has not begun. */
    public int waiting() {
        lock.lock();
        try {
            return lanes.waiting();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        FairQueue.@Nullable Round<WaitingCaller<Q, A>> taken = null;
        while (true) {
            boolean another;
            lock.lock();
            try {
                if (taken != null) {
                    lanes.done(taken);
                }
                taken = lanes.take();
                if (taken == null) {
                    // Counted out under the same lock, so no question is missed.
                    active--;
                    return;
                }
                another = hires();
            } finally {
                lock.unlock();
            }
            if (another) {
                start();
            }
            answer(taken.questions());
        }
    }

    private void answer(List<WaitingCaller<Q, A>> taken) {
        Deque<List<WaitingCaller<Q, A>>> parts = new ArrayDeque<>();
        parts.push(taken);
        int failures = 0;
        while (!parts.isEmpty()) {
            List<WaitingCaller<Q, A>> part = parts.pop();
            try {
                List<A> answers = round.apply(part.stream().map(WaitingCaller::question).toList());
                for (int i = 0; i < part.size(); i++) {
                    part.get(i).answer().complete(answers.get(i));
                }
            } catch (Throwable e) {
                failures++;
                if (!isOfQuestions(e) || failures >= MOST_FAILURES) {
                    fail(part, e);
                    parts.forEach(rest -> fail(rest, e));
                    return;
                }
                if (part.size() == 1) {
                    fail(part, e);
                } else {
                    int half = part.size() / 2;
                    parts.push(part.subList(half, part.size()));
                    parts.push(part.subList(0, half));
                }
            }
        }
    }

    /** Whether one of the questions may be to blame. */
    private static boolean isOfQuestions(Throwable failure) {
        return (failure instanceof RuntimeException && !(failure instanceof GraphUnavailable))
                || failure instanceof StackOverflowError;
    }

    private static <Q, A> void fail(List<WaitingCaller<Q, A>> questions, Throwable failure) {
        questions.forEach(one -> one.answer().completeExceptionally(failure));
    }
}
