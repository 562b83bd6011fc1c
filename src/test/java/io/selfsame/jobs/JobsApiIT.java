package io.selfsame.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jobs of a space over HTTP. */
class JobsApiIT {

    private final TestServer server = TestServer.shared();
    private final TestSpace space = server.newSpace();

    private JsonNode job(String name) {
        for (JsonNode job : space.manage("GET", "jobs", "").ok().body().at("/data/jobs")) {
            if (job.path("name").asText().equals(name)) {
                return job;
            }
        }
        throw new AssertionError("no job " + name);
    }

    @Test
    void a_space_in_which_nothing_is_defined_has_jobs_that_do_not_run() {
        JsonNode data = space.manage("GET", "jobs", "").ok().body().path("data");
        assertTrue(data.path("instance").asText().startsWith("ins_"), data::toString);
        assertEquals(List.of("refresh", "deliveries", "tools", "files", "check", "retention"),
                data.path("jobs").findValuesAsText("name"));
        JsonNode refresh = job("refresh");
        assertEquals("{\"intervalSeconds\":5}", refresh.path("schedule").toString());
        assertTrue(job("check").at("/schedule/cron").asText().matches("\\d+ \\d+ [34] \\* \\* \\?"),
                () -> job("check").toString());
        for (String field : List.of("lastStartedAt", "lastFinishedAt", "lastDurationMs", "lastResult", "nextRunAt",
                "lastError", "holder")) {
            assertTrue(refresh.path(field).isNull(), field + " of " + refresh);
        }
        assertEquals(0, refresh.path("lagSeconds").asInt(-1));
        assertFalse(refresh.path("paused").asBoolean(true));
        assertFalse(refresh.path("running").asBoolean(true));
    }

    @Test
    void a_schedule_is_taken_and_followed() {
        Reply put = space.manage("PUT", "jobs/refresh", "{\"intervalSeconds\":1}").ok();
        assertEquals("{\"intervalSeconds\":1}", put.body().at("/data/job/schedule").toString());
        Await.until("it runs", () -> !job("refresh").path("lastFinishedAt").isNull());
        Instant first = Instant.parse(job("refresh").path("lastStartedAt").asText());
        Await.until("and again", () -> Instant.parse(job("refresh").path("lastStartedAt").asText())
                .isAfter(first.plusSeconds(2)));
        assertTrue(job("refresh").path("holder").asText().startsWith("ins_"));
        assertTrue(job("refresh").path("lastDurationMs").isIntegralNumber());
        space.manage("PUT", "jobs/refresh", "{\"cron\":\"0 0 3 1 1 ?\"}").ok();
        assertTrue(job("refresh").path("nextRunAt").asText().endsWith("-01-01T03:00:00Z"),
                () -> job("refresh").toString());
        assertEquals("{\"cron\":\"0 0 3 1 1 ?\"}", job("refresh").path("schedule").toString());
        space.manage("PUT", "jobs/refresh", "{\"paused\":true}").ok();
        assertTrue(job("refresh").path("nextRunAt").isNull());
        assertEquals("{\"cron\":\"0 0 3 1 1 ?\"}", job("refresh").path("schedule").toString());
    }

    @Test
    void a_job_is_taken_as_it_is_shown() {
        space.manage("PUT", "jobs/check", "{\"cron\":\"0 0 3 1 1 ?\",\"paused\":true}").ok();
        JsonNode shown = job("check");
        space.manage("PUT", "jobs/check", "{\"intervalSeconds\":60,\"paused\":false}").ok();
        assertEquals(shown, space.manage("PUT", "jobs/check", shown.toString()).ok().body().at("/data/job"));
        Reply other = space.manage("PUT", "jobs/refresh", shown.toString());
        assertEquals(400, other.status());
        assertTrue(other.body().at("/error/message").asText().contains("refresh"), other.body()::toString);
    }

    @Test
    void a_run_can_be_asked_for_anywhere() {
        assertEquals(202, space.manage("POST", "jobs/check/run", "").status());
        Await.until("it has run", () -> !job("check").path("lastFinishedAt").isNull());
        assertTrue(job("refresh").path("lastStartedAt").isNull(), "and nothing else");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "|", textBlock = """
            PUT  | jobs/refresh     | {"intervalSeconds":0}       | 400 | validation_error | 1 to 86400
            PUT  | jobs/refresh     | {"cron":"every day"}        | 400 | validation_error | 0 0 3 * * ?
            PUT  | jobs/refresh     | {"cron":"0 0 0 1 1 ? 2020"} | 400 | validation_error | no time to come
            PUT  | jobs/refresh     | {"every":5}                 | 400 | validation_error | unknown field
            PUT  | jobs/refresh     | {}                          | 400 | validation_error | send
            PUT  | jobs/refresh     | {"schedule":5}              | 400 | validation_error | schedule is an object
            PUT  | jobs/refresh     | {"schedule":{"every":5}}    | 400 | validation_error | unknown field "schedule.every"
            PUT  | jobs/refresh     | {"schedule":{"intervalSeconds":0}} | 400 | validation_error | 1 to 86400
            PUT  | jobs/refresh     | {"schedule":{"intervalSeconds":9},"cron":"0 0 3 1 1 ?"} | 400 | validation_error | either
            PUT  | jobs/refresh     | {                           | 400 | invalid_request_error | not JSON
            PUT  | jobs/coffee      | {"intervalSeconds":5}       | 404 | not_found | refresh, deliveries, tools, files, check, retention
            POST | jobs/coffee/run  | ''                          | 404 | not_found | refresh, deliveries, tools, files, check, retention
            POST | jobs/refresh     | {"intervalSeconds":5}       | 405 | method_not_allowed | not a method
            """)
    void what_is_refused(String method, String path, String body, int status, String code, String because) {
        Reply reply = space.manage(method, path, body);
        assertEquals(status, reply.status(), () -> reply.body().toString());
        assertEquals(code, reply.code());
        assertTrue(reply.body().at("/error/message").asText().contains(because), () -> reply.body().toString());
        assertEquals("{\"intervalSeconds\":5}", job("refresh").path("schedule").toString());
    }

    @Test
    void jobs_are_for_those_who_manage() {
        String path = "/v1/spaces/" + space.id() + "/jobs";
        assertEquals(401, Http.send(server.url(), "GET", path, "").status());
        assertEquals(401, Http.send(server.url(), "PUT", path + "/refresh", "{\"paused\":true}", "Authorization",
                Http.basic(space.accessToken())).status());
        assertEquals(401, Http.send(server.url(), "POST", path + "/refresh/run", "").status());
        assertEquals(404, Http.send(server.url(), "GET", "/v1/spaces/no-such-space/jobs", "", "Authorization",
                Http.bearer(server.adminToken())).status());
    }
}
