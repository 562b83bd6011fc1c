package io.selfsame.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.server.Server;
import io.selfsame.testing.RawHttp;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever tries wrong keys does not keep those with right ones out. */
@Slow
class ManyKeysIT {

    private static final int WRONG = 2_000;
    private static final int REAL = 20;

    /** A connection with a question about a key, and what it has to be answered. */
    private record Asked(RawHttp connection, String key, int expected) {}

    @Test
    void realKeysThatWereNeverUsedAreFoundAmongThousandsOfWrongOnes() {
        TestServer server = TestServer.shared();
        List<String> real = IntStream.range(0, REAL).mapToObj(i -> server.newSpace().writeKey()).toList();
        List<Asked> all = new ArrayList<>();
        // An instance that has just started remembers nobody.
        try (Server fresh = server.secondInstance()) {
            for (int i = 0; i < WRONG; i++) {
                all.add(new Asked(new RawHttp(fresh.port()), "wrong-" + i, 401));
                if (i % (WRONG / REAL) == WRONG / REAL / 2) {
                    all.add(new Asked(new RawHttp(fresh.port()), real.get(i / (WRONG / REAL)), 200));
                }
            }
            all.forEach(one -> one.connection().send("GET /v1/projects/" + one.key()
                    + "/settings HTTP/1.1\r\nHost: h\r\n\r\n"));
            Map<String, Integer> answers = new TreeMap<>();
            all.forEach(one -> answers.merge(one.expected() + " expected, answered " + one.connection().status(), 1,
                    Integer::sum));
            assertEquals(Map.of("200 expected, answered 200", REAL, "401 expected, answered 401", WRONG), answers);
        } finally {
            all.forEach(one -> one.connection().close());
        }
    }
}
