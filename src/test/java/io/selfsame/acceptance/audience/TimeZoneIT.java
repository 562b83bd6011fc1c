package io.selfsame.acceptance.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Clocked;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The time zone of a space: it is shown, changed and checked, and what depends on it is evaluated anew. */
class TimeZoneIT {

    private final TestSpace space = TestServer.shared().newSpace();

    private Reply change(String json) {
        return space.manage("PATCH", "", json);
    }

    private String shown(String field) {
        return space.manage("GET", "", "").ok().body().at("/data/space/" + field).asText();
    }

    private String trait(String name) {
        return space.profile("user_id:u1", "traits").ok().body().path("traits").path(name).asText();
    }

    @Test
    void itIsUtcUntilItIsChanged() {
        assertEquals("UTC", shown("timeZone"));
        assertEquals("Europe/Berlin",
                change("{\"timeZone\":\"Europe/Berlin\"}").ok().body().at("/data/space/timeZone").asText());
        assertEquals("Europe/Berlin", shown("timeZone"));
        assertEquals("Shop 2", change("{\"name\":\"Shop 2\"}").ok().body().at("/data/space/name").asText());
        assertEquals("Europe/Berlin", shown("timeZone"));
        assertEquals("Shop 2", shown("name"));
    }

    @Test
    void whatIsNoTimeZoneIsRefused() {
        for (String zone : new String[]{"\"Berlin\"", "\"europe/berlin\"", "\"+02:00\"", "\"\"", "null", "2",
                "\"Mars/Olympus\""}) {
            Reply reply = change("{\"timeZone\":" + zone + "}");
            assertEquals(400, reply.status(), zone);
        }
        String message = change("{\"timeZone\":\"berlin\"}").body().at("/error/message").asText();
        assertTrue(message.endsWith("Did you mean Europe/Berlin?"), message);
        assertEquals(400, change("{\"timezone\":\"UTC\"}").status());
        assertEquals("UTC", shown("timeZone"));
    }

    @Test
    void anotherTimeZoneChangesResults() {
        space.manage("PUT", "jobs/refresh", "{\"paused\":true}").ok();
        space.manage("POST", "audiences",
                "{\"name\":\"today\",\"key\":\"today\",\"definition\":{\"query\":\"event('A').during(today).count() = 1\"}}")
                .ok();
        Http.send(space.url(), "POST", "/v1/track",
                "{\"userId\":\"u1\",\"event\":\"A\",\"timestamp\":\"2026-03-09T23:30:00Z\"}", "Authorization",
                Http.basic(space.writeKey())).ok();
        Instant now = Instant.parse("2026-03-10T12:00:00Z");
        Clocked.SHARED.refresh(space, now);
        assertEquals("", trait("today"), "it was yesterday, in UTC");
        change("{\"timeZone\":\"Europe/Berlin\"}").ok();
        Clocked.SHARED.refresh(space, now);
        assertEquals("true", trait("today"));
        change("{\"timeZone\":\"UTC\"}").ok();
        Clocked.SHARED.refresh(space, now);
        assertEquals("false", trait("today"));
    }
}
