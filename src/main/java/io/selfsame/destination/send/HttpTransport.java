package io.selfsame.destination.send;

import java.io.IOException;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

/**
 * Sends requests to receivers that may be slow, broken or hostile. Each request costs at most 15 s, a connection, and the bytes of an
 * answer that it asked for. Redirects are not followed, no cookie is kept, nothing is sent twice, and every address is checked when it
 * is connected to. Thread safe; one for a process, and made for virtual threads.
 */
public final class HttpTransport implements AutoCloseable {

    /**
     * How long anything may take.
     *
     * @param step a look-up, a connection, a handshake, waiting for a free connection
     * @param whole a request from its beginning to the end of its answer
     */
    record Limits(Duration step, Duration whole) {
        static final Limits STANDARD = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    private final AddressGuard guard;
    private final Limits limits;
    private final Lookups lookups;
    private final Supplier<CloseableHttpClient> openPlain;
    private final Supplier<CloseableHttpClient> openSecure;
    private volatile CloseableHttpClient plain;
    private volatile CloseableHttpClient secure;
    private volatile boolean closed;
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

    /**
     * Sends a request, and waits for what comes of it. Whatever the receiver does is a reply.
     *
     * @throws InterruptedException if the thread was interrupted; whether the receiver has the request is not known then
     */
    public Reply post(Request request) throws InterruptedException {
        Optional<String> problem = guard.problem(request.url());
        if (problem.isPresent()) {
            return new Reply.RefusedAddress(problem.get());
        }
        var call = new HttpPost(request.url());
        request.headers().forEach(call::setHeader);
        call.setEntity(new ByteArrayEntity(request.body(), null));
        var late = new AtomicBoolean();
        CloseableHttpClient client = call.getScheme().equals("https") ? secure : plain;
        Future<?> deadline = deadlines.schedule(() -> {
            late.set(true);
            // Elsewhere: the deadlines of others do not wait for it.
            Thread.startVirtualThread(call::cancel);
        }, limits.whole().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return exchange(client, call, request.answerBytes());
        } catch (IOException | HttpException | IllegalArgumentException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return late.get() ? Failures.late(limits) : Failures.reply(e, limits);
        } catch (IllegalStateException e) {
            // Its connections are closed: by us at the end, or by the client itself, after an Error such as too little memory.
            reopen(client);
            return new Reply.NotSent(
                    closed ? "the service is stopping" : "the connections of this service were closed");
        } finally {
            deadline.cancel(false);
            // A connection whose answer was read to its end is back in the pool. Any other is closed by this; to close the answer
            // would read the rest of it.
            call.cancel();
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
        lookups.close();
    }
}
