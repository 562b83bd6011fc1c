package io.selfsame.destination.send;

import java.io.IOException;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to receivers that may be slow, broken or hostile. Each request costs at most 15 s, a connection, and the bytes of an
 * answer that it asked for. Redirects are not followed, no cookie is kept, nothing is sent twice, and every address is checked when it
 * is connected to. The requests run on threads of the platform, the callers may be virtual ones. Thread safe; one for a process.
 */
public final class HttpTransport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);
    private static final String STOPPING = "the service is stopping";

    /**
     * How long anything may take.
     *
     * @param step a look-up, a connection, a handshake, waiting for a free connection
     * @param whole a request from its beginning to the end of its answer
     */
    record Limits(Duration step, Duration whole) {
        static final Limits STANDARD = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    /** Requests at a time, of all destinations of an instance: as many threads. */
    public static final int MOST = 1_024;

    /** How often it is asked whether a request may go on. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    /** Closing a connection may take longer; its request counts as late, and its thread ends by itself. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final AddressGuard guard;
    private final Limits limits;
    private final Lookups lookups;
    private final Supplier<CloseableHttpClient> openPlain;
    private final Supplier<CloseableHttpClient> openSecure;
    private volatile CloseableHttpClient plain;
    private volatile CloseableHttpClient secure;
    private volatile boolean closed;

    /**
     * Of the platform, all three: a receiver that always has one more byte never lets go of the thread that reads, and virtual threads
     * share a few carriers, which others need.
     */
    private final ExecutorService exchanges = threads("delivery", MOST);
    private final ExecutorService closers = threads("delivery-close", Integer.MAX_VALUE);
    private final ScheduledThreadPoolExecutor deadlines;

    private HttpTransport(AddressGuard guard, Limits limits, Lookups.Names names, SSLContext trust) {
        this.guard = guard;
        this.limits = limits;
        this.lookups = new Lookups(names);
        this.openPlain = () -> Clients.open(new GuardedLookup(lookups, guard, false, limits.step()), limits, trust);
        this.openSecure = () -> Clients.open(new GuardedLookup(lookups, guard, true, limits.step()), limits, trust);
        this.plain = openPlain.get();
        this.secure = openSecure.get();
        this.deadlines = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("delivery-deadlines").factory());
        deadlines.setRemoveOnCancelPolicy(true);
    }

    private static ExecutorService threads(String name, int most) {
        return new ThreadPoolExecutor(0, most, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    }

    /** A transport that goes where the guard says, and trusts the certificates that Java trusts. */
    public static HttpTransport open(AddressGuard guard) {
        try {
            return open(guard, Limits.STANDARD, InetAddress::getAllByName, SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has no TLS", e);
        }
    }

    static HttpTransport open(AddressGuard guard, Limits limits, Lookups.Names names, SSLContext trust) {
        return new HttpTransport(guard, limits, names, trust);
    }

    /** What is known of a request while it goes on. */
    private static final class Exchange {

        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private final HttpPost call;
        private volatile boolean late;

        Exchange(HttpPost call) {
            this.call = call;
        }
    }

    /**
     * Sends a request, and waits for what comes of it. Whatever the receiver does is a reply.
     *
     * @param asker for whom, such as the ID of a space: nobody gets all threads for look-ups
     * @param goesOn is asked now and then; once it is false, the connection is closed, and the receiver may or may not have the request
     * @throws InterruptedException if the thread was interrupted; whether the receiver has the request is not known then
     */
    public Reply post(String asker, Request request, BooleanSupplier goesOn) throws InterruptedException {
        Optional<String> problem = guard.problem(request.url());
        if (problem.isPresent()) {
            return new Reply.RefusedAddress(problem.get());
        }
        var exchange = new Exchange(new HttpPost(request.url()));
        request.headers().forEach(exchange.call::setHeader);
        exchange.call.setEntity(new ByteArrayEntity(request.body(), null));
        try {
            exchanges.execute(() -> {
                Lookups.ASKER.set(asker);
                try {
                    exchange.reply.complete(reply(exchange, request));
                } finally {
                    Lookups.ASKER.remove();
                }
            });
        } catch (RejectedExecutionException e) {
            return new Reply.NotSent(closed ? STOPPING : "too many requests of this service are on their way");
        } catch (OutOfMemoryError e) {
            // What Java says, too, when the system gives it no more threads.
            return new Reply.NotSent("no thread can be had for it");
        }
        return await(exchange, goesOn);
    }

    private Reply await(Exchange exchange, BooleanSupplier goesOn) throws InterruptedException {
        long end = System.nanoTime() + limits.whole().plus(GRACE).toNanos();
        while (true) {
            try {
                return exchange.reply.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (!goesOn.getAsBoolean()) {
                    cancel(exchange);
                    return new Reply.Unreachable("it was cut off, as another instance may send now");
                }
                if (System.nanoTime() > end) {
                    cancel(exchange);
                    return Failures.late(limits);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("A request failed without a reply", e);
            } catch (InterruptedException e) {
                cancel(exchange);
                throw e;
            }
        }
    }

    /** On a thread of its own: others do not wait for it. */
    private void cancel(Exchange exchange) {
        try {
            closers.execute(exchange.call::cancel);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            exchange.call.cancel();
        }
    }

    @SuppressWarnings("CatchThrowable") // Somebody waits for the reply, whatever happens.
    private Reply reply(Exchange exchange, Request request) {
        CloseableHttpClient client = exchange.call.getScheme().equals("https") ? secure : plain;
        Optional<Future<?>> deadline = Optional.empty();
        try {
            deadline = Optional.of(deadlines.schedule(() -> {
                exchange.late = true;
                cancel(exchange);
            }, limits.whole().toMillis(), TimeUnit.MILLISECONDS));
            return exchange(client, exchange.call, request.answerBytes());
        } catch (IOException | HttpException | IllegalArgumentException e) {
            return exchange.late ? Failures.late(limits) : Failures.reply(e, limits);
        } catch (IllegalStateException | RejectedExecutionException e) {
            // Its connections are closed: by us at the end, or by the client itself, after an Error such as too little memory.
            reopen(client);
            return new Reply.NotSent(closed ? STOPPING : "the connections of this service were closed");
        } catch (Throwable e) {
            LOG.warn("A request of a destination failed", e);
            return new Reply.Unreachable("the request failed for a reason of this service; its log has more");
        } finally {
            deadline.ifPresent(planned -> planned.cancel(false));
            // A connection whose answer was read to its end is back in the pool. Any other is closed by this; to close the answer
            // would read the rest of it.
            exchange.call.cancel();
        }
    }

    // What is closed is told by being the same client.
    @SuppressWarnings("ReferenceEquality")
    private synchronized void reopen(CloseableHttpClient broken) {
        if (!closed && broken == plain) {
            plain = openPlain.get();
        } else if (!closed && broken == secure) {
            secure = openSecure.get();
        }
    }

    private static Reply exchange(CloseableHttpClient client, HttpPost call, int most)
            throws IOException, HttpException {
        ClassicHttpResponse response = client.executeOpen(RoutingSupport.determineHost(call), call,
                HttpClientContext.create());
        Answer answer = Answer.read(response, most);
        Optional<Duration> retryAfter = Optional.ofNullable(response.getFirstHeader("Retry-After"))
                .map(Header::getValue)
                .flatMap(value -> RetryAfter.parse(value, Instant.now()));
        return new Reply.Answered(response.getCode(), answer.text(), answer.complete(), retryAfter);
    }

    /** Ends what is on its way, whose callers get a reply. */
    @Override
    public synchronized void close() {
        closed = true;
        plain.close(CloseMode.IMMEDIATE);
        secure.close(CloseMode.IMMEDIATE);
        deadlines.shutdownNow();
        exchanges.shutdown();
        closers.shutdown();
        lookups.close();
    }
}
