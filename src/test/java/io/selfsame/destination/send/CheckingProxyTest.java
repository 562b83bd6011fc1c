package io.selfsame.destination.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.network.Networks;
import io.selfsame.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalogue gets out to addresses that messages may go to, and to no others. */
class CheckingProxyTest {

    private static final String TOKEN = "token-of-the-catalogue";
    private static final String CREDENTIALS = "Proxy-Authorization: Basic "
            + Base64.getEncoder().encodeToString(("catalogue:" + TOKEN).getBytes(StandardCharsets.UTF_8)) + "\r\n";
    private static final ProxyConnection.Limits LIMITS = new ProxyConnection.Limits(Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5), 100_000);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private Receiver receiver;
    private CheckingProxy proxy;
    private volatile String asked = "";

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver(connection -> {
            asked = Receiver.request(connection);
            Receiver.write(connection, ANSWER);
        });
        open("127.0.0.1",
                host -> new InetAddress[]{InetAddress.getByName(host.equals("crm.example.com") ? "127.0.0.1" : host)});
    }

    private void open(String allowed, Lookups.Names names) {
        if (proxy != null) {
            proxy.close();
        }
        proxy = CheckingProxy.open(new AddressGuard(Networks.parse(allowed)), "127.0.0.1", 0, TOKEN, names, LIMITS);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        receiver.close();
    }

    /** All that comes back. */
    private String send(String text) throws IOException {
        try (var client = new Socket("127.0.0.1", proxy.port())) {
            client.setSoTimeout(10_000);
            Receiver.write(client, text);
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "closed";
        }
    }

    private static String post(String url, String headers) {
        return "POST " + url + " HTTP/1.1\r\nHost: x\r\n" + headers
                + "Proxy-Connection: keep-alive\r\nContent-Length: 2\r\n\r\n{}";
    }

    private static String connect(String authority) {
        return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + CREDENTIALS + "\r\n";
    }

    @Test
    void aRequestGoesToAnAddressThatTheOperatorHasListed() throws IOException {
        assertEquals(ANSWER, send(post("http://crm.example.com:" + receiver.port() + "/a?b=c", CREDENTIALS)));
        assertTrue(asked.startsWith("POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n"),
                asked);
    }

    @Test
    void whoHasNotTheTokenGetsNowhere() throws IOException {
        for (String wrong : new String[]{"", "Proxy-Authorization: Basic bm9ib2R5\r\n"}) {
            assertTrue(send(post("http://127.0.0.1:" + receiver.port() + "/", wrong)).startsWith("HTTP/1.1 407 "));
        }
        assertEquals(0, receiver.connections());
    }

    @Test
    void addressesThatMessagesMustNotGoToAreRefusedAndTheReasonIsSaid() throws IOException {
        open("", host -> new InetAddress[]{
                InetAddress.getByName(host.equals("crm.example.com") ? "169.254.169.254" : host)});
        for (String host : new String[]{"127.0.0.1", "10.1.2.3", "crm.example.com", "[::1]", "[::ffff:10.0.0.1]",
                "100.64.0.1"}) {
            String tunnel = send(connect(host + ":443"));
            assertTrue(tunnel.startsWith("HTTP/1.1 403 ") && tunnel.contains("SELFSAME_DESTINATION_ALLOW"),
                    host + ": " + tunnel);
            String plain = send(post("http://" + host + "/", CREDENTIALS));
            assertTrue(plain.startsWith("HTTP/1.1 403 "), host + ": " + plain);
        }
        assertTrue(send(post("http://203.0.114.1/", CREDENTIALS))
                .contains("http:// is taken only for addresses that the operator lists"));
    }

    @Test
    void aTunnelIsForTlsAloneWhereAddressesArePublic() throws Exception {
        // The name is public when the tunnel is checked, and what is listed is another address.
        var lookups = new AtomicInteger();
        open("127.0.0.1", host -> new InetAddress[]{
                InetAddress.getByName(lookups.getAndIncrement() == 0 ? "127.0.0.1" : "203.0.114.1")});
        String answer;
        try (var client = new Socket("127.0.0.1", proxy.port())) {
            Receiver.write(client, connect("crm.example.com:" + receiver.port()));
            client.getInputStream().readNBytes("HTTP/1.1 200 OK\r\n\r\n".length());
            // A name that is being looked up is looked up once for all.
            Await.until("it was looked up", () -> lookups.get() == 1);
            Thread.sleep(200);
            Receiver.write(client, "P");
            answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        assertEquals("", answer);
        assertEquals("", asked);
        open("127.0.0.1", host -> new InetAddress[]{InetAddress.getByName("127.0.0.1")});
        assertEquals("HTTP/1.1 200 OK\r\n\r\n" + ANSWER,
                send(connect("crm.example.com:" + receiver.port()) + "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
    }

    @Test
    void whatIsNoRequestIsRefused() throws IOException {
        for (String strange : new String[]{"hello\r\n\r\n", "GET / HTTP/1.1\r\n" + CREDENTIALS + "\r\n",
                connect("crm.example.com"),
                connect("crm.example.com:0"), connect(":443"),
                "GET ftp://127.0.0.1/ HTTP/1.1\r\n" + CREDENTIALS + "\r\n"}) {
            assertTrue(send(strange).startsWith("HTTP/1.1 400 "), strange);
        }
        assertEquals("", send("GET / HTTP/1.1\r\nX: " + "x".repeat(40_000)).replace("closed", ""));
        assertTrue(send(connect("nowhere.invalid:443")).startsWith("HTTP/1.1 502 "));
    }

    @Test
    void anAnswerHasAnEnd() throws IOException {
        receiver.close();
        receiver = new Receiver(connection -> {
            Receiver.request(connection);
            while (true) {
                Receiver.write(connection, "x".repeat(10_000));
            }
        });
        String answer = send(post("http://127.0.0.1:" + receiver.port() + "/", CREDENTIALS));
        assertTrue(answer.length() < 200_000, answer.length() + " characters");
    }

    @Test
    void whoSaysNothingIsLetGo() throws IOException {
        long begin = System.nanoTime();
        assertEquals("", send("POST http://127.0"));
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(5).toNanos());
    }
}
