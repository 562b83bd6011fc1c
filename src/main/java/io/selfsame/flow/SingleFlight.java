package io.selfsame.flow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Asks a question once for all callers who ask it at the same time: they wait for the same answer or failure. Nothing is kept
 * afterwards; callers may remember answers themselves. Holds one entry for each open question. No lock is held meanwhile, so
 * waiting virtual threads do not block carriers. Thread safe.
 */
public final class SingleFlight<K, V> {

    private final ConcurrentHashMap<K, CompletableFuture<V>> asking = new ConcurrentHashMap<>();

    /** The answer to a question; waits as long as the question takes. */
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
