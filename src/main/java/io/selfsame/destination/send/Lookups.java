package io.selfsame.destination.send;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up on threads of its own: the system's lookup cannot be ended, and holds the thread that asks, which for virtual threads
 * is one of a few for all. A name is looked up once for all who ask at a time. Thread safe.
 */
final class Lookups implements AutoCloseable {

    /** Names that are looked up at a time: more than the destinations of a space, which may all hang. */
    private static final int THREADS = 128;

    /** Names that wait for a thread; more are refused. */
    private static final int WAITING = 1_000;

    /** The system, or what stands for it in tests. */
    interface Names {

        /** At least one address. */
        InetAddress[] find(String host) throws UnknownHostException;
    }

    private final Names names;
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> asked = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    Lookups(Names names) {
        this.names = names;
        var pool = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("lookup-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /**
     * The addresses of a name, or the one that the text is.
     *
     * @throws TimeoutException if nothing is known within the limit; the lookup goes on
     * @throws ExecutionException if there are none
     * @throws RejectedExecutionException if too many names are looked up already
     */
    List<InetAddress> find(String host, Duration limit)
            throws InterruptedException, TimeoutException, ExecutionException {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> other = asked.putIfAbsent(host, mine);
        if (other != null) {
            return other.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        try {
            threads.execute(() -> {
                // Whoever asks once this is known asks anew: a name may lead elsewhere by then.
                try {
                    List<InetAddress> found = List.of(names.find(host));
                    asked.remove(host);
                    mine.complete(found);
                } catch (UnknownHostException | RuntimeException e) {
                    asked.remove(host);
                    mine.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            asked.remove(host);
            mine.completeExceptionally(e);
            throw e;
        }
        return mine.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
