package io.selfsame.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.server.Server;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A key that anybody can read claims to be nobody that the rules do not let it be. */
class BrowserKeysIT {

    private static final String LIMITED = "{\"browserKeys\":{\"allowedIds\":[\"anonymous_id\"]}}";

    private final TestServer server = TestServer.shared();
    private final TestSpace space = server.newSpace();
    private final TestSpace browser = space.withKey(space.manage("POST", "write-keys",
            "{\"name\":\"web\",\"kind\":\"browser\"}").ok().body().at("/data/writeKey/secret").asText());

    @Test
    void keys_say_where_they_are_used() {
        JsonNode keys = space.manage("GET", "write-keys", "").ok().body().at("/data/writeKeys");
        assertEquals(List.of("server", "browser"), keys.findValuesAsText("kind"));
        assertEquals("server", space.manage("POST", "write-keys", "{\"name\":\"x\"}").ok().body()
                .at("/data/writeKey/kind").asText());
        for (String body : List.of("{\"kind\":\"web\"}", "{\"kind\":true}", "{\"king\":\"browser\"}")) {
            Reply reply = space.manage("POST", "write-keys", body);
            assertEquals(400, reply.status(), body);
            assertEquals("validation_error", reply.code());
        }
    }

    @Test
    void they_may_send_everything_until_the_rules_say_otherwise() {
        JsonNode rules = space.manage("GET", "identity-rules", "").ok().body();
        assertEquals("[\"*\"]", rules.at("/browserKeys/allowedIds").toString());
        assertEquals(rules.path("browserKeys"), rules.at("/data/browserKeys"));
        browser.identify("{\"messageId\":\"m1\",\"userId\":\"u1\",\"traits\":{\"email\":\"a@x.org\"}}").ok();
        assertEquals(Set.of("user_id:u1", "email:a@x.org"), space.idsOf("user_id:u1"));
        JsonNode limited = space.manage("PUT", "identity-rules", LIMITED).ok().body();
        assertEquals("[\"anonymous_id\"]", limited.at("/browserKeys/allowedIds").toString());
        assertEquals(2, limited.path("version").asInt());
        assertEquals(limited, space.manage("GET", "identity-rules", "").ok().body());
    }

    @Test
    void what_they_may_not_send_is_left_out_and_said() {
        space.manage("PUT", "identity-rules", LIMITED).ok();
        space.identify("{\"messageId\":\"m1\",\"userId\":\"victim\",\"traits\":{\"plan\":\"pro\"}}").ok();
        browser.identify("{\"messageId\":\"m2\",\"userId\":\"victim\",\"anonymousId\":\"a1\","
                + "\"traits\":{\"plan\":\"free\"}}").ok();
        assertEquals("pro", space.profile("user_id:victim", "traits").ok().body().at("/traits/plan").asText());
        assertEquals(Set.of("anonymous_id:a1"), space.idsOf("anonymous_id:a1"));
        JsonNode entry = space.manage("GET", "decisions?code=id_not_allowed", "").ok().body().at("/data/0");
        assertEquals("m2", entry.path("message_id").asText());
        assertEquals(
                Http.json("{\"type\":\"user_id\",\"id\":\"victim\",\"fate\":\"blocked\",\"code\":\"id_not_allowed\","
                        + "\"rule\":{\"type\":\"user_id\",\"keys\":\"browser\"}}"),
                entry.at("/identifiers/0"));
        assertEquals("new person; blocked user_id:victim (not allowed to browser keys); linked anonymous_id:a1",
                entry.path("summary").asText());
        JsonNode why = space.manage("GET", "explain?from=user_id:victim&to=anonymous_id:a1", "").ok().body()
                .path("data");
        assertEquals("refused", why.path("reason").asText(), why::toString);
        assertEquals("m2", why.at("/refusals/0/message_id").asText(), why::toString);
        assertEquals(0, space.manage("GET", "blobs", "").ok().body().path("data").size(),
                "a public key makes nobody look like several people");
        assertEquals(List.of("browser"), stored("m2"));
        assertEquals(List.of(), stored("m1"));
    }

    /** What the event says of its key. */
    private List<Object> stored(String messageId) {
        try (Graph graph = new Graph(server.neo4j())) {
            return graph.read(new Statement("test", "MATCH (e:Event {space: $space, messageId: $id}) "
                    + "WHERE e.keyKind IS NOT NULL RETURN e.keyKind AS kind"),
                    Map.of("space", space.id(), "id", messageId)).stream().map(row -> row.get("kind").asObject())
                    .toList();
        }
    }

    @Test
    void an_event_that_has_no_other_is_rejected_and_kept() {
        space.manage("PUT", "identity-rules", LIMITED).ok();
        Reply alone = browser.track("{\"messageId\":\"m1\",\"userId\":\"victim\",\"event\":\"E\"}");
        assertEquals(400, alone.status());
        assertEquals("id_not_allowed", alone.code());
        Reply batch = browser.batch("""
                [{"type":"track","messageId":"m2","anonymousId":"a1","event":"E"},
                 {"type":"track","messageId":"m3","event":"E","context":{"traits":{"email":"v@x.org"}}},
                 {"type":"track","messageId":"m4","event":"E"}]""").ok();
        assertEquals(1, batch.body().path("accepted").asInt());
        assertEquals(List.of("id_not_allowed", "no_identifiers"),
                batch.body().path("rejected").findValuesAsText("code"));
        JsonNode kept = space.manage("GET", "rejected?code=id_not_allowed", "").ok().body().path("data");
        assertEquals(Set.of("m1", "m3"), Set.copyOf(kept.findValuesAsText("message_id")));
        assertEquals(Set.of("m1", "m3"), Set.copyOf(space.manage("GET", "decisions?code=id_not_allowed", "").ok()
                .body().path("data").findValuesAsText("message_id")));
        assertEquals(404, space.profile("user_id:victim", "traits").status());
        space.track("{\"messageId\":\"m1\",\"userId\":\"victim\",\"event\":\"E\"}").ok();
        assertEquals(Set.of("user_id:victim"), space.idsOf("user_id:victim"));
    }

    @Test
    void new_rules_hold_at_once_on_instances_that_remember_the_old_ones() {
        try (Server second = server.secondInstance()) {
            TestSpace there = browser.at(TestServer.urlOf(second));
            there.track("{\"messageId\":\"m1\",\"userId\":\"u1\",\"event\":\"E\"}").ok();
            space.manage("PUT", "identity-rules", LIMITED).ok();
            assertEquals("id_not_allowed",
                    there.track("{\"messageId\":\"m2\",\"userId\":\"u1\",\"event\":\"E\"}").code());
            space.manage("PUT", "identity-rules", "{}").ok();
            there.track("{\"messageId\":\"m3\",\"userId\":\"u1\",\"event\":\"E\"}").ok();
        }
        assertTrue(space.events("user_id:u1").stream().noneMatch(e -> e.path("message_id").asText().equals("m2")));
    }
}
