package io.selfsame.destination.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.selfsame.network.Networks;
import java.net.InetAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;

/** A transport that may go to 127.0.0.1, with names as a test has them. */
final class TestTransport implements AutoCloseable {

    /** Shorter than in the service, so that tests of them are short. The proportions are similar. */
    private static final HttpTransport.Limits LIMITS = new HttpTransport.Limits(Duration.ofSeconds(1),
            Duration.ofSeconds(3));

    /** Where names lead; at first, where the system says. */
    final AtomicReference<Lookups.Names> names = new AtomicReference<>(InetAddress::getAllByName);

    private final HttpTransport transport;

    TestTransport() {
        try {
            transport = HttpTransport.open(new AddressGuard(Networks.parse("127.0.0.1")), LIMITS,
                    host -> names.get().find(host), SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends two bytes, and reads 16 of the answer. */
    Reply post(URI url) throws InterruptedException {
        return post(new Request(url, Map.of(), "{}".getBytes(UTF_8), 16));
    }

    Reply post(Request request) throws InterruptedException {
        return post("shop", request, () -> true);
    }

    Reply post(String asker, Request request, BooleanSupplier goesOn) throws InterruptedException {
        return transport.post(asker, request, goesOn);
    }

    static Reply answered(int status, String body) {
        return new Reply.Answered(status, body, true, Optional.empty());
    }

    @Override
    public void close() {
        transport.close();
    }
}
