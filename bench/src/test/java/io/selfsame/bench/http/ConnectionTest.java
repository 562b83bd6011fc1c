package io.selfsame.bench.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That HttpClient is set up as the driver needs it. */
@Timeout(30)
class ConnectionTest {
    private static final PreparedRequest REQUEST = PreparedRequest.get("/", "Basic d2s6");

    @Test
    void givesUpWhenNoAnswerComes() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Connection connection = connection(silent.getLocalPort(), Duration.ofMillis(200))) {
            assertThrows(IOException.class, () -> connection.exchange(REQUEST));
        }
    }

    @Test
    void keepsTheConnectionUntilTheServerClosesIt() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger calls = new AtomicInteger();
        server.createContext("/", exchange -> {
            if (calls.incrementAndGet() == 2) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            exchange.getResponseHeaders().set("Retry-After", "3");
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        server.start();
        try (Connection connection = connection(server.getAddress().getPort(), Duration.ofSeconds(10))) {
            for (int i = 0; i < 3; i++) {
                assertEquals(new HttpAnswer(429, "3", ""), connection.exchange(REQUEST));
            }
            assertEquals(1, connection.reconnects());
        } finally {
            server.stop(0);
        }
    }

    private static Connection connection(int port, Duration patience) {
        return new Connection(ServerAddress.of(URI.create("http://127.0.0.1:" + port)), patience);
    }
}
