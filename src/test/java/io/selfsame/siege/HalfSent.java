package io.selfsame.siege;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import java.io.IOException;

/** Requests that are begun and never ended, on very many connections at once. */
final class HalfSent {

    /** How often a connection that the service has closed is opened again. */
    private static final int AGAIN = 3;

    private HalfSent() {}

    /** Sends the parts on each of so many connections, waits for what comes of it, and counts that. */
    static void run(Siege siege, Tally tally, int connections, byte[]... parts) {
        Siege.atOnce(connections, i -> {
            for (int turn = 0; turn <= AGAIN && !siege.over(); turn++) {
                tally.count(one(siege, parts));
                Siege.pause(1_000);
            }
        });
    }

    private static String one(Siege siege, byte[]... parts) {
        try {
            Wire wire = siege.hold();
            try {
                for (byte[] part : parts) {
                    wire.send(part);
                }
            } catch (IOException answered) {
                // It may have said no by now.
            }
            try {
                Answer answer = wire.answer();
                return siege.over() ? "open to the end" : answer.outcome();
            } finally {
                siege.release(wire);
            }
        } catch (IOException e) {
            return siege.over() ? "open to the end" : Answer.CLOSED;
        }
    }
}
