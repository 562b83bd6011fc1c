package io.selfsame.siege;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import java.io.IOException;

/** Asks for pages of the big person's events, and reads nothing of the answers for as long as it is let. */
final class SlowReaders implements Attack {

    @Override
    public String title() {
        return "answers that nobody reads";
    }

    @Override
    public void run(Siege siege, Tally tally) {
        byte[] request = BigReads.request(siege.big(), "events?limit=100");
        Siege.atOnce(siege.scale().slow(), i -> {
            try {
                Wire wire = siege.hold();
                wire.send(request);
                while (!siege.over()) {
                    Siege.pause(200);
                }
                siege.release(wire);
                tally.count("open to the end");
            } catch (IOException e) {
                tally.count(siege.over() ? "open to the end" : Answer.CLOSED);
            }
        });
    }
}
