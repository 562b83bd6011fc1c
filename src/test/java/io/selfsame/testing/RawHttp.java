package io.selfsame.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** A connection for requests that no client library would send. Not thread-safe. */
public final class RawHttp implements AutoCloseable {

    private static final long DRIP_NANOS = 100_000_000;
    private static final int RECEIVED = 64 * 1024;

    private final Socket socket;
    private int dripped;
    private boolean asksForHead;
    private String head = "";
    private String text = "";

    public RawHttp(int port) {
        try {
            socket = new Socket();
            // What is not read here is not taken: the kernel would take megabytes.
            socket.setReceiveBufferSize(RECEIVED);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout((int) Await.PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawHttp send(String part) {
        asksForHead |= part.startsWith("HEAD ");
        return send(part.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends; that the other side has closed already shows when the answer is read. */
    public RawHttp send(byte[] part) {
        try {
            socket.getOutputStream().write(part);
        } catch (IOException closed) {
            // Reading says what came before that, if anything.
        }
        return this;
    }

    /** Sends the same again and again, slowly, at most so often and until the other side has closed or answered. */
    public RawHttp drip(String part, int most) {
        try {
            for (dripped = 0; dripped < most && socket.getInputStream().available() == 0; dripped++) {
                socket.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
                LockSupport.parkNanos(DRIP_NANOS);
            }
        } catch (IOException closed) {
            // That is what it is for.
        }
        return this;
    }

    /** How often {@link #drip} has sent. */
    public int dripped() {
        return dripped;
    }

    /** Reads an answer; 0 if the connection is closed without one. */
    public int status() {
        read();
        return head.isEmpty() ? 0 : Integer.parseInt(head.split(" ", 3)[1]);
    }

    /** The status of an answer of which nothing more is taken; 0 if the connection is closed without one. */
    public int began() {
        try {
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return line.length == 0 ? 0 : Integer.parseInt(new String(line, StandardCharsets.UTF_8).split(" ", 3)[1]);
        } catch (IOException closed) {
            return 0;
        }
    }

    /** The body of an answer that is read now. */
    public String text() {
        read();
        return text;
    }

    /** The status line and headers of the last answer. */
    public String head() {
        return head;
    }

    /** Takes bytes of whatever comes until there are so many, or no more; gives how many there were. */
    public long take(long most) {
        byte[] some = new byte[16 * 1024];
        long taken = 0;
        try {
            while (taken < most) {
                int read = socket.getInputStream().read(some, 0, (int) Math.min(some.length, most - taken));
                if (read < 0) {
                    break;
                }
                taken += read;
            }
        } catch (IOException cut) {
            // Those were all.
        }
        return taken;
    }

    public void assertCloses() {
        try {
            if (socket.getInputStream().read() >= 0) {
                throw new AssertionError("an answer instead of the end");
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException reset) {
            // Closed as well.
        }
    }

    private void read() {
        head = "";
        text = "";
        try {
            InputStream in = socket.getInputStream();
            var bytes = new ByteArrayOutputStream();
            int b = in.read();
            while (b >= 0 && !bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                bytes.write(b);
                b = bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n") ? b : in.read();
            }
            head = bytes.toString(StandardCharsets.ISO_8859_1);
            // What answers HEAD tells the length of a body that does not come.
            int length = asksForHead
                    ? 0
                    : head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                            .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
            text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // No answer, or not all of it.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
