package io.selfsame.flow;

import io.selfsame.graph.GraphUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question to Neo4j that may never be answered. A thread of its own asks it, one question at a time: callers who come
 * meanwhile wait for the same answer, and each for a limited time, so that health checks of a hanging service do not pile up.
 * Answers are not kept. Thread safe.
 *
 * @param <V> the answer
 */
public final class AsyncQuestion<V> {

    /** Threads that may still be at questions that were given up: a question may not heed that it was. */
    private static final int MOST_LEFT = 3;

    private final String name;
    private final Duration patience;
    private final Duration longest;
    private final Supplier<V> question;

    /** The question that is open, if one is. Guarded by this. */
    private @Nullable Open<V> open;

    /** Those who ask, or have not noticed yet that nobody waits for them. Guarded by this. */
    private int threads;

    /** @param since when it was asked, of {@link System#nanoTime} */
    private record Open<V>(Thread thread, CompletableFuture<V> answer, long since) {}

    /**
     * Asks nothing yet.
     *
     * @param name of the thread
     * @param patience how long a caller waits at most
     * @param longest how long later callers may wait for a question that is open; an older one is given up when a caller has
     *     waited for it in vain, as its connection may never answer
     * @param question should end soon when its thread is interrupted; while more than {@value #MOST_LEFT} given-up questions
     *     have not ended, none is asked
     */
    public AsyncQuestion(String name, Duration patience, Duration longest, Supplier<V> question) {
        this.name = name;
        this.patience = patience;
        this.longest = longest;
        this.question = question;
    }

    /**
     * The answer to the open question, or to one that is asked now.
     *
     * @throws GraphUnavailable if it does not come in time
     * @throws RuntimeException the exception of the question; the cause, if it is an error
     */
    public V ask() {
        Open<V> asked = open();
        try {
            return asked.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw tooLate(asked, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooLate(asked, e);
        }
    }

    private synchronized Open<V> open() {
        Open<V> asked = open;
        if (asked == null || (asked.answer().isDone() && threads <= MOST_LEFT)) {
            var answer = new CompletableFuture<V>();
            asked = new Open<>(Thread.ofVirtual().name(name).unstarted(() -> answer(answer)), answer,
                    System.nanoTime());
            asked.thread().start();
            threads++;
            open = asked;
        }
        return asked;
    }

    private synchronized void left() {
        threads--;
    }

    /** Whatever happens, the question does not stay open for that. */
    @SuppressWarnings("CatchThrowable")
    private void answer(CompletableFuture<V> answer) {
        try {
            answer.complete(question.get());
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        } finally {
            left();
        }
    }

    private GraphUnavailable tooLate(Open<V> asked, Exception cause) {
        var failure = new GraphUnavailable("Neo4j has not answered for " + patience.toSeconds() + " s", cause);
        if (System.nanoTime() - asked.since() >= longest.toNanos()) {
            asked.answer().completeExceptionally(failure);
            asked.thread().interrupt();
        }
        return failure;
    }
}
