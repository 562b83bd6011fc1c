package io.selfsame.bench.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Answers each request without a body with the next of its scripts, byte for byte, on whatever connection it comes. */
final class ScriptedServer implements AutoCloseable {
    /** At the end of a script: the connection is closed after it, without a word. */
    static final String CLOSE = "\u0001";
    /** A script that never answers. */
    static final String SILENCE = "\u0003";

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Deque<String> scripts;

    ScriptedServer(String... scripts) throws IOException {
        this.scripts = new ArrayDeque<>(Arrays.asList(scripts));
        Thread.ofPlatform().daemon().name("scripted-server").start(this::serve);
    }

    ServerAddress address() {
        return new ServerAddress(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), "test");
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setTcpNoDelay(true);
                while (readRequest(socket.getInputStream()) && answer(socket.getOutputStream())) {
                    // the next request of the same connection
                }
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            last = last << 8 | b;
            if (last == 0x0D0A0D0A) {
                return true;
            }
        }
        return false;
    }

    private boolean answer(OutputStream out) throws IOException {
        String script = scripts.removeFirst();
        if (script.equals(SILENCE)) {
            return true;
        }
        boolean close = script.endsWith(CLOSE);
        out.write(script.replace(CLOSE, "").getBytes(StandardCharsets.UTF_8));
        return !close;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
