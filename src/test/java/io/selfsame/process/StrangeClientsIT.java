package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.RawHttp;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients do that no client should, and what the log says of it. */
@Slow
class StrangeClientsIT {

    /** How a browser begins with {@code https://}, as far as it matters. */
    private static final byte[] CLIENT_HELLO = HexFormat.of().parseHex("160301007a010000760303" + "ab".repeat(111));

    @TempDir
    static Path folder;

    @Test
    void aBodyThatArrivesWhileTheServiceStopsIsToComeAgain() {
        var settings = Service.with(Service.embeddedSettings(folder.resolve("data")), "SELFSAME_ADMIN_TOKEN",
                Service.ADMIN_TOKEN);
        try (var service = new Service(Child.selfsame(settings, "serve"))) {
            service.awaitReady();
            TestSpace space = service.newSpace("shop", Service.ADMIN_TOKEN);
            int port = service.url().getPort();
            for (int i = 0; i < 20; i++) {
                try (var tls = new RawHttp(port).send(CLIENT_HELLO)) {
                    assertEquals(400, tls.status());
                }
            }
            int before = service.child().lines().size();
            String head = "POST /v1/batch HTTP/1.1\r\nHost: h\r\nX-Write-Key: " + space.writeKey()
                    + "\r\nContent-Length: 400000\r\n\r\n{\"batch\":[";
            try (var silent = new RawHttp(port).send(head); var slow = new RawHttp(port).send(head)) {
                // Sent later, and so both are being worked on by now.
                assertEquals(200, service.get("/health/live").status());
                service.child().terminate();
                slow.drip("{},", 600);
                for (var sender : List.of(silent, slow)) {
                    assertEquals(503, sender.status());
                    assertTrue(sender.head().contains("Retry-After: "), sender.head());
                    assertTrue(sender.head().contains("Connection: close"), sender.head());
                    assertTrue(sender.text().isEmpty(), "nothing comes after it");
                }
            }
            assertEquals(143, service.child().exitCode());
            List<String> lines = service.child().lines();
            assertEquals(1, lines.stream().filter(line -> line.contains("TLS on the plain port")).count(),
                    lines::toString);
            assertTrue(lines.size() <= before + 1, () -> String.join("\n", lines));
        }
    }
}
