package io.selfsame.destination.send;

import static io.selfsame.destination.send.Receiver.request;
import static io.selfsame.destination.send.Receiver.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to receivers that are well, or broken; each is a real server. */
class HttpTransportTest {

    private final TestTransport transport = new TestTransport();

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void sendsExactlyWhatItIsGiven() throws Exception {
        var heads = new AtomicReference<>("");
        var body = new AtomicReference<>("");
        try (var receiver = new Receiver(connection -> {
            var in = connection.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            heads.set(head.toString());
            body.set(new String(in.readNBytes(15), UTF_8));
            write(connection, "HTTP/1.1 201 Created\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\nthänk");
        })) {
            URI url = URI.create(receiver.url() + "/a%20b?token=x%2Fy");
            Reply reply = transport.post(new Request(url, Map.of("X-Mine", "1", "Content-Type", "application/json"),
                    "{\"name\":\"Jürg\"}".getBytes(UTF_8), 16));
            assertEquals("{\"name\":\"Jürg\"".length(), body.get().length());
            assertEquals(new Reply.Answered(201, "thän", true, Optional.of(Duration.ofSeconds(7))), reply);
        }
        List<String> lines = heads.get().lines().filter(line -> !line.isEmpty()).toList();
        assertEquals("POST /hook/a%20b?token=x%2Fy HTTP/1.1", lines.getFirst());
        assertEquals(7, lines.size(), heads.get());
        assertTrue(heads.get().contains("User-Agent: Selfsame") && heads.get().contains("X-Mine: 1")
                && heads.get().contains("Content-Length: 16") && heads.get().contains("Host: 127.0.0.1:"), heads.get());
    }

    @Test
    void aConnectionIsUsedAgainAndOneWhoseAnswerIsTooLongIsNot() throws Exception {
        try (var receiver = new Receiver(connection -> {
            for (int i = 0; !request(connection).isEmpty(); i++) {
                write(connection, i < 3
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n12345678901234567");
            }
        })) {
            for (int i = 0; i < 3; i++) {
                assertEquals(TestTransport.answered(200, "OK"), transport.post(receiver.url()));
            }
            assertEquals(1, receiver.connections());
            assertEquals(new Reply.Answered(200, "1234567890123456", false, Optional.empty()),
                    transport.post(receiver.url()));
            assertEquals(TestTransport.answered(200, "OK"), transport.post(receiver.url()));
            assertEquals(2, receiver.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 2", "220 mail.example.com ESMTP\r\n", "HTTP/1.1 200 OK\r\nContent-",
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "\0\1\2\3"})
    void aBrokenAnswerIsNone(String answer) throws Exception {
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, answer);
        })) {
            var reply = assertInstanceOf(Reply.Unreachable.class, transport.post(receiver.url()));
            assertTrue(List.of("the connection was closed before an answer", "the answer is not HTTP")
                    .contains(reply.reason()), reply.reason());
        }
    }

    @Test
    void theStatusCountsWhereTheBodyBreaksOff() throws Exception {
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1234");
        })) {
            assertEquals(new Reply.Answered(200, "1234", false, Optional.empty()), transport.post(receiver.url()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/elsewhere", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"})
    void redirectsAreNotFollowed(String location) throws Exception {
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
            request(connection);
        })) {
            assertEquals(TestTransport.answered(302, ""), transport.post(receiver.url()));
            assertEquals(1, receiver.connections());
        }
    }

    @Test
    void cookiesAndChallengesAreNotAnswered() throws Exception {
        var second = new AtomicReference<>("");
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 401 No\r\nSet-Cookie: a=b\r\nWWW-Authenticate: Basic realm=x\r\n"
                    + "Content-Length: 0\r\n\r\n");
            second.set(request(connection));
            write(connection, "HTTP/1.1 204 OK\r\n\r\n");
        })) {
            assertEquals(TestTransport.answered(401, ""), transport.post(receiver.url()));
            assertEquals(TestTransport.answered(204, ""), transport.post(receiver.url()));
            assertTrue(!second.get().contains("Cookie") && !second.get().contains("Authorization"), second.get());
        }
    }

    @Test
    void whereNobodyListens() throws Exception {
        URI url;
        try (var receiver = new Receiver(connection -> {})) {
            url = receiver.url();
        }
        assertEquals(new Reply.Unreachable("the connection was refused"), transport.post(url));
    }

    @Test
    void whereNobodyTakesTheConnection() throws Exception {
        // One that waits to be taken fills the queue; the others get no answer, as from a host that is switched off.
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var first = new Socket(server.getInetAddress(), server.getLocalPort());
                var second = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertTrue(first.isConnected() && second.isConnected());
            assertEquals(new Reply.Unreachable("no connection within 1 s"),
                    transport.post(URI.create("http://127.0.0.1:" + server.getLocalPort())));
        }
    }

    @Test
    void whoIsInterruptedLearnsIt() throws Exception {
        var arrived = new CountDownLatch(1);
        try (var receiver = new Receiver(connection -> {
            request(connection);
            arrived.countDown();
            connection.getInputStream().read();
        })) {
            var interrupted = new AtomicBoolean();
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    transport.post(receiver.url());
                } catch (InterruptedException e) {
                    interrupted.set(true);
                }
            });
            arrived.await();
            sender.interrupt();
            sender.join();
            assertTrue(interrupted.get());
        }
    }
}
