package io.selfsame.destination.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that does with each connection what a test says. */
final class Receiver implements AutoCloseable {

    /** What it does with a connection, whose request is still to be read. */
    interface Behaviour {
        void meet(Socket connection) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    Receiver(Behaviour behaviour) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    Receiver(ServerSocket server, Behaviour behaviour) {
        this.server = server;
        Thread.startVirtualThread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket connection = server.accept();
                    connections.incrementAndGet();
                    Thread.startVirtualThread(() -> {
                        try (connection) {
                            behaviour.meet(connection);
                        } catch (IOException | InterruptedException e) {
                            // The other end has closed it, as it should.
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook");
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** The head of a request; the body is read and thrown away. Empty if there is none. */
    static String request(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        String length = head.toString().replaceAll("(?is).*content-length: ([0-9]+).*", "$1");
        in.readNBytes(Integer.parseInt(length));
        return head.toString();
    }

    static void write(Socket connection, String text) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
