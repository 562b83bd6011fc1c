package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.testing.Agreement;
import io.selfsame.testing.Oracle;
import io.selfsame.testing.RandomStream;
import io.selfsame.testing.Seeds;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random streams, resolved by the service and by the oracle. {@code -Dseed=7} repeats a run, {@code -Dselfsame.rounds=500}
 * makes a long one.
 */
class OracleIT {

    private static final int ROUNDS = 20;

    @Test
    void the_service_decides_as_the_oracle() {
        long first = Seeds.of(OracleIT.class);
        int rounds = Seeds.rounds(ROUNDS);
        for (long seed = first; seed < first + rounds; seed++) {
            round(seed);
        }
    }

    private static void round(long seed) {
        TestSpace space = TestServer.shared().newSpace();
        RandomStream stream = new RandomStream(seed, "m", 2 + (int) (seed % 30), true);
        Oracle.Rules rules = stream.rules();
        space.manage("PUT", "identity-rules", RandomStream.body(rules)).ok();
        List<ObjectNode> messages = stream.messages(150);
        Oracle oracle = new Oracle(rules);
        messages.forEach(oracle::take);
        for (int from = 0; from < messages.size();) {
            int to = Math.min(messages.size(), from + 1 + stream.below(1 + stream.below(60)));
            if (to == from + 1 && stream.below(2) == 0) {
                single(space, oracle, messages.get(from));
            } else {
                space.batch(messages.subList(from, to).toString()).ok();
            }
            from = to;
        }
        Agreement.check(space, oracle, "-Dseed=" + seed + " -Dselfsame.rounds=1, rules " + RandomStream.body(rules));
    }

    private static void single(TestSpace space, Oracle oracle, ObjectNode message) {
        boolean refused = oracle.decisions().get(message.path("messageId").asText()).outcome().equals("refused");
        assertEquals(refused ? 400 : 200, space.send(message.path("type").asText(), message.toString()).status(),
                message::toString);
    }
}
