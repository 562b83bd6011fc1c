package io.selfsame.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Parts of events that could not be read: the events are taken, and their owner sees what was left out. */
class ViolationsIT {

    private final TestSpace space = TestServer.shared().newSpace();

    private List<String> violations(String query) {
        JsonNode data = space.manage("GET", "violations" + query, "").ok().body().path("data");
        return StreamSupport.stream(data.spliterator(), false).map(row -> row.path("code").asText() + " "
                + row.path("field").asText() + " " + row.path("value").asText() + " " + row.path("message_id").asText()
                + " "
                + row.path("count").asInt()).sorted().toList();
    }

    @Test
    void theSameIsCounted() {
        for (String id : List.of("m1", "m2", "m2")) {
            space.track("{\"userId\":\"u\",\"event\":\"E\",\"messageId\":\"" + id + "\",\"timestamp\":\"soon\"}").ok();
        }
        space.track("{\"userId\":\"u\",\"event\":\"E\",\"messageId\":\"m3\",\"context\":[]}").ok();
        assertEquals(List.of("context_not_object context [] m3 1", "invalid_timestamp timestamp soon m2 2"),
                violations(""));
        assertEquals(List.of("context_not_object context [] m3 1"), violations("?code=context_not_object"));
        assertEquals(3, space.profile("user_id:u", "events").ok().body().path("data").size());
    }

    @Test
    void pagesLeadOn() {
        space.batch(
                "[" + String.join(",", List.of("a", "b", "c").stream().map(at -> "{\"type\":\"track\",\"userId\":\"u\","
                        + "\"event\":\"E\",\"timestamp\":\"" + at + "\"}").toList()) + "]")
                .ok();
        Reply first = space.manage("GET", "violations?limit=2", "").ok();
        assertEquals(2, first.body().path("data").size());
        Reply second = space.manage("GET", "violations?limit=2&next=" + first.body().at("/cursor/next").asText(), "")
                .ok();
        assertEquals(1, second.body().path("data").size());
        assertEquals(400, space.manage("GET", "violations?next=x", "").status());
    }

    @Test
    void aGroupThatIsAPlaceholderLeavesThePersonAlone() {
        space.send("group",
                "{\"userId\":\"u\",\"groupId\":\"null\",\"messageId\":\"g\",\"traits\":{\"email\":\"office@acme.example\"}}")
                .ok();
        assertEquals(List.of("blocked_group_id groupId null g 1"), violations(""));
        assertEquals(404, space.profile("email:office@acme.example", "traits").status());
        assertEquals(0, space.profile("user_id:u", "links").ok().body().path("data").size());
    }

    /** The genuine event would be gone without a trace. */
    @Test
    void anotherEventByTheSameMessageIdIsNoted() {
        String first = "{\"userId\":\"u\",\"messageId\":\"m\",\"event\":\"A\",\"properties\":{\"n\":1}}";
        space.track(first).ok();
        space.track(first).ok();
        assertEquals(List.of(), violations(""));
        space.track(first.replace("\"n\":1", "\"n\":2")).ok();
        assertEquals(List.of("message_id_reused messageId m m 1"), violations(""));
        space.batch(
                "[" + String.join(",", List.of("x", "y").stream().map(event -> "{\"type\":\"track\",\"userId\":\"u\","
                        + "\"messageId\":\"b\",\"event\":\"" + event + "\"}").toList()) + "]")
                .ok();
        assertEquals(2, violations("").size());
    }

    @Test
    void includeNamesTraitsWithAComma() {
        space.identify("{\"userId\":\"u\",\"traits\":{\"a,b\":1,\"c\":2,\"d\":3}}").ok();
        assertEquals("{\"a,b\":1,\"c\":2}",
                space.profile("user_id:u", "traits?include=a%5C,b,c").ok().body().path("traits").toString());
        assertEquals("{\"c\":2,\"d\":3}",
                space.profile("user_id:u", "traits?include=c&include=d").ok().body().path("traits").toString());
    }

    @Test
    void aTimeFarAheadFreezesNoTrait() {
        space.identify("{\"userId\":\"u\",\"timestamp\":\"9999-01-01T00:00:00Z\",\"traits\":{\"plan\":\"old\"}}").ok();
        space.identify("{\"userId\":\"u\",\"traits\":{\"plan\":\"new\"}}").ok();
        assertEquals("new", space.profile("user_id:u", "traits").ok().body().at("/traits/plan").asText());
    }
}
