package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Http;
import io.selfsame.testing.RawHttp;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service with a small heap, and requests without a key that never end, of which all together are larger than it: by their
 * bodies, by the number of their headers, and by what so many headers as are read hold.
 */
@Slow
class HalfSentBodiesIT {

    private static final int ANNOUNCED = 511_000;
    private static final String LARGE_BODY = "{\"batch\":[" + "{},".repeat(166_000);
    private static final String SMALL_BODY = "{\"batch\":[";

    /** One fills the heap; what leaks or is not given back shows in the next. */
    private static final List<Attack> ATTACKS = List.of(new Attack(1_400, "", LARGE_BODY),
            new Attack(2_600, "a:b\r\n".repeat(2_800), SMALL_BODY),
            new Attack(2_600, ("a:" + "b".repeat(150) + "\r\n").repeat(95), SMALL_BODY),
            new Attack(1_400, "", LARGE_BODY));

    private record Attack(int sockets, String headers, String body) {}

    @TempDir
    static Path folder;

    @Test
    void ordinaryEventsAreTakenMeanwhileAndAfterwards() {
        var settings = Service.with(Service.embeddedSettings(folder.resolve("data")), "SELFSAME_ADMIN_TOKEN",
                Service.ADMIN_TOKEN);
        try (var service = new Service(Child.selfsameWith("700m", settings, "serve"))) {
            service.awaitReady();
            TestSpace space = service.newSpace("shop", Service.ADMIN_TOKEN);
            for (int round = 0; round < ATTACKS.size(); round++) {
                attack(service, space, ATTACKS.get(round), round);
                sendEvents(space, "after" + round);
            }
            assertTrue(service.child().isAlive());
            assertFalse(service.child().output().contains("OutOfMemoryError"), service.child().output());
        }
    }

    private static void attack(Service service, TestSpace space, Attack attack, int round) {
        byte[] part = ("POST /v1/batch HTTP/1.1\r\nHost: h\r\nContent-Length: " + ANNOUNCED + "\r\n" + attack.headers()
                + "\r\n" + attack.body()).getBytes(StandardCharsets.UTF_8);
        List<RawHttp> half = new ArrayList<>();
        try {
            for (int i = 0; i < attack.sockets(); i++) {
                half.add(new RawHttp(service.url().getPort()).send(part));
            }
            sendEvents(space, "during" + round);
            assertEquals(200, service.get("/health/live").status());
        } finally {
            half.forEach(RawHttp::close);
        }
    }

    /** One with its key in a header, and one with its key in the body. */
    private static void sendEvents(TestSpace space, String user) {
        space.track("{\"event\":\"Order\",\"userId\":\"" + user + "\"}").ok();
        Http.send(space.url(), "POST", "/v1/track", "{\"event\":\"Order\",\"userId\":\"" + user + "\",\"writeKey\":\""
                + space.writeKey() + "\"}").ok();
        assertEquals(2, space.events("user_id:" + user).size());
    }
}
