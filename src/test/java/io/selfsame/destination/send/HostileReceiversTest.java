package io.selfsame.destination.send;

import static io.selfsame.destination.send.Receiver.request;
import static io.selfsame.destination.send.Receiver.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What receivers cost that send too much, or take their time. */
class HostileReceiversTest {

    private static final String LATE = "no answer within 3 s";

    private final TestTransport transport = new TestTransport();

    @AfterEach
    void close() {
        transport.close();
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
            assertEquals(new Reply.Answered(500, "x".repeat(16), false, Optional.empty()),
                    transport.post(receiver.url()));
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
            assertEquals(new Reply.Answered(200, "(The answer is compressed and not shown)", false, Optional.empty()),
                    transport.post(receiver.url()));
        }
    }

    @ParameterizedTest
    @CsvSource({"iso-8859-1, ISO-8859-1", "nosuch, UTF-8", "'', UTF-8"})
    void anAnswerIsReadAsItSays(String said, String is) throws Exception {
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 500 No\r\nContent-Type: text/plain; charset=" + said
                    + "\r\nConnection: close\r\n\r\n");
            connection.getOutputStream().write("né".getBytes(Charset.forName(is)));
        })) {
            assertEquals(new Reply.Answered(500, "né", true, Optional.empty()), transport.post(receiver.url()));
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
            assertEquals(new Reply.Unreachable("the headers of the answer are too large"),
                    transport.post(receiver.url()));
            assertEquals(new Reply.Unreachable("the headers of the answer are too large"), transport.post(line.url()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"never answers", "a letter of the head at a time", "never reads"})
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
            write(connection, "H");
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
            var reply = assertInstanceOf(Reply.Answered.class, transport.post(receiver.url()));
            assertTrue(reply.status() == 503 && !reply.complete() && reply.body().startsWith("x"), reply.toString());
            assertEquals(Optional.of(Duration.ofMinutes(1)), reply.retryAfter());
        }
    }

    @Test
    void whoSaysWithoutEndThatTheAnswerIsToComeIsCutOff() throws Exception {
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 102 Wait\r\n\r\n".repeat(10_000));
        }); var patient = new Receiver(connection -> {
            request(connection);
            write(connection,
                    "HTTP/1.1 100 Continue\r\n\r\n".repeat(3) + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertEquals(new Reply.Unreachable("the headers of the answer are too large"),
                    transport.post(receiver.url()));
            assertEquals(TestTransport.answered(200, ""), transport.post(patient.url()));
        }
    }

    /** Virtual threads leave their carriers only when they wait, and these receivers always have one more byte. */
    @Test
    void whoAlwaysHasOneMoreByteHoldsNoCarrierAndNoDeadline() throws Exception {
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunks = ("1;" + "x".repeat(1_000) + "\r\nx\r\n").repeat(100);
            while (true) {
                write(connection, chunks);
            }
        })) {
            int requests = 3 * Runtime.getRuntime().availableProcessors();
            var replies = new LinkedBlockingQueue<Reply>();
            long begin = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                Thread.startVirtualThread(() -> {
                    try {
                        replies.add(transport.post(new Request(receiver.url(), Map.of(), new byte[]{'1'}, 1 << 30)));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            Thread.sleep(500);
            var moment = new CountDownLatch(1);
            Thread.startVirtualThread(moment::countDown);
            assertTrue(moment.await(1, TimeUnit.SECONDS), "no carrier is free");
            for (int i = 0; i < requests; i++) {
                assertInstanceOf(Reply.Answered.class, replies.poll(10, TimeUnit.SECONDS));
            }
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(9).toNanos(), "held for long");
        }
    }

    @Test
    void whatMayNotGoOnIsCutOff() throws Exception {
        var closed = new CountDownLatch(1);
        try (var receiver = new Receiver(connection -> {
            request(connection);
            try {
                connection.getInputStream().read();
            } finally {
                closed.countDown();
            }
        })) {
            long begin = System.nanoTime();
            var reply = transport.post("shop", new Request(receiver.url(), Map.of(), new byte[]{'1'}, 16),
                    () -> System.nanoTime() - begin < Duration.ofMillis(300).toNanos());
            assertInstanceOf(Reply.Unreachable.class, reply);
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(2).toNanos(), "held for long");
            assertTrue(closed.await(1, TimeUnit.SECONDS), "the connection stays");
        }
    }
}
