package io.selfsame.compute.inspect;

import static io.selfsame.compute.refresh.Workbench.ago;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A space with calls that explain, for tests of explanations. */
abstract class Explaining {

    final Workbench bench = new Workbench();
    final Instant early = ago(Duration.ofHours(24));
    final Instant late = ago(Duration.ofHours(2));

    Reply ask(String id, String who) {
        return bench.get((id.startsWith("aud_") ? "audiences/" : "computed-traits/") + id + "/explain/"
                + Http.encode(who));
    }

    JsonNode explain(String id, String who) {
        return ask(id, who).ok().body().path("data");
    }

    void order(String who, Instant at, int total) {
        bench.track(who, "Order", at, "{\"total\":" + total + "}");
    }

    void assertChanges(JsonNode data, Instant at, String value) {
        assertEquals(at.toString(), data.at("/changes/at").asText(), data::toString);
        assertEquals(Http.json(value), data.at("/changes/value"), data::toString);
    }

    /** An event counts up to the last millisecond of its window. */
    static Instant leaves(Instant event, int days) {
        return event.plus(Duration.ofDays(days)).plusMillis(1);
    }

    /** Acme: one who buys, one who does not, and a visitor who buys. */
    void accounts() {
        for (String who : List.of("u1", "u2", "anon:a1")) {
            bench.group(who, "acme");
        }
        order("u1", late, 20);
        order("anon:a1", late, 40);
    }

    static ObjectNode ofAccounts(String name, String query) {
        return Workbench.ofAccounts(Workbench.body(name, query));
    }

    /** Two orders in the window, one that is too small, and one that is too old. */
    void shop() {
        bench.identify("u1", "{\"plan\":\"free\"}");
        order("u1", ago(Duration.ofDays(9)), 1000);
        order("u1", early, 20);
        order("u1", late, 30);
        order("u1", ago(Duration.ofHours(1)), 5);
    }
}
