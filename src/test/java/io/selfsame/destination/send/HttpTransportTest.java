package io.selfsame.destination.send;

import static io.selfsame.destination.send.Receiver.request;
import static io.selfsame.destination.send.Receiver.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.network.Networks;
import io.selfsame.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to receivers that are well, slow, broken or hostile; each is a real server. */
class HttpTransportTest {

    /** Shorter than in the service, so that tests of them are short. The proportions are the same. */
    private static final HttpTransport.Limits LIMITS = new HttpTransport.Limits(Duration.ofSeconds(1),
            Duration.ofSeconds(3));

    private static final String LATE = "no answer within 3 s";

    private final AtomicReference<Lookups.Names> names = new AtomicReference<>(InetAddress::getAllByName);
    private final HttpTransport transport = transport("127.0.0.1");

    private HttpTransport transport(String allowed) {
        try {
            return HttpTransport.open(new AddressGuard(Networks.parse(allowed)), LIMITS,
                    host -> names.get().find(host), SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

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
                assertEquals(answered(200, "OK"), post(receiver.url()));
            }
            assertEquals(1, receiver.connections());
            assertEquals(new Reply.Answered(200, "1234567890123456", false, Optional.empty()), post(receiver.url()));
            assertEquals(answered(200, "OK"), post(receiver.url()));
            assertEquals(2, receiver.connections());
        }
    }

    @Test
    void anAnswerOfOneGigabyteIsNotRead() throws Exception {
        var sent = new AtomicLong();
        var ended = new CountDownLatch(1);
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 500 No\r\nContent-Length: 1000000000\r\n\r\n");
            try {
                for (int i = 0; i < 1_000; i++) {
                    write(connection, "x".repeat(1_000_000));
                    sent.addAndGet(1_000_000);
                }
            } finally {
                ended.countDown();
            }
        })) {
            assertEquals(new Reply.Answered(500, "x".repeat(16), false, Optional.empty()), post(receiver.url()));
            ended.await();
            assertTrue(sent.get() < 50_000_000, sent + " bytes left the receiver");
        }
    }

    @Test
    void aBombStaysPacked() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[1_000_000]);
            }
        }
        try (var receiver = new Receiver(connection -> {
            assertTrue(!request(connection).toLowerCase(Locale.ROOT).contains("accept-encoding"));
            write(connection, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size()
                    + "\r\n\r\n");
            connection.getOutputStream().write(packed.toByteArray());
        })) {
            assertEquals(new Reply.Answered(200, "", false, Optional.empty()), post(receiver.url()));
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
            var reply = assertInstanceOf(Reply.Unreachable.class, post(receiver.url()));
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
            assertEquals(new Reply.Answered(200, "1234", false, Optional.empty()), post(receiver.url()));
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
            assertEquals(answered(302, ""), post(receiver.url()));
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
            assertEquals(answered(401, ""), post(receiver.url()));
            assertEquals(answered(204, ""), post(receiver.url()));
            assertTrue(!second.get().contains("Cookie") && !second.get().contains("Authorization"), second.get());
        }
    }

    @Test
    void headersHaveABound() throws Exception {
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 100_000; i++) {
                write(connection, "X-" + i + ": " + "x".repeat(1_000) + "\r\n");
            }
        }); var line = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 200 OK\r\nX: ");
            for (int i = 0; i < 100_000; i++) {
                write(connection, "x".repeat(1_000));
            }
        })) {
            assertEquals(new Reply.Unreachable("the headers of the answer are too large"), post(receiver.url()));
            assertEquals(new Reply.Unreachable("the headers of the answer are too large"), post(line.url()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"never answers", "a letter of the head at a time", "continues for ever", "never reads"})
    void noReceiverHoldsUsLonger(String name) throws Exception {
        var closed = new AtomicBoolean();
        try (var receiver = new Receiver(connection -> {
            try {
                hold(name, connection);
            } finally {
                closed.set(true);
            }
        })) {
            long begin = System.nanoTime();
            byte[] body = new byte[name.equals("never reads") ? 100_000_000 : 100];
            assertEquals(new Reply.Unreachable(LATE), transport.post(new Request(receiver.url(), Map.of(), body, 16)));
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(9).toNanos(), "held for long");
            Await.until("the connection is closed", closed::get);
        }
    }

    private static void hold(String name, Socket connection) throws IOException, InterruptedException {
        if (name.equals("never reads")) {
            Thread.sleep(4_000);
            return;
        }
        request(connection);
        if (name.equals("never answers")) {
            assertTrue(connection.getInputStream().read() < 0);
        }
        while (true) {
            write(connection, name.startsWith("continues") ? "HTTP/1.1 100 Continue\r\n\r\n" : "H");
            Thread.sleep(100);
        }
    }

    @Test
    void aBodyThatTricklesIsCutAtTheLimit() throws Exception {
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 503 No\r\nRetry-After: 60\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                write(connection, "1\r\nx\r\n");
                Thread.sleep(500);
            }
        })) {
            var reply = assertInstanceOf(Reply.Answered.class, post(receiver.url()));
            assertTrue(reply.status() == 503 && !reply.complete() && reply.body().startsWith("x"), reply.toString());
            assertEquals(Optional.of(Duration.ofMinutes(1)), reply.retryAfter());
        }
    }

    @Test
    void whereNobodyListens() throws Exception {
        URI url;
        try (var receiver = new Receiver(connection -> {})) {
            url = receiver.url();
        }
        assertEquals(new Reply.Unreachable("the connection was refused"), post(url));
    }

    @Test
    void whereNobodyTakesTheConnection() throws Exception {
        // One that waits to be taken fills the queue; the others get no answer, as from a host that is switched off.
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var first = new Socket(server.getInetAddress(), server.getLocalPort());
                var second = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertTrue(first.isConnected() && second.isConnected());
            assertEquals(new Reply.Unreachable("no connection within 1 s"),
                    post(URI.create("http://127.0.0.1:" + server.getLocalPort())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.2", "http://localhost", "http://2130706434", "http://[::1]",
            "http://0.0.0.0",
            "http://[::ffff:127.0.0.2]", "http://169.254.169.254", "https://127.0.0.2", "https://10.0.0.1"})
    void addressesInUrlsAreChecked(String host) throws Exception {
        names.set(name -> name.equals("localhost")
                ? new InetAddress[]{InetAddress.getByName("127.0.0.2")}
                : InetAddress.getAllByName(name));
        var opened = new AtomicInteger();
        try (var receiver = new Receiver(connection -> opened.incrementAndGet())) {
            var refused = assertInstanceOf(Reply.RefusedAddress.class,
                    post(URI.create(host + ":" + receiver.port() + "/")));
            assertTrue(refused.reason().contains("SELFSAME_DESTINATION_ALLOW"), refused.reason());
            assertEquals(0, receiver.connections());
        }
    }

    @Test
    void plainHttpIsForAllowedAddressesAlone() throws Exception {
        names.set(name -> new InetAddress[]{InetAddress.getByName("8.8.8.8")});
        var refused = assertInstanceOf(Reply.RefusedAddress.class, post(URI.create("http://hooks.example.com/")));
        assertTrue(refused.reason().contains("use https://"), refused.reason());
    }

    /** What is connected to is what was checked; a name that says something else the next time is checked again. */
    @Test
    void aNameIsCheckedWheneverItIsConnectedTo() throws Exception {
        var asked = new AtomicInteger();
        names.set(name -> new InetAddress[]{
                InetAddress.getByName(asked.incrementAndGet() % 2 == 1 ? "127.0.0.1" : "127.0.0.2")});
        try (var server = new ServerSocket(0); var receiver = new Receiver(server, connection -> {
            request(connection);
            write(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
                    + connection.getLocalAddress().getHostAddress().replaceAll(".*[.]", "-"));
        })) {
            URI url = URI.create("http://rebound.example.com:" + receiver.port() + "/");
            for (int i = 0; i < 3; i++) {
                assertEquals(answered(200, "-1"), post(url));
                var refused = assertInstanceOf(Reply.RefusedAddress.class, post(url));
                assertTrue(refused.reason().startsWith("rebound.example.com leads to a loopback"), refused.reason());
            }
            assertEquals(6, asked.get(), "one look-up for a connection");
            assertEquals(3, receiver.connections());
        }
    }

    @Test
    void namesThatNobodyKnowsOrThatTakeLong() throws Exception {
        names.set(name -> {
            throw new UnknownHostException(name);
        });
        assertEquals(new Reply.Unreachable("the name of the host is not known"), post(URI.create("https://x.invalid")));
        var held = new CountDownLatch(1);
        var asked = new AtomicInteger();
        names.set(name -> {
            asked.incrementAndGet();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        });
        var late = new Reply.Unreachable("the name of the host was not looked up within 1 s");
        assertEquals(late, post(URI.create("https://slow.example.com")));
        assertEquals(late, post(URI.create("https://slow.example.com")));
        assertEquals(1, asked.get(), "the first look-up is still on");
        held.countDown();
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
                    post(receiver.url());
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

    private Reply post(URI url) throws InterruptedException {
        return transport.post(new Request(url, Map.of(), "{}".getBytes(UTF_8), 16));
    }

    private static Reply answered(int status, String body) {
        return new Reply.Answered(status, body, true, Optional.empty());
    }
}
