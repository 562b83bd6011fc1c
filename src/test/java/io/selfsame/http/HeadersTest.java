package io.selfsame.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Await;
import io.selfsame.testing.RawHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Headers count for as long as anything of them is held, and what is ordinary passes whatever others hold. */
class HeadersTest {

    private static final long HEAP = 8L << 20;

    /** What ordinary headers may hold, and what large ones may before somebody has to go. */
    private static final long ROOM = HEAP / 16;
    private static final long LARGE_ROOM = HEAP / 64;

    /** So many that they take some 40 KB, without the line that ends them. */
    private static final String LARGE = fields(90, "x".repeat(150));

    private final CountDownLatch gate = new CountDownLatch(1);
    private final EdgeRig rig = new EdgeRig(HEAP, routes -> {
        routes.post("/takes", ctx -> ctx.result("took " + Bodies.read(ctx, 100_000, Optional.empty()).length));
        routes.post("/trailers", ctx -> {
            Bodies.read(ctx, 100_000, Optional.empty());
            ctx.result(String.valueOf(ctx.req().getTrailerFields().size()));
        });
        routes.get("/found", ctx -> ctx.result("found"));
        routes.get("/waits", ctx -> {
            gate.await();
            ctx.result("at last");
        });
    });

    @AfterEach
    void nothingIsHeldAfterwards() {
        gate.countDown();
        rig.close();
    }

    private static String fields(int count, String value) {
        var fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("a").append(i).append(':').append(value).append("\r\n");
        }
        return fields.toString();
    }

    private static String get(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
    }

    private void assertAnswers() {
        assertEquals(200, rig.open().send(EdgeRig.post("/takes", 10) + "0123456789").status());
        assertEquals(200, rig.open().send(get("/found", "")).status());
    }

    private void assertWithin(long most) {
        Await.until("no more than " + most + " is held", () -> rig.edge.callers().held() <= most);
    }

    @Test
    void thoseOfHalfSentBodiesGiveWay() {
        List<RawHttp> half = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            half.add(rig.open().send("POST /takes HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n" + LARGE + "\r\nx"));
        }
        assertAnswers();
        assertWithin(ROOM);
        List<Integer> statuses = half.stream().map(RawHttp::status).toList();
        assertTrue(statuses.contains(429), "those that were pushed out are told so: " + statuses);
    }

    @Test
    void thoseThatAreNotCompleteGiveWay() {
        List<RawHttp> half = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            half.add(rig.open().send("GET /found HTTP/1.1\r\nHost: h\r\n" + LARGE));
        }
        assertAnswers();
        assertWithin(ROOM);
        half.getFirst().assertCloses();
    }

    @Test
    void thoseThatComeBehindAnotherRequestCountToo() {
        for (int i = 0; i < 30; i++) {
            rig.open().send(get("/found", "") + "GET /found HTTP/1.1\r\nHost: h\r\n" + fields(90, "y")).status();
        }
        Await.until("fields are counted", () -> rig.edge.callers().held() > 4 * 90 * 170);
        assertWithin(ROOM);
    }

    @Test
    void whatIdleConnectionsKeepOfThemGivesWay() {
        var first = rig.open();
        assertEquals(200, first.send(get("/found", LARGE)).status());
        for (int i = 0; i < 30; i++) {
            assertEquals(200, rig.open().send(get("/found", LARGE)).status());
        }
        assertAnswers();
        assertWithin(ROOM);
        first.assertCloses();
    }

    @Test
    void thoseOfRequestsThatWaitStayAndOnlyLargeOnesAreRefused() {
        // One after another: those that are not complete push each other out.
        Await.until("much is held", () -> {
            boolean much = rig.edge.callers().held() > 2 * LARGE_ROOM;
            if (!much) {
                rig.open().send(get("/waits", LARGE));
            }
            return much;
        });
        assertEquals(429, rig.open().send(get("/found", LARGE)).status());
        assertWithin(2 * LARGE_ROOM + 60_000);
        assertAnswers();
        gate.countDown();
    }

    @Test
    void theyAreFew() {
        var many = rig.open().send(get("/found", fields(CountedConnection.MOST_FIELDS, "x")));
        assertEquals(431, many.status());
        many.assertCloses();
        assertEquals(200, rig.open().send(get("/found", fields(CountedConnection.MOST_FIELDS - 1, "x"))).status());
    }

    @Test
    void noneAreTakenAfterABody() {
        String body = "POST /trailers HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n";
        var sender = rig.open();
        assertEquals("0", sender.send(body + fields(1_000, "x") + "\r\n").text());
        assertEquals("0", sender.send(body + "\r\n").text(), "the connection is kept");
    }
}
