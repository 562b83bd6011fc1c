package io.selfsame.siege;

import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import java.util.Arrays;
import java.util.List;

/** Announces large bodies, sends nearly all of each, and then nothing more, on very many connections at once. */
record HalfSentBodies(String title, String... headers) implements Attack {

    private static final int ANNOUNCED = 511_000;
    private static final int SENT = 499_000;

    @Override
    public void run(Siege siege, Tally tally) {
        byte[] head = Wire.head("POST", "/v1/batch", ANNOUNCED, headers);
        byte[] body = new byte[SENT];
        Arrays.fill(body, (byte) ' ');
        body[0] = '{';
        HalfSent.run(siege, tally, siege.scale().halfSent(), head, body);
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        return tally.of("200") == 0 ? List.of() : List.of(title + ": half a body was taken");
    }
}
