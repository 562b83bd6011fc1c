package io.selfsame.siege.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.selfsame.testing.Http;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Locale;

/** A connection on which any bytes can be sent, also those that no HTTP client would send. */
public final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int HEAD_MOST = 64 * 1024;
    private static final int RECEIVED = 64 * 1024;

    private final Socket socket = new Socket();

    public Wire(URI service) throws IOException {
        // What is not read is not taken: the kernel would take megabytes.
        socket.setReceiveBufferSize(RECEIVED);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()), PATIENCE_MILLIS);
    }

    /** A whole request on a connection of its own. Headers are lines without their ends. */
    public static byte[] request(String method, String path, byte[] body, String... headers) {
        byte[] head = head(method, path, body.length, headers);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    public static byte[] request(String method, String path, String body, String... headers) {
        return request(method, path, body.getBytes(UTF_8), headers);
    }

    /** The header that carries a write key or an access token. */
    public static String key(String secret) {
        return "Authorization: " + Http.basic(secret);
    }

    /** The header that carries a management token. */
    public static String manager(String token) {
        return "Authorization: " + Http.bearer(token);
    }

    /** The head alone, announcing so many bytes. */
    public static byte[] head(String method, String path, int length, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        if (length > 0) {
            head.append("Content-Type: application/json\r\nContent-Length: ").append(length).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(UTF_8);
    }

    /** Sends a request on a connection of its own, and takes the whole answer. */
    public static Answer ask(URI service, byte[] request) {
        try (var wire = new Wire(service)) {
            try {
                wire.send(request);
            } catch (IOException stillAnswered) {
                // A server may say no and close before it has taken all.
            }
            return wire.answer();
        } catch (SocketTimeoutException e) {
            return new Answer(Answer.SILENCE);
        } catch (IOException e) {
            return new Answer(Answer.CLOSED);
        }
    }

    public void send(byte[] bytes) throws IOException {
        send(bytes, 0, bytes.length);
    }

    void send(byte[] bytes, int from, int length) throws IOException {
        socket.getOutputStream().write(bytes, from, length);
        socket.getOutputStream().flush();
    }

    /** Waits for an answer and reads it to its end. */
    public Answer answer() throws IOException {
        InputStream in = socket.getInputStream();
        String head;
        try {
            head = readHead(in);
        } catch (SocketTimeoutException e) {
            return new Answer(Answer.SILENCE);
        } catch (IOException reset) {
            return new Answer(Answer.CLOSED);
        }
        if (!head.startsWith("HTTP/1.1 ")) {
            return new Answer(Answer.CLOSED);
        }
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException cutOff) {
            // What it had to say was said in the head.
        }
        return Answer.of(Integer.parseInt(head.substring(9, 12)), head.toLowerCase(Locale.ROOT).contains(
                "\r\nretry-after:"));
    }

    /** Takes no more than this of an answer; gives as much of its beginning as a head may have. */
    public String begun(int most) throws IOException {
        byte[] taken = socket.getInputStream().readNBytes(most);
        return new String(taken, 0, Math.min(taken.length, HEAD_MOST), ISO_8859_1);
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int last = 0;
        for (int next = in.read(); next >= 0 && head.size() < HEAD_MOST; next = in.read()) {
            head.write(next);
            last = (last << 8) | next;
            if (last == 0x0d0a0d0a) {
                break;
            }
        }
        return head.toString(ISO_8859_1);
    }

    /** Whatever waits in it fails then. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is gone, as wanted.
        }
    }
}
