package io.selfsame.destination.send;

import static io.selfsame.destination.send.Receiver.request;
import static io.selfsame.destination.send.Receiver.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.clients.SelfSigned;
import io.selfsame.network.Networks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which certificates are believed. */
class TlsTest {

    private static final Reply UNTRUSTED = new Reply.Unreachable(
            "the certificate is not trusted, or not for this host");

    private static SelfSigned certificate;
    private static Receiver receiver;

    @BeforeAll
    static void start() throws IOException {
        certificate = new SelfSigned("dns:hooks.example.com");
        var server = (SSLServerSocket) certificate.server().getServerSocketFactory().createServerSocket(0, 50,
                InetAddress.getLoopbackAddress());
        receiver = new Receiver(server, connection -> {
            while (!request(connection).isEmpty()) {
                write(connection, "HTTP/1.1 204 OK\r\n\r\n");
            }
        });
    }

    @AfterAll
    static void stop() throws IOException {
        receiver.close();
    }

    @Test
    void aCertificateIsBelievedOfAnAuthorityThatIsTrusted() throws Exception {
        URI url = URI.create("https://hooks.example.com:" + receiver.port() + "/");
        assertEquals(new Reply.Answered(204, "", true, Optional.empty()), post(url, certificate.client()));
        assertEquals(UNTRUSTED, post(url, SSLContext.getDefault()));
    }

    @Test
    void aCertificateIsForItsHostAlone() throws Exception {
        for (String host : new String[]{"other.example.com", "127.0.0.1", "hooks.example.com.evil.example"}) {
            assertEquals(UNTRUSTED,
                    post(URI.create("https://" + host + ":" + receiver.port() + "/"), certificate.client()), host);
        }
    }

    @Test
    void whoSpeaksNoTls() throws Exception {
        try (var plain = new Receiver(connection -> write(connection, "HTTP/1.1 400 No\r\n\r\n"));
                var silent = new Receiver(connection -> connection.getInputStream().readAllBytes())) {
            assertEquals(new Reply.Unreachable("no secure connection could be agreed on"),
                    post(URI.create("https://127.0.0.1:" + plain.port()), certificate.client()));
            long begin = System.nanoTime();
            assertEquals(new Reply.Unreachable("no connection within 1 s"),
                    post(URI.create("https://127.0.0.1:" + silent.port()), certificate.client()));
            assertEquals(0, Duration.ofNanos(System.nanoTime() - begin).toSeconds() / 5);
        }
    }

    private static Reply post(URI url, SSLContext trust) throws InterruptedException, NoSuchAlgorithmException {
        var limits = new HttpTransport.Limits(Duration.ofSeconds(1), Duration.ofSeconds(2));
        try (var transport = HttpTransport.open(new AddressGuard(Networks.parse("127.0.0.1")), limits,
                host -> new InetAddress[]{InetAddress.getByName("127.0.0.1")}, trust)) {
            return transport.post("shop",
                    new Request(url, Map.of(), new byte[]{'{', '}'}, Request.SHORT_ANSWER), () -> true);
        }
    }
}
