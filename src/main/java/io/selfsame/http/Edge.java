package io.selfsame.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.javalin.config.JavalinConfig;
import io.javalin.config.Key;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.flow.FairCapacity;
import io.selfsame.flow.Overloaded;
import io.selfsame.flow.Queues;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;

/**
 * Receives all requests, and limits the memory and connections that they take together, so that no client has to be trusted.
 * Thread safe.
 *
 * <p>Of the heap, a 16th is for ordinary headers and a 32nd for large ones, a 16th for arriving bodies with a key in a header
 * and a 32nd for other arriving bodies, an 8th for what bodies are read into, a 16th for large answers until clients have taken
 * them, and a 64th for small ones. What is read and answered is divided fairly between spaces, and in each space between its
 * keys ({@link FairCapacity}). There is one connection for each {@value #HEAP_OF_CONNECTION} bytes of heap, and at most half as
 * many as files may be open. {@link Connections} says what happens at these limits.
 */
public final class Edge {

    public static final String REQUEST_ID = "Request-Id";

    /** Fields of a request's headers, and their bytes with the URL. IDs have up to 1,000 characters, each of up to 9 bytes in a path. */
    public static final int HEADER_FIELDS = CountedConnection.MOST_FIELDS;
    public static final int HEADER_BYTES = 16 * 1024;

    private static final Key<Edge> KEY = new Key<>("edge");
    private static final int HEAP_OF_CONNECTION = 256 * 1024;
    private static final int FEWEST_CONNECTIONS = 64;
    private static final int MOST_CONNECTIONS = 20_000;

    /** Bytes of an answer that is not counted: of as many as there may be connections they are a 64th of the heap. */
    private static final int ORDINARY = HEAP_OF_CONNECTION / 64;

    private static final String HOLDER = "answer.holder";

    private static final HttpField NO_SNIFFING = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    private final Connections callers;
    private final FairCapacity<Holder> trees;
    private final Readers readers = new Readers();
    private final FairCapacity<Holder> answers;
    private final Predicate<String> lenient;
    private final Predicate<String> open;

    /**
     * Serves nothing before it is installed.
     *
     * @param lenient the paths that may have doubled slashes, or several at the end
     * @param open the paths that may have one more slash at the end
     */
    public Edge(Predicate<String> lenient, Predicate<String> open) {
        this(new HttpLimits(Runtime.getRuntime().maxMemory(), connections(), Duration.ofSeconds(30),
                Duration.ofSeconds(20), Duration.ofSeconds(120), Duration.ofSeconds(5), Duration.ofSeconds(2)), lenient,
                open);
    }

    Edge(HttpLimits limits, Predicate<String> lenient, Predicate<String> open) {
        this.callers = new Connections(limits);
        this.trees = new FairCapacity<>("request", limits.heap() / 8, Holder::space);
        this.answers = new FairCapacity<>("answer", limits.heap() / 16, Holder::space);
        this.lenient = lenient;
        this.open = open;
    }

    private static int connections() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
        long room = Math.min(Runtime.getRuntime().maxMemory() / HEAP_OF_CONNECTION, files / 2);
        return Math.clamp(room, FEWEST_CONNECTIONS, MOST_CONNECTIONS);
    }

    /** Routes all requests of a server through this. */
    public void install(JavalinConfig config, String host, int port, int backlog) {
        config.appData(KEY, this);
        config.jetty.modifyHttpConfiguration(http -> {
            http.addCustomizer(this::asked);
            // It would be a table of a hundred KB for each connection, and spare a few small strings.
            http.setHeaderCacheSize(0);
            http.setRequestHeaderSize(HEADER_BYTES);
        });
        config.jetty.addConnector((server, http) -> {
            var connector = new Entrance(server, http, callers);
            connector.setHost(host);
            connector.setPort(port);
            connector.setAcceptQueueSize(backlog);
            return connector;
        });
    }

    /** Registers its metrics. */
    public void figures(MeterRegistry registry) {
        callers.figures(registry);
        Queues.show(registry, "request", trees);
        readers.figures(registry);
        Queues.show(registry, "answer", answers);
    }

    static Edge of(Context ctx) {
        return ctx.appData(KEY);
    }

    Connections callers() {
        return callers;
    }

    static Arrival arrival(Context ctx) {
        return new Arrival(of(ctx).callers, caller(request(ctx)));
    }

    private static Request request(Context ctx) {
        return ServletContextRequest.getServletContextRequest(ctx.req());
    }

    /** What bodies are read into, in bytes of heap, by space and in that by key. */
    FairCapacity<Holder> trees() {
        return trees;
    }

    /** What is too much work for the thread of a request. */
    Readers readers() {
        return readers;
    }

    /** What is answered, in bytes, by space and in that by key. */
    FairCapacity<Holder> answers() {
        return answers;
    }

    private static ClientConnection caller(Request request) {
        return (ClientConnection) request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** Does something once the request is over, however it ends. */
    static void afterwards(Context ctx, Runnable work) {
        Request.addCompletionListener(request(ctx), failure -> work.run());
    }

    /** Whose share answers of this request count for, where its path does not say so. */
    static void holder(Context ctx, Holder holder) {
        ctx.attribute(HOLDER, holder);
    }

    /**
     * Counts bytes of an answer as held until its client has taken it, unless they are few.
     *
     * @throws Overloaded if the share of the key or of its space is taken
     */
    void hold(Context ctx, long bytes) {
        if (bytes <= ORDINARY) {
            return;
        }
        Holder named = ctx.attribute(HOLDER);
        Holder holder = named == null ? new Holder(ctx.pathParamMap().getOrDefault("space", ""), "") : named;
        try {
            answers.acquire(holder, bytes);
        } catch (Overloaded e) {
            callers.makeRoomForAnswers(holder);
            throw new Overloaded("Too many large answers are being read at once: read them faster, ask for less at"
                    + " once, or ask again after the Retry-After seconds");
        }
        afterwards(ctx, () -> answers.release(holder, bytes));
        callers.answering(caller(request(ctx)), holder, bytes);
    }

    /** Sets the headers that every answer has. */
    public static void mark(HttpFields.Mutable answer) {
        if (!answer.contains(REQUEST_ID)) {
            answer.put(REQUEST_ID, UUID.randomUUID().toString());
        }
        answer.put(NO_SNIFFING);
        answer.put(NO_STORE);
    }

    private Request asked(Request request, HttpFields.Mutable answer) {
        mark(answer);
        ClientConnection caller = caller(request);
        long head = CountedConnection.weight(request);
        long number = callers.asked(caller, head);
        Request.addCompletionListener(request, failure -> callers.answered(caller, number));
        if (!callers.hasRoomFor(head)) {
            throw new HttpException.RuntimeException(HttpStatus.TOO_MANY_REQUESTS_429, "Too many large headers");
        }
        Request served = withoutUpgrade(withSingleSlashes(request));
        if (HttpMethod.POST.is(request.getMethod()) && lenient.test(served.getHttpURI().getPath())) {
            // Of a page that does not read what it is told, Chromium keeps an answer that must not be stored open for ever.
            // There is nothing in it to keep from anybody, and answers to POST are not stored anyway.
            answer.remove(HttpHeader.CACHE_CONTROL);
        }
        return served;
    }

    /** Real SDKs double slashes where their host ends with one. Elsewhere they could pass by the rules of a proxy. */
    private Request withSingleSlashes(Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        if (path == null || path.length() < 2 || !(path.contains("//") || path.endsWith("/"))) {
            return request;
        }
        String single = SLASHES.matcher(path).replaceAll("/");
        String plain = single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
        return lenient.test(plain) || (single.equals(path) && open.test(plain))
                ? Request.serveAs(request, HttpURI.build(uri, plain, uri.getParam(), uri.getQuery()).asImmutable())
                : request;
    }

    /** There are no WebSockets here, and an upgrade that is tried all the same costs a session. A server may ignore it. */
    private static Request withoutUpgrade(Request request) {
        if (!request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_VERSION)) {
            return request;
        }
        HttpFields headers = HttpFields.build(request.getHeaders()).remove(HttpHeader.UPGRADE)
                .remove(HttpHeader.SEC_WEBSOCKET_VERSION).asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }
}
