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
import java.util.Set;
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
        Set<String> allowed = stream.browserIds();
        String body = RandomStream.body(rules, allowed);
        space.manage("PUT", "identity-rules", body).ok();
        TestSpace browser = space.withKey(space.manage("POST", "write-keys", "{\"kind\":\"browser\"}").ok().body()
                .at("/data/writeKey/secret").asText());
        List<ObjectNode> messages = stream.messages(150);
        Oracle oracle = new Oracle(rules);
        messages.forEach(
                message -> oracle.take(message, isOfBrowser(message, seed) ? allowed::contains : type -> true));
        for (int from = 0; from < messages.size();) {
            boolean ofBrowser = isOfBrowser(messages.get(from), seed);
            int most = Math.min(messages.size(), from + 1 + stream.below(1 + stream.below(60)));
            int to = from + 1;
            while (to < most && isOfBrowser(messages.get(to), seed) == ofBrowser) {
                to++;
            }
            TestSpace sender = ofBrowser ? browser : space;
            if (to == from + 1 && stream.below(2) == 0) {
                single(sender, oracle, messages.get(from));
            } else {
                sender.batch(messages.subList(from, to).toString()).ok();
            }
            from = to;
        }
        Agreement.check(space, oracle, "-Dseed=" + seed + " -Dselfsame.rounds=1, rules " + body);
    }

    /** Every second seed sends twenty messages by turns with either kind of key; the same message always with the same. */
    private static boolean isOfBrowser(ObjectNode message, long seed) {
        return seed % 2 == 1 && Integer.parseInt(message.path("messageId").asText().substring(1)) / 20 % 2 == 1;
    }

    private static void single(TestSpace space, Oracle oracle, ObjectNode message) {
        boolean refused = oracle.decisions().get(message.path("messageId").asText()).outcome().equals("refused");
        assertEquals(refused ? 400 : 200, space.send(message.path("type").asText(), message.toString()).status(),
                message::toString);
    }
}
