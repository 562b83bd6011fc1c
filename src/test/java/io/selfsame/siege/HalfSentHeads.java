package io.selfsame.siege;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import java.util.List;

/** Sends as many headers as it can, and never the rest of what they announce, on very many connections at once. */
record HalfSentHeads(String title, byte[] sent) implements Attack {

    private static final int ANNOUNCED = 100_000;

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
        HalfSent.run(siege, tally, siege.scale().halfSent() / 2, sent);
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        return tally.except("408", "429", "431", Answer.CLOSED, Answer.SILENCE, "open to the end");
    }
}
