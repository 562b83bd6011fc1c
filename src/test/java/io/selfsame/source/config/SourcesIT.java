package io.selfsame.source.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sources as people make them. */
class SourcesIT {

    private final TestSpace space = TestServer.shared().newSpace();

    private static String body(String name, String settings) {
        return ("{'name':'" + name
                + "','kind':'kafka','enabled':false,'settings':{'bootstrapServers':'a.example.com:9093',"
                + "'topics':'a,b'" + settings + "}}").replace('\'', '"');
    }

    private JsonNode make(String body) {
        Reply made = space.manage("POST", "sources", body);
        assertEquals(201, made.status(), made.toString());
        return made.body().at("/data/source");
    }

    private Reply patch(JsonNode source, String json) {
        return space.manage("PATCH", "sources/" + source.path("id").asText(), json.replace('\'', '"'));
    }

    private static void assertSays(Reply reply, int status, String... parts) {
        assertEquals(status, reply.status(), reply.toString());
        for (String part : parts) {
            assertTrue(reply.body().at("/error/message").asText().contains(part), reply.toString());
        }
    }

    @Test
    void isMadeReadChangedAndDeleted() {
        JsonNode made = make(body("Stream", ""));
        assertTrue(made.path("id").asText().startsWith("sou_"));
        assertEquals(List.of("Paused", "SSL", "earliest", "a,b"), List.of(made.path("status").asText(),
                made.at("/settings/security").asText(), made.at("/settings/start").asText(),
                made.at("/settings/topics").asText()));
        JsonNode changed = patch(made, "{'settings':{'topics':'c'},'version':1}").ok().body().at("/data/source");
        assertEquals(List.of("c", 2),
                List.of(changed.at("/settings/topics").asText(), changed.path("version").asInt()));
        assertSays(patch(made, "{'name':'x','version':1}"), 409, "its version is 2 and not 1");
        // What is answered can be sent back.
        assertEquals(2, patch(made, changed.toString()).ok().body().at("/data/source/version").asInt());
        assertEquals(1, space.manage("GET", "sources", "").ok().body().at("/data/sources").size());
        assertSays(space.manage("POST", "sources", body("Stream", "")), 409, "has the name 'Stream'");
        String path = "sources/" + made.path("id").asText();
        space.manage("DELETE", path + "?dryRun=true", "").ok();
        space.manage("DELETE", path, "").ok();
        assertEquals(404, space.manage("GET", path, "").status());
        assertEquals("kafka",
                space.manage("GET", "source-kinds", "").ok().body().at("/data/sourceKinds/0/name").asText());
    }

    @Test
    void whatIsWrongIsSaidAtOnce() {
        assertSays(space.manage("POST", "sources",
                "{\"kind\":\"kafka\",\"settings\":{\"topics\":\"a b\",\"start\":\"now\",\"security\":\"SASL_SSL\"}}"),
                400,
                "name is missing", "settings.bootstrapServers is missing", "settings.topics is no list",
                "settings.start is one of earliest, latest", "settings.username is missing");
        assertSays(space.manage("POST", "sources", "{\"name\":\"x\",\"kind\":\"pigeon\",\"settings\":{}}"), 400,
                "there are kafka");
        assertSays(space.manage("POST", "sources", "{\"name\":\"x\",\"sort\":\"pigeon\"}"), 400, "sort");
    }

    @Test
    void secretsAreNeverShownAndGoToNoOtherServer() {
        JsonNode made = make(body("Stream", ",'security':'SASL_SSL','username':'hidden-1','password':'hidden-2'"));
        assertTrue(made.at("/settings/password/set").asBoolean());
        assertFalse(space.manage("GET", "sources", "").body().toString().contains("hidden"));
        assertSays(patch(made, "{'settings':{'bootstrapServers':'b.example.com:9093'}}"), 400,
                "settings.bootstrapServers leads to another server", "password, username");
        ObjectNode again = made.deepCopy();
        again.put("name", "Other");
        assertTrue(patch(made, again.toString()).ok().body().at("/data/source/settings/password/set").asBoolean());
    }
}
