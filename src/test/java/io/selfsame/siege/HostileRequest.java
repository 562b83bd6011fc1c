package io.selfsame.siege;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * One request that no honest client sends, again and again, on two connections at a time.
 *
 * @param may what it may be answered, besides 429, 503 and a closed connection
 */
record HostileRequest(String title, byte[] request, String... may) implements Attack {

    private static final int AT_ONCE = 2;

    @Override
    public void run(Siege siege, Tally tally) {
        Siege.atOnce(AT_ONCE, client -> {
            for (int i = 0; i < siege.scale().hostileRequests() && !siege.over(); i++) {
                long started = System.nanoTime();
                tally.count(Wire.ask(siege.url(), request).outcome(), started);
                Siege.pause(20);
            }
        });
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        List<String> allowed = new ArrayList<>(List.of(may));
        allowed.addAll(List.of("429", "503", "408", Answer.CLOSED));
        return tally.except(allowed.toArray(String[]::new));
    }
}
