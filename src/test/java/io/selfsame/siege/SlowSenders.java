package io.selfsame.siege;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import java.io.IOException;
import java.util.List;

/**
 * Sends the start of a request and then a byte each second. The service must put an end to it; the full form waits for
 * that, the short one ends with the siege.
 *
 * @param start as far as it is sent at once
 */
record SlowSenders(String title, byte[] start) implements Attack {

    private static final int BETWEEN_MILLIS = 1_000;
    private static final long MOST_NANOS = 120_000_000_000L;
    private static final String NOT_ENDED = "not ended by the service";

    static SlowSenders ofHeads() {
        return new SlowSenders("slow heads", "POST /v1/track HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(UTF_8));
    }

    static SlowSenders ofBodies(String title, String... headers) {
        return new SlowSenders(title, Wire.head("POST", "/v1/track", 30_000, headers));
    }

    @Override
    public void run(Siege siege, Tally tally) {
        Siege.atOnce(siege.scale().slow(), i -> tally.count(drip(siege)));
    }

    private String drip(Siege siege) {
        long end = System.nanoTime() + MOST_NANOS;
        try (var wire = new Wire(siege.url())) {
            wire.send(start);
            var ended = Thread.ofVirtual().start(() -> waitForTheEnd(wire));
            while (System.nanoTime() < end && (siege.scale().full() || !siege.over())) {
                if (!ended.isAlive()) {
                    return "ended by the service";
                }
                wire.send(new byte[]{'x'});
                Siege.pause(BETWEEN_MILLIS);
            }
            return siege.scale().full() ? NOT_ENDED : "open to the end";
        } catch (IOException e) {
            return "ended by the service";
        }
    }

    private static void waitForTheEnd(Wire wire) {
        try {
            while (wire.answer().outcome().equals(Answer.SILENCE)) {
                // Not yet.
            }
        } catch (IOException e) {
            // That is an end, too.
        }
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        return tally.of(NOT_ENDED) == 0 ? List.of() : List.of(title + ": " + NOT_ENDED + " × " + tally.of(NOT_ENDED));
    }
}
