package io.selfsame.siege;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Announces large bodies, sends nearly all of each, and then nothing more, on very many connections at once. */
record HalfSentBodies(String title, String... headers) implements Attack {

    private static final int ANNOUNCED = 511_000;
    private static final int SENT = 499_000;

    /** How often a connection that the service has closed is opened again. */
    private static final int AGAIN = 3;

    @Override
    public void run(Siege siege, Tally tally) {
        byte[] head = Wire.head("POST", "/v1/batch", ANNOUNCED, headers);
        byte[] body = new byte[SENT];
        Arrays.fill(body, (byte) ' ');
        body[0] = '{';
        Siege.atOnce(siege.scale().halfSent(), i -> {
            for (int turn = 0; turn <= AGAIN && !siege.over(); turn++) {
                tally.count(one(siege, head, body));
                Siege.pause(1_000);
            }
        });
    }

    private static String one(Siege siege, byte[] head, byte[] body) {
        try {
            Wire wire = siege.hold();
            try {
                wire.send(head);
                wire.send(body);
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

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        return tally.of("200") == 0 ? List.of() : List.of(title + ": half a body was taken");
    }
}
