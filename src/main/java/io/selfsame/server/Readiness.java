package io.selfsame.server;

import io.selfsame.graph.GraphUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether Neo4j answers, within a time. It is asked by one at a time: whoever wants to know meanwhile gets the same answer,
 * so that those who look at a service that hangs do not pile up in it. Thread safe.
 */
final class Readiness {

    private final Runnable ping;
    private final Duration patience;

    /** The question that is open, if one is. Guarded by this. */
    private @Nullable Question open;

    private record Question(Thread thread, CompletableFuture<Boolean> answer) {}

    /**
     * Sets up what has asked nothing yet.
     *
     * @param ping throws if Neo4j does not answer, and ends soon once its thread is interrupted
     * @param patience how long a caller waits at most
     */
    Readiness(Runnable ping, Duration patience) {
        this.ping = ping;
        this.patience = patience;
    }

    /**
     * Returns if Neo4j answers.
     *
     * @throws GraphUnavailable if it says that it does not work, or nothing in time
     */
    void require() {
        Question question = ask();
        try {
            question.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw tooLate(question, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooLate(question, e);
        }
    }

    private synchronized Question ask() {
        Question asked = open;
        if (asked == null || asked.answer().isDone()) {
            var answer = new CompletableFuture<Boolean>();
            asked = new Question(Thread.ofVirtual().name("ready").unstarted(() -> {
                try {
                    ping.run();
                    answer.complete(true);
                } catch (Throwable e) {
                    answer.completeExceptionally(e);
                }
            }), answer);
            open = asked;
            asked.thread().start();
        }
        return asked;
    }

    /** The next to ask asks anew: on the connection of this question an answer may never come. */
    private GraphUnavailable tooLate(Question question, Exception cause) {
        var failure = new GraphUnavailable("Neo4j has not answered for " + patience.toSeconds() + " s", cause);
        question.answer().completeExceptionally(failure);
        question.thread().interrupt();
        return failure;
    }
}
