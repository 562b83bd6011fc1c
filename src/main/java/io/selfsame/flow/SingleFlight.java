package io.selfsame.flow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Of many callers who want to know the same at the same moment, one asks, and the others wait for its answer or its failure.
 * Nothing is kept after that; callers remember answers as long as they see fit. Holds one entry for each question that is
 * being asked. No lock is held meanwhile, so that waiting virtual threads cost no carrier. Thread safe.
 */
public final class SingleFlight<K, V> {

    private final ConcurrentHashMap<K, CompletableFuture<V>> asking = new ConcurrentHashMap<>();

    /** The answer to a question, which takes as long as the question itself takes. */
    public V ask(K key, Supplier<V> question) {
        var mine = new CompletableFuture<V>();
        CompletableFuture<V> others = asking.putIfAbsent(key, mine);
        if (others != null) {
            return await(others);
        }
        try {
            V answer = question.get();
            mine.complete(answer);
            return answer;
        } catch (Throwable e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            asking.remove(key, mine);
        }
    }

    private static <V> V await(CompletableFuture<V> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
