package io.selfsame.siege;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** Sends as many headers as it can, and never the rest of what they announce, on very many connections at once. */
record HalfSentHeads(String title, byte[] sent) implements Attack {

    private static final int ANNOUNCED = 100_000;

    /** How often a connection that the service has closed is opened again. */
    private static final int AGAIN = 3;

    /** Thousands of a few characters each. */
    static HalfSentHeads ofMany() {
        return of("half-sent bodies below thousands of headers", "a:b\r\n".repeat(2_800));
    }

    /** As many as are read, as long as they may be. */
    static HalfSentHeads ofLarge() {
        return of("half-sent bodies below large headers", ("a:" + "b".repeat(150) + "\r\n").repeat(95));
    }

    private static HalfSentHeads of(String title, String headers) {
        return new HalfSentHeads(title, ("POST /v1/batch HTTP/1.1\r\nHost: h\r\nContent-Length: " + ANNOUNCED + "\r\n"
                + headers + "\r\n{").getBytes(UTF_8));
    }

    @Override
    public void run(Siege siege, Tally tally) {
        Siege.atOnce(siege.scale().halfSent() / 2, i -> {
            for (int turn = 0; turn <= AGAIN && !siege.over(); turn++) {
                tally.count(one(siege));
                Siege.pause(1_000);
            }
        });
    }

    private String one(Siege siege) {
        try {
            Wire wire = siege.hold();
            try {
                wire.send(sent);
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
