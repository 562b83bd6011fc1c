package io.selfsame.destination.send;

import io.selfsame.flow.FairCapacity;
import io.selfsame.flow.Overloaded;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up on threads of its own: the system's lookup cannot be ended, and holds the thread that asks, which for virtual threads
 * is one of a few for all. A name is looked up once for all who ask at a time. Thread safe.
 */
final class Lookups implements AutoCloseable {

    /** Names that are looked up at a time. One asker has two thirds at most, two have 40 percent each, and so on. */
    private static final int THREADS = 128;

    /** The system, or what stands for it in tests. */
    interface Names {

        /** At least one address. */
        InetAddress[] find(String host) throws UnknownHostException;
    }

    /** For whom a name is looked up: set by whoever makes requests. */
    static final ThreadLocal<String> ASKER = ThreadLocal.withInitial(() -> "");

    private final Names names;
    /** Names that never come back hold their threads for long: whoever asks for them leaves some to the others. */
    private final FairCapacity<String> shares = new FairCapacity<>("name look-up", THREADS);
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> asked = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    Lookups(Names names) {
        this.names = names;
        threads = new ThreadPoolExecutor(0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("lookup-", 0).factory());
    }

    /**
     * The addresses of a name, or the one that the text is.
     *
     * @throws TimeoutException if nothing is known within the limit; the lookup goes on
     * @throws ExecutionException if there are none
     * @throws RejectedExecutionException if too many names are looked up already, of this asker or of all
     */
    List<InetAddress> find(String host, Duration limit)
            throws InterruptedException, TimeoutException, ExecutionException {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> other = asked.putIfAbsent(host, mine);
        if (other != null) {
            return other.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        try {
            begin(ASKER.get(), host, mine);
        } catch (RejectedExecutionException e) {
            asked.remove(host);
            mine.completeExceptionally(e);
            throw e;
        }
        return mine.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void begin(String asker, String host, CompletableFuture<List<InetAddress>> answer) {
        try {
            shares.acquire(asker, 1);
        } catch (Overloaded e) {
            throw new RejectedExecutionException(e);
        }
        try {
            threads.execute(() -> {
                // Whoever asks once this is known asks anew: a name may lead elsewhere by then.
                try {
                    List<InetAddress> found = List.of(names.find(host));
                    end(asker, host);
                    answer.complete(found);
                } catch (UnknownHostException | RuntimeException e) {
                    end(asker, host);
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            shares.release(asker, 1);
            throw e;
        } catch (OutOfMemoryError e) {
            // What Java says, too, when the system gives it no more threads.
            shares.release(asker, 1);
            throw new RejectedExecutionException(e);
        }
    }

    private void end(String asker, String host) {
        asked.remove(host);
        shares.release(asker, 1);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
