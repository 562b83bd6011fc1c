package io.selfsame.siege;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One tenant sends all it can, in batches of single people's events, and tries again at once when told to wait. */
final class Flood implements Attack {

    @Override
    public String title() {
        return "flood of one key";
    }

    @Override
    public void run(Siege siege, Tally tally) {
        String authorization = Wire.key(siege.hostile().writeKey());
        int batch = siege.scale().floodBatch();
        Siege.atOnce(siege.scale().floodClients(), client -> {
            int taken = 0;
            while (!siege.over() && taken < siege.scale().floodMost()) {
                String prefix = "f" + client + "-" + taken + "-";
                String body = IntStream.range(0, batch).mapToObj(i -> "{\"type\":\"track\",\"event\":\"Hit\","
                        + "\"messageId\":\"" + prefix + i + "\",\"userId\":\"h" + client + "-" + i % 500 + "\"}")
                        .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
                long started = System.nanoTime();
                Answer answer = Wire.ask(siege.url(), Wire.request("POST", "/v1/batch", body, authorization));
                tally.count(answer.outcome(), started);
                if (answer.ok()) {
                    siege.acknowledged().add(siege.hostile(), prefix, batch);
                    taken++;
                } else {
                    Siege.pause(50);
                }
            }
        });
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        // A batch that comes in slowly gives way to others, as any body that is not complete.
        return tally.except("200", "429", "503", Answer.CLOSED);
    }
}
