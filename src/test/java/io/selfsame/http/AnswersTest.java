package io.selfsame.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Await;
import io.selfsame.testing.RawHttp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers count until they are taken, and whoever does not take theirs is let go. */
class AnswersTest {

    private static final int LARGE = 5 << 20;

    /** Room for one large answer, and not for two. */
    private static final long HEAP = 16L * 7 << 20;

    /** Nobody is let go for being slow within a test. */
    private static final Duration LONG = Duration.ofHours(1);

    private static EdgeRig rig(Duration grace) {
        return new EdgeRig(HEAP, grace, routes -> {
            routes.get("/{space}/large", ctx -> Bodies.answer(ctx, "text/plain", new byte[LARGE]));
            routes.get("/{space}/of/{key}", ctx -> {
                Edge.holder(ctx, new Holder(ctx.pathParam("space"), ctx.pathParam("key")));
                Bodies.answer(ctx, "text/plain", new byte[400_000]);
            });
            routes.get("/{space}/ordinary", ctx -> Bodies.answer(ctx, "text/plain", new byte[4_000]));
        });
    }

    private static RawHttp ask(EdgeRig rig, String space, String what) {
        return rig.open().send("GET /" + space + "/" + what + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    private static void awaitNothingHeld(EdgeRig rig) {
        Await.until("no answer is held", () -> rig.edge.answers().used() == 0);
    }

    @Test
    void aReaderThatStopsIsLetGoHoweverMuchItTookBefore() {
        try (var rig = rig(Duration.ofSeconds(1))) {
            for (int taken : new int[]{1, LARGE / 2}) {
                var reader = ask(rig, "s", "large");
                assertEquals(taken, reader.take(taken));
                awaitNothingHeld(rig);
                assertTrue(reader.take(LARGE) < LARGE - taken, "cut off");
            }
        }
    }

    @Test
    void aReaderThatTakesItSteadilyGetsAll() {
        try (var rig = rig(Duration.ofSeconds(1))) {
            var reader = ask(rig, "s", "large");
            long taken = 0;
            for (int i = 0; i < 40; i++) {
                taken += reader.take(40_000);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            assertTrue(taken + reader.take(2L * LARGE) > LARGE);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (var rig = rig(LONG)) {
            var other = new Holder("s", "");
            rig.edge.answers().acquire(other, LARGE);
            var refused = ask(rig, "s", "large");
            assertEquals(429, refused.status());
            assertTrue(refused.head().contains("Overloaded"),
                    "whoever has no room is told so as for any other want of it");
            assertEquals(200, ask(rig, "s", "ordinary").status());
            assertEquals(200, ask(rig, "t", "ordinary").status());
            rig.edge.answers().release(other, LARGE);
            assertEquals(200, ask(rig, "s", "large").status());
        }
    }

    @Test
    void whatIsNotTakenGivesWayToOthersOfTheSpace() {
        try (var rig = rig(LONG)) {
            var stuck = ask(rig, "s", "large");
            assertEquals(1, stuck.take(1));
            Await.until("there is room again", () -> ask(rig, "s", "large").status() == 200);
            assertTrue(stuck.take(LARGE) < LARGE - 1, "cut off");
        }
    }

    /** A web page's key is known to everybody; the answers that it does not take must leave room to others of its space. */
    @Test
    void oneKeyLeavesRoomToTheOthersOfItsSpace() {
        try (var rig = rig(LONG)) {
            List<Integer> flood = IntStream.range(0, 30).map(i -> ask(rig, "s", "of/page").began()).boxed().toList();
            assertTrue(flood.contains(429) && flood.contains(200), flood::toString);
            assertEquals(200, ask(rig, "s", "of/server").began());
            assertEquals(200, ask(rig, "t", "of/page").began());
        }
    }

    @Test
    void whatIsTakenCountsNoLonger() {
        try (var rig = rig(LONG)) {
            for (int i = 0; i < 5; i++) {
                assertEquals(LARGE, ask(rig, "s", "large").take(LARGE));
                awaitNothingHeld(rig);
            }
        }
    }
}
