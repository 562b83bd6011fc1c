package io.selfsame.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;

/**
 * One keep-alive HTTP/1.1 connection, blocking, with just what the driver needs: whole requests as bytes, answers with a
 * Content-Length, chunked, or up to the end of the connection.
 *
 * <p>
 * Why not the JDK's HttpClient: it hands every exchange through its selector thread, an executor and several futures. With
 * 64 connections on two cores it cost 170 microseconds of CPU for a small read where this class with all the rest of the
 * driver costs 16; and the driver shares its cores with the server, so what it spends is taken from what it measures. A
 * platform thread that blocks in one {@code write} and one {@code read} is the cheapest there is; that is also why no read
 * timeout is set (it would add a poll to each read): {@link #abort} from another thread ends a wait that took too long.
 *
 * <p>
 * Used by one thread, but {@link #waitingSince} and {@link #abort} are for any thread.
 */
final class HttpConnection implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final InetSocketAddress address;
    private final HttpAnswer answer = new HttpAnswer();

    private volatile Socket socket = new Socket();
    private boolean open;
    private long connects;
    private volatile long waitingSince;
    private volatile boolean aborted;

    HttpConnection(InetSocketAddress address) {
        this.address = address;
    }

    /**
     * Sends a whole request, head and body, and reads the whole answer. The answer is valid until the next call. If the
     * server has closed a connection that was used before, the request is sent once more on a new one: that is safe since
     * every event carries a messageId.
     *
     * @throws IOException
     *             when the answer does not come or is no HTTP; the connection is then closed and the next call opens a new one
     */
    HttpAnswer exchange(byte[] bytes, int from, int length) throws IOException {
        aborted = false;
        waitingSince = System.nanoTime() | 1; // never 0, which means not waiting
        try {
            boolean reused = open;
            try {
                return attempt(bytes, from, length);
            } catch (ClosedBeforeAnswer e) {
                if (!reused || aborted) {
                    throw e;
                }
                return attempt(bytes, from, length);
            }
        } finally {
            waitingSince = 0;
        }
    }

    private HttpAnswer attempt(byte[] bytes, int from, int length) throws IOException {
        if (!open) {
            connect();
        }
        boolean kept = false;
        try {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(bytes, from, length);
                answer.begin(socket.getInputStream());
            } catch (IOException e) {
                throw new ClosedBeforeAnswer(e);
            }
            kept = answer.readRest();
            return answer;
        } finally {
            if (!kept) {
                close();
            }
        }
    }

    @SuppressWarnings("AddressSelection") // the address was resolved once, at the start
    private void connect() throws IOException {
        Socket fresh = new Socket();
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket = fresh;
        fresh.connect(address, CONNECT_TIMEOUT_MILLIS);
        open = true;
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
        closeQuietly(socket);
    }

    @Override
    public void close() {
        open = false;
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing to save: the connection is given up.
        }
    }

    /** The server hung up, or was never there, before a byte of the answer came. */
    private static final class ClosedBeforeAnswer extends IOException {
        ClosedBeforeAnswer(IOException cause) {
            super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        }
    }

    /** For the parser: bytes of one stream through one buffer. */
    static final class Input {
        private final byte[] buffer = new byte[16 * 1024];
        private InputStream in = InputStream.nullInputStream();
        private int at;
        private int end;

        /** Takes the stream of a (possibly new) connection; bytes left over from the last answer would be no HTTP. */
        void reset(InputStream stream) {
            in = stream;
            at = 0;
            end = 0;
        }

        /** Next byte. */
        int read() throws IOException {
            if (at == end && !fill()) {
                throw new EOFException("the server closed the connection in the middle of an answer");
            }
            return buffer[at++];
        }

        /** Reads more bytes; false at the end of the stream. */
        boolean fill() throws IOException {
            int n = in.read(buffer, 0, buffer.length);
            at = 0;
            end = Math.max(n, 0);
            return n > 0;
        }

        /** Copies up to {@code most} of the bytes at hand to {@code out}, waiting for some if there are none; -1 at the end. */
        int read(byte[] out, int from, int most) throws IOException {
            if (at == end && !fill()) {
                return -1;
            }
            int n = Math.min(most, end - at);
            System.arraycopy(buffer, at, out, from, n);
            at += n;
            return n;
        }
    }
}
