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
 * Combines questions that arrive while a round is in flight into the next round: group commit for writes, shared reads. There is
 * no timer: an idle service starts a round for a single question at once, and under load the rounds become larger. Thread safe.
 *
 * <p>Questions may be in different lanes. A round contains questions of one lane, and the rounds of a lane in flight are
 * limited. Lanes with waiting questions take turns, so a busy lane delays another by rounds, not by its whole queue. In a lane,
 * askers take turns by weight; the questions of one asker keep their order.
 *
 * <p>Rounds run on platform threads, one for each round in flight: a round that computes for long must not block the carriers of
 * virtual threads, which answer requests. A thread without work ends after a minute. Lanes and askers without waiting questions
 * leave no state behind.
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
     * An idle one with a single lane, in which questions keep their order.
     *
     * @param workers how many rounds may be in flight; 1 keeps the order of questions
     * @param roundWeight the largest weight of one round; a heavier question has a round of its own
     * @param weight of a question, at least 1
     * @param round answers questions, one answer each, in order. If it fails for several questions, they are asked again in
     *     halves, so that one question cannot make others fail; it must be repeatable. If Neo4j is away, the round took too long
     *     or failed over and over, all questions fail at once
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
     * An idle one with lanes.
     *
     * @param workers how many rounds may be in flight, in all lanes
     * @param laneWorkers how many rounds may be in flight in one lane; 1 keeps the order of the questions of an asker
     * @param laneOf the lane of a question
     * @param askerOf the asker of a question, in its lane
     * @param round as of the constructor; all questions are of one lane
     */
    public static <Q, A> Coalescer<Q, A> inLanes(int workers, int laneWorkers, int roundWeight, ToIntFunction<Q> weight,
            Function<Q, ?> laneOf, Function<Q, ?> askerOf, Function<List<Q>, List<A>> round) {
        return new Coalescer<>(threads(), workers, laneWorkers, roundWeight, weight, laneOf, askerOf, round);
    }

    /**
     * Waits for the answer; for virtual threads. The caller limits what waits, with a {@link Capacity} or a {@link
     * FairCapacity}.
     *
     * @throws Overloaded if no thread can be started for it
     * @throws RuntimeException the exception of the round for this question
     */
    public A ask(Q question) {
        try {
            return add(question).answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * As {@link #ask(Object)}, for a limited time. A question that is given up is removed from rounds that have not begun.
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

    /** Whether questions wait for a round that has not begun. */
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
