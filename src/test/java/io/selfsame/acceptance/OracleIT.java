package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.testing.Agreement;
import io.selfsame.testing.Oracle;
import io.selfsame.testing.RandomStream;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random streams, resolved by the service and by the oracle. {@code -Dseed=7} repeats a run, {@code -Dselfsame.rounds=500}
 * makes a long one; by default it ends after 20 rounds or 30 seconds.
 */
class OracleIT {

    private static final int ROUNDS = 20;
    private static final Duration BUDGET = Duration.ofSeconds(30);

    @Test
    void the_service_decides_as_the_oracle() {
        long first = Long.getLong("seed", System.nanoTime() % 1_000_000);
        Integer asked = Integer.getInteger("selfsame.rounds");
        int rounds = asked == null ? ROUNDS : asked;
        Instant enough = Instant.now().plus(BUDGET);
        System.out.println("OracleIT: -Dseed=" + first + " -Dselfsame.rounds=" + rounds);
        for (long seed = first; seed < first + rounds && (asked != null || Instant.now().isBefore(enough)); seed++) {
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
