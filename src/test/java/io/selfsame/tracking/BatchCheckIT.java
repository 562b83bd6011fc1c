package io.selfsame.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import org.junit.jupiter.api.Test;

/** A batch is checked as it would be taken, and what was there before is counted when it is sent again. */
class BatchCheckIT {

    private static final String BATCH = """
            {"batch": [
             {"messageId": "m-1", "type": "track", "event": "E", "userId": "u-1", "timestamp": "yesterday"},
             {"messageId": "m-2", "type": "track", "event": "E", "userId": "null"},
             {"messageId": "m-3", "type": "track", "event": "E"},
             {"messageId": "m-4", "type": "tracks", "event": "E", "userId": "u-1"},
             {"messageId": "m-5", "type": "track", "event": "E", "userId": "u-2", "timestamp": "tomorrow"},
             {"messageId": "m-6", "type": "track", "event": "E", "userId": "u-2"}]}""";

    private final TestSpace space = TestServer.shared().newSpace();

    @Test
    void aCheckSaysWhatASendingWouldAndStoresNothing() {
        JsonNode checked = space.send("batch/check", BATCH).ok().body();
        assertEquals(Http.json("""
                [{"code": "invalid_timestamp", "count": 2, "index": 0, "messageId": "m-1", "field": "timestamp",
                  "value": "yesterday"}]"""), checked.path("noted"));
        assertEquals(0, space.decisions().size());
        assertEquals(0, space.manage("GET", "rejected", "").ok().body().path("data").size());
        assertEquals(0, space.manage("GET", "violations", "").ok().body().path("data").size());
        JsonNode sent = space.batch(BATCH).ok().body();
        assertEquals(sent.path("rejected"), checked.path("rejected"));
        assertEquals(sent.path("noted"), checked.path("noted"));
        assertEquals(3, sent.path("accepted").asInt());
        assertEquals(3, checked.path("accepted").asInt());
    }

    @Test
    void aCheckKnowsWhatABrowserKeyMaySend() {
        space.manage("PUT", "identity-rules", "{\"browserKeys\":{\"allowedIds\":[]}}").ok();
        String key = space.manage("POST", "write-keys", "{\"kind\":\"browser\"}").ok().body()
                .at("/data/writeKey/secret")
                .asText();
        Reply checked = space.withKey(key).send("batch/check", BATCH).ok();
        assertEquals("id_not_allowed", checked.body().at("/rejected/0/code").asText());
        assertEquals(401, space.withKey("unknown").send("batch/check", BATCH).status());
    }

    @Test
    void whatWasThereBeforeIsCounted() {
        assertFalse(space.batch(BATCH).ok().body().has("repeated"));
        JsonNode again = space.batch(BATCH.replace("m-6", "m-7")).ok().body();
        assertEquals(2, again.path("repeated").asInt());
        assertEquals(3, again.path("accepted").asInt());
        // Within one batch too.
        assertEquals(1, space.batch("""
                [{"messageId": "n", "type": "track", "event": "E", "userId": "u-1"},
                 {"messageId": "n", "type": "track", "event": "E", "userId": "u-1"}]""").ok().body().path("repeated")
                .asInt());
    }
}
