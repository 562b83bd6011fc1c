package io.selfsame.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.flow.Overloaded;
import io.selfsame.testing.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes in incomplete, slowly or without end takes neither memory nor connections from others. */
class EdgeTest {

    private static final long HEAP = 64L << 20;
    private static final int CONNECTIONS = EdgeRig.CONNECTIONS;
    private static final int BODY = 500 * 1024;

    private final EdgeRig rig = new EdgeRig(HEAP, routes -> {
        routes.post("/strangers", ctx -> ctx.result("took " + Bodies.read(ctx, BODY, Optional.empty()).length));
        routes.post("/known",
                ctx -> ctx.result("took " + Bodies.read(ctx, BODY, Optional.of(new Holder("s", "k"))).length));
        routes.post("/refused", ctx -> {
            Bodies.drop(ctx);
            throw HttpError.unauthorized("no");
        });
        routes.post("/json/{space}", ctx -> ctx.result("has " + Bodies.json(ctx, BODY).size()));
        routes.post("/held", ctx -> {
            byte[] body = Bodies.read(ctx, BODY, Optional.of(new Holder("s", "k")));
            ctx.result(Bodies.during(ctx, new Holder("s", "k"), body,
                    () -> held() < body.length ? "in its place" : "twice"));
        });
        routes.get("/lenient/path", ctx -> ctx.result("found"));
        routes.get("/open/path", ctx -> ctx.result("found"));
        routes.get("/strict/path", ctx -> ctx.result("found"));
    });

    @AfterEach
    void nothingIsHeldAfterwards() {
        rig.close();
    }

    private long held() {
        return rig.edge.callers().held();
    }

    private RawHttp open() {
        return rig.open();
    }

    private static String post(String path, int length) {
        return EdgeRig.post(path, length);
    }

    private void assertAnswers(String path) {
        assertEquals(200, open().send(post(path, 10) + "0123456789").status());
    }

    @Test
    void halfSentBodiesGiveWay() {
        for (String path : List.of("/strangers", "/known")) {
            List<RawHttp> half = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                half.add(open().send(post(path, BODY)).send("x".repeat(BODY - 1_000)));
            }
            assertAnswers("/strangers");
            assertAnswers("/known");
            assertTrue(held() <= HEAP / 8, "holds " + held());
            List<Integer> statuses = half.stream().map(RawHttp::status).toList();
            assertTrue(statuses.contains(429), "those that were pushed out are told so: " + statuses);
            assertFalse(statuses.contains(200), statuses::toString);
        }
    }

    @Test
    void connectionsGiveWay() {
        var first = open();
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            open();
            if (i % CONNECTIONS == 0) {
                assertAnswers("/strangers");
            }
        }
        assertAnswers("/known");
        first.assertCloses();
    }

    @Test
    void halfSentBodiesGiveTheirConnectionsToo() {
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            open().send(post("/strangers", 1_000)).send("x");
        }
        assertAnswers("/strangers");
        assertAnswers("/known");
    }

    /** Whoever stands still goes before a newcomer, whatever they have begun. */
    @Test
    void halfSentBodiesOnAllConnectionsLeaveNewcomersTheirs() {
        for (int i = 0; i < CONNECTIONS; i++) {
            open().send(post("/known", 400_000)).send("{\"batch");
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            var neighbour = open();
            open().send(post("/known", 400_000)).send("{\"batch");
            open().send(post("/strangers", 400_000)).send("{\"batch");
            assertEquals(200, neighbour.send(post("/known", 10) + "0123456789").status());
        }
    }

    /** A byte now and then is no progress, and what comes steadily is. */
    @Test
    void aBodyThatComesSteadilyStaysWhileOthersDrip() {
        var steady = open().send(post("/known", 100_000)).send("x".repeat(50_000));
        List<RawHttp> dripping = new ArrayList<>();
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            dripping.add(open().send(post("/known", 400_000)).send("x"));
            steady.send("x".repeat(400));
            // So that the server has read it before forty more have come.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            if (i % 10 == 0) {
                dripping.forEach(each -> each.send("x"));
            }
        }
        assertEquals(200, steady.send("x".repeat(50_000)).status());
    }

    @Test
    void headersThatComeByteByByteAreCutOff() {
        var slow = open();
        slow.send("GET /strict/path HTTP/1.1\r\nX: ").drip("y", 100).assertCloses();
        assertTrue(slow.dripped() < 100);
    }

    @Test
    void bodiesThatComeByteByByteAreCutOff() {
        for (String path : List.of("/strangers", "/known", "/refused")) {
            var slow = open();
            slow.send(post(path, 10_000)).drip("y", 100);
            assertEquals(path.equals("/refused") ? 401 : 408, slow.status());
            assertTrue(slow.dripped() < 100);
        }
    }

    @Test
    void silentBodiesAreCutOff() {
        assertEquals(408, open().send(post("/known", 10_000)).send("y").status());
    }

    @Test
    void aBodyThatNobodyReadsIsTakenAfterTheAnswer() {
        for (String path : List.of("/refused", "/known")) {
            int size = path.equals("/refused") ? 2 * BODY : 3 * BODY;
            var sender = open().send(post(path, size)).send("x".repeat(size));
            assertEquals(path.equals("/refused") ? 401 : 413, sender.status());
            assertTrue(sender.head().contains("Connection: close"), sender.head());
            sender.assertCloses();
        }
    }

    @Test
    void whatIsRefusedWhateverItsBodyIsRefusedBeforeThat() {
        for (String expect : List.of("", "Expect: 100-continue\r\n")) {
            for (String path : List.of("/refused", "/known")) {
                var asker = open().send("POST " + path + " HTTP/1.1\r\nHost: h\r\n" + expect + "Content-Length: "
                        + 3 * BODY + "\r\n\r\n");
                assertEquals(path.equals("/refused") ? 401 : 413, asker.status(), expect + path);
            }
        }
        var wanted = open()
                .send("POST /known HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        assertEquals(100, wanted.status());
        assertEquals(200, wanted.send("abc").status());
    }

    @Test
    void otherCompressionsThanGzipAreNamed() {
        for (String encoding : List.of("deflate", "br", "zstd", "gzip, br")) {
            var sender = open().send("POST /known HTTP/1.1\r\nHost: h\r\nContent-Encoding: " + encoding
                    + "\r\nContent-Length: 3\r\n\r\nabc");
            assertEquals(415, sender.status(), encoding);
            assertTrue(sender.head().contains("Accept-Encoding: gzip"), sender.head());
        }
        for (String encoding : List.of("identity", "UTF-8")) {
            assertEquals(200, open().send("POST /known HTTP/1.1\r\nHost: h\r\nContent-Encoding: " + encoding
                    + "\r\nContent-Length: 3\r\n\r\nabc").status(), encoding);
        }
    }

    @Test
    void whatABodyIsReadIntoCountsInItsPlace() {
        String body = "[" + "{},".repeat(20_000) + "1]";
        assertEquals("in its place", open().send(post("/held", body.length()) + body).text());
        assertEquals("has 20001", open().send(post("/json/s", body.length()) + body).text());
    }

    @Test
    void gzipHasFewMembers() throws IOException {
        for (int members : new int[]{1, 60, 70, 8_000}) {
            var out = new ByteArrayOutputStream();
            for (int i = 0; i < members; i++) {
                try (var gzip = new GZIPOutputStream(out)) {
                    gzip.write(i == members - 1 ? new byte[]{'{', '}'} : new byte[0]);
                }
            }
            byte[] packed = out.toByteArray();
            var sent = open().send(post("/known", packed.length)).send(packed);
            assertEquals(members > 64 ? 400 : 200, sent.status());
        }
    }

    @Test
    void upgradesAreIgnored() {
        var answer = open().send("GET /strict/path HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        assertEquals(200, answer.status());
        assertFalse(answer.head().contains("Set-Cookie"), answer.head());
    }

    @Test
    void slashesAreCollapsedWhereClientsDoubleThem() {
        for (String path : List.of("//lenient///path", "/lenient/path/", "/lenient/path//?a=b")) {
            assertEquals(200, open().send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").status(), path);
        }
        assertEquals(200, open().send("GET /open/path/ HTTP/1.1\r\nHost: h\r\n\r\n").status());
        for (String path : List.of("//strict/path", "/strict//path", "/strict/path/", "/open//path", "/open/path//")) {
            assertEquals(404, open().send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").status(), path);
        }
    }

    @Test
    void connectionsAreKeptForTheNextRequest() {
        var connection = open();
        for (int i = 0; i < 5; i++) {
            assertEquals(200, connection.send(post("/known", 3) + "abc").status());
        }
    }

    /** A web page's key is known to everybody; what it sends must leave room to the keys of servers. */
    @Test
    void oneKeyLeavesRoomToTheOthersOfItsSpace() {
        var trees = rig.edge.trees();
        var flood = new Holder("s", "page");
        var other = new Holder("s", "server");
        long held = 0;
        long piece = trees.most() / 100;
        try {
            while (held < trees.most()) {
                trees.acquire(flood, piece);
                held += piece;
            }
            throw new AssertionError("one key may hold everything");
        } catch (Overloaded e) {
            trees.acquire(other, piece);
            trees.release(other, piece);
        } finally {
            trees.release(flood, held);
        }
    }
}
