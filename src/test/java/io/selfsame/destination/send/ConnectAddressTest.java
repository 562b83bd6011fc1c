package io.selfsame.destination.send;

import static io.selfsame.destination.send.Receiver.request;
import static io.selfsame.destination.send.Receiver.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are checked when they are connected to, wherever they come from. */
class ConnectAddressTest {

    private final TestTransport transport = new TestTransport();

    @AfterEach
    void close() {
        transport.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.2", "http://localhost", "http://2130706434", "http://[::1]",
            "http://0.0.0.0",
            "http://[::ffff:127.0.0.2]", "http://169.254.169.254", "https://127.0.0.2", "https://10.0.0.1"})
    void addressesInUrlsAreChecked(String host) throws Exception {
        transport.names.set(name -> name.equals("localhost")
                ? new InetAddress[]{InetAddress.getByName("127.0.0.2")}
                : InetAddress.getAllByName(name));
        var opened = new AtomicInteger();
        try (var receiver = new Receiver(connection -> opened.incrementAndGet())) {
            var refused = assertInstanceOf(Reply.RefusedAddress.class,
                    transport.post(URI.create(host + ":" + receiver.port() + "/")));
            assertTrue(refused.reason().contains("SELFSAME_DESTINATION_ALLOW"), refused.reason());
            assertEquals(0, receiver.connections());
        }
    }

    @Test
    void plainHttpIsForAllowedAddressesAlone() throws Exception {
        transport.names.set(name -> new InetAddress[]{InetAddress.getByName("8.8.8.8")});
        var refused = assertInstanceOf(Reply.RefusedAddress.class,
                transport.post(URI.create("http://hooks.example.com/")));
        assertTrue(refused.reason().contains("use https://"), refused.reason());
    }

    /** What is connected to is what was checked; a name that says something else the next time is checked again. */
    @Test
    void aNameIsCheckedWheneverItIsConnectedTo() throws Exception {
        var asked = new AtomicInteger();
        transport.names.set(name -> new InetAddress[]{
                InetAddress.getByName(asked.incrementAndGet() % 2 == 1 ? "127.0.0.1" : "127.0.0.2")});
        try (var server = new ServerSocket(0); var receiver = new Receiver(server, connection -> {
            request(connection);
            write(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
                    + connection.getLocalAddress().getHostAddress().replaceAll(".*[.]", "-"));
        })) {
            URI url = URI.create("http://rebound.example.com:" + receiver.port() + "/");
            for (int i = 0; i < 3; i++) {
                assertEquals(TestTransport.answered(200, "-1"), transport.post(url));
                var refused = assertInstanceOf(Reply.RefusedAddress.class, transport.post(url));
                assertTrue(refused.reason().startsWith("rebound.example.com leads to a loopback"), refused.reason());
            }
            assertEquals(6, asked.get(), "one look-up for a connection");
            assertEquals(3, receiver.connections());
        }
    }

    @Test
    void namesThatNobodyKnowsOrThatTakeLong() throws Exception {
        transport.names.set(name -> {
            throw new UnknownHostException(name);
        });
        assertEquals(new Reply.Unreachable("the name of the host is not known"),
                transport.post(URI.create("https://x.invalid")));
        var held = new CountDownLatch(1);
        var asked = new AtomicInteger();
        transport.names.set(name -> {
            asked.incrementAndGet();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        });
        var late = new Reply.Unreachable("the name of the host was not looked up within 1 s");
        assertEquals(late, transport.post(URI.create("https://slow.example.com")));
        assertEquals(late, transport.post(URI.create("https://slow.example.com")));
        assertEquals(1, asked.get(), "the first look-up is still on");
        held.countDown();
    }

    /** Names that never come back hold threads for long. */
    @Test
    void whoAsksForManyNamesThatHangLeavesLookUpsToOthers() throws Exception {
        var hang = new CountDownLatch(1);
        try (var receiver = new Receiver(connection -> {
            request(connection);
            write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
            transport.names.set(host -> {
                if (host.startsWith("hangs")) {
                    try {
                        hang.await();
                    } catch (InterruptedException e) {
                        throw new UnknownHostException(host);
                    }
                }
                return new InetAddress[]{InetAddress.getLoopbackAddress()};
            });
            var replies = new LinkedBlockingQueue<Reply>();
            for (int i = 0; i < 200; i++) {
                URI url = URI.create("http://hangs" + i + ".example.com:1/");
                Thread.startVirtualThread(() -> {
                    try {
                        replies.add(transport.post(url));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            var refused = new Reply.NotSent("too many names are being looked up");
            assertEquals(refused, replies.poll(5, TimeUnit.SECONDS));
            URI other = URI.create("http://fine.example.com:" + receiver.port() + "/");
            assertEquals(TestTransport.answered(200, ""),
                    transport.post("other", new Request(other, Map.of(), new byte[]{'1'}, 16), () -> true));
            hang.countDown();
        }
    }
}
