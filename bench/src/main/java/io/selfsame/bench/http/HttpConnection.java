package io.selfsame.bench.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;

/**
 * One keep-alive HTTP/1.1 connection, blocking: Apache HttpCore on a socket of our own. The driver shares its cores with the
 * server, so what it spends is taken from what it measures, and a platform thread that blocks in one {@code write} and one
 * {@code read} is the cheapest there is. That is also why no read timeout is set (it would add a poll to each read):
 * {@link #abort} from another thread ends a wait that took too long.
 *
 * <p>
 * Used by one thread, but {@link #waitingSince} and {@link #abort} are for any thread.
 */
final class HttpConnection implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();
    private static final byte[] NOTHING = {};

    private final ServerAddress server;
    private final HttpCoreContext context = HttpCoreContext.create();

    private volatile DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
    private long connects;
    private volatile long waitingSince;
    private volatile boolean aborted;

    HttpConnection(ServerAddress server) {
        this.server = server;
    }

    /**
     * Sends a request and reads the whole answer. If the server has closed a connection that was used before, the request is
     * sent once more on a new one: that is safe since every event carries a messageId.
     *
     * @throws IOException
     *             when the answer does not come or is no HTTP; the connection is then closed and the next call opens a new one
     */
    HttpAnswer exchange(PreparedRequest request) throws IOException {
        aborted = false;
        waitingSince = System.nanoTime() | 1; // never 0, which means not waiting
        try {
            boolean reused = connection.isOpen();
            try {
                return attempt(request);
            } catch (ClosedBeforeAnswer e) {
                if (!reused || aborted) {
                    throw e;
                }
                return attempt(request);
            }
        } finally {
            waitingSince = 0;
        }
    }

    private HttpAnswer attempt(PreparedRequest request) throws IOException {
        if (!connection.isOpen()) {
            connect();
        }
        boolean kept = false;
        ClassicHttpRequest message = request.message(server.host());
        try (ClassicHttpResponse response = begin(message)) {
            HttpEntity entity = response.getEntity();
            byte[] body = entity == null ? NOTHING : EntityUtils.toByteArray(entity);
            String retryAfter = Optional.ofNullable(response.getFirstHeader(HttpHeaders.RETRY_AFTER))
                    .map(Header::getValue).orElse("");
            kept = EXECUTOR.keepAlive(message, response, connection, context);
            return new HttpAnswer(response.getCode(), retryAfter, body);
        } finally {
            if (!kept) {
                close();
            }
        }
    }

    /** Sends the request and reads the head of the answer. */
    private ClassicHttpResponse begin(ClassicHttpRequest message) throws IOException {
        try {
            return EXECUTOR.execute(message, connection, context);
        } catch (NoHttpResponseException | SocketException e) {
            throw new ClosedBeforeAnswer(e);
        } catch (HttpException e) {
            throw new IOException("not an HTTP/1.x answer: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("AddressSelection") // the address was resolved once, at the start
    private void connect() throws IOException {
        Socket socket = new Socket();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        try {
            socket.connect(server.address(), CONNECT_TIMEOUT_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        DefaultBHttpClientConnection fresh = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
        fresh.bind(socket);
        connection = fresh;
        connects++;
    }

    /** How many times a connection was opened; 1 when keep-alive held all the time. */
    long connects() {
        return connects;
    }

    /** {@link System#nanoTime} at which the request now waiting was sent, or 0 when none is. */
    long waitingSince() {
        return waitingSince;
    }

    /** Ends a waiting {@link #exchange} with an exception. */
    void abort() {
        aborted = true;
        close();
    }

    @Override
    public void close() {
        connection.close(CloseMode.GRACEFUL);
    }

    /** The server hung up, or was never there, before a byte of the answer came. */
    private static final class ClosedBeforeAnswer extends IOException {
        ClosedBeforeAnswer(IOException cause) {
            super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        }
    }
}
