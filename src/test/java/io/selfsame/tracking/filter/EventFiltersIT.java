package io.selfsame.tracking.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What filters drop is answered with 200, counted and not stored. */
class EventFiltersIT {

    private final TestSpace space = TestServer.shared().newSpace();

    private Reply put(String filters) {
        return space.manage("PUT", "event-filters", "{\"filters\":" + filters + "}");
    }

    private List<String> dropped() {
        JsonNode answer = space.manage("GET", "event-filters", "").ok().body();
        List<String> counts = new ArrayList<>();
        answer.path("filters")
                .forEach(one -> counts.add(one.path("name").asText() + " " + one.path("dropped").asInt()));
        counts.add("integrations " + answer.at("/integrations/dropped").asInt());
        return counts;
    }

    private List<String> events() {
        return space.events("user_id:u").stream().map(event -> event.path("event").asText(event.path("type").asText()))
                .sorted().toList();
    }

    private static String track(String event, String more) {
        return "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"" + event + "\"" + more + "}";
    }

    @Test
    void theFirstFilterThatIsTrueDecides() {
        put("""
                [{"name": "heartbeats", "if": "type = 'track' and match(event, 'Heartbeat*')"},
                 {"name": "orders", "if": "event = 'Order Completed'", "drop": false},
                 {"name": "tests", "if": "properties.test = true or context.ip = '10.0.0.1'"},
                 {"name": "off", "if": "type = 'track'", "enabled": false}]
                """).ok();
        space.track(track("Heartbeat 1", "")).ok();
        JsonNode answer = space.batch("[" + String.join(",", track("Heartbeat 2", ""),
                track("Order Completed", ",\"properties\":{\"test\":true}"),
                track("Seen", ",\"properties\":{\"test\":true}"),
                track("Seen", ",\"integrations\":{\"Selfsame\":false}"), track("Kept", ""),
                "{\"type\":\"nonsense\",\"properties\":{\"test\":true}}") + "]").ok().body();
        assertThat(answer.path("accepted").asInt()).isEqualTo(6);
        assertThat(answer.path("filtered").asInt()).isEqualTo(4);
        assertThat(answer.path("rejected")).isEmpty();
        // What a batch says of all its messages counts, too.
        space.batch("{\"context\":{\"ip\":\"10.0.0.1\"},\"batch\":[" + track("Away", "") + "]}").ok();
        assertThat(events()).containsExactly("Kept", "Order Completed");
        assertThat(dropped()).containsExactly("heartbeats 2", "orders 0", "tests 3", "off 0", "integrations 1");
        assertThat(space.manage("GET", "rejected", "").ok().body().path("data")).isEmpty();
    }

    @Test
    void aCheckCountsNothing() {
        put("[{\"name\":\"all\"}]").ok();
        assertThat(
                space.send("batch/check", "{\"batch\":[" + track("E", "") + "]}").ok().body().path("filtered").asInt())
                .isEqualTo(1);
        assertThat(dropped()).containsExactly("all 0", "integrations 0");
    }

    @Test
    void aFilterMayBeForSomeWriteKeysAlone() {
        JsonNode other = space.manage("POST", "write-keys", "{\"name\":\"other\"}").ok().body().path("data")
                .path("writeKey");
        put("[{\"name\":\"of the other\",\"sourceIds\":[\"" + other.path("id").asText() + "\"]}]").ok();
        space.track(track("Mine", "")).ok();
        space.withKey(other.path("secret").asText()).track(track("Its", "")).ok();
        assertThat(events()).containsExactly("Mine");
        assertThat(dropped()).containsExactly("of the other 1", "integrations 0");
    }

    @Test
    void whatIsAnsweredCanBeSentBackAndCountsStay() {
        put("[{\"name\":\"all\",\"description\":\"why\"}]").ok();
        space.track(track("E", "")).ok();
        assertThat(dropped()).containsExactly("all 1", "integrations 0");
        JsonNode answer = space.manage("GET", "event-filters", "").ok().body();
        JsonNode again = space.manage("PUT", "event-filters", answer.toString()).ok().body();
        assertThat(again.path("version").asInt()).isEqualTo(answer.path("version").asInt() + 1);
        assertThat(again.path("filters")).isEqualTo(answer.path("filters"));
        put("[{\"name\":\"another\"}]").ok();
        put("[{\"name\":\"all\"}]").ok();
        assertThat(dropped()).containsExactly("all 0", "integrations 0");
        put("[]").ok();
        space.track(track("Later", "")).ok();
        assertThat(events()).containsExactly("Later");
    }

    @Test
    void aWrongFilterIsRefusedWithEveryProblem() {
        Reply reply = put(
                "[{\"name\":\"a\",\"if\":\"type = 'x\"},{\"name\":\"a\",\"sourceIds\":[\"src_x\"]},{\"name\":\"a\"},"
                        + "{\"if\":\"true\"},{\"name\":\"b\",\"drops\":true},7]");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().at("/error/message").asText()).contains("filters[0].if: column 8",
                "no write key and no source with the ID \"src_x\"",
                "filters[2].name: another filter", "filters[3].name: a filter has a name", "unknown field \"drops\"",
                "filters[5]: a filter");
        assertThat(put("[" + "{\"name\":\"a\"},".repeat(50) + "{\"name\":\"b\"}]").status()).isEqualTo(400);
        assertThat(space.manage("GET", "event-filters", "").ok().body().path("version").asInt()).isZero();
    }
}
