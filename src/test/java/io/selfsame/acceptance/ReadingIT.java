package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters, pages and forms of address that the scenarios do not need. */
class ReadingIT {

    private final TestSpace space = TestServer.shared().newSpace();

    @Test
    void an_email_address_may_be_asked_for_as_it_is_written() {
        space.identify("{\"userId\":\"u1\",\"traits\":{\"email\":\"Jane@Shop.example\"}}").ok();
        String segmentId = space.segmentIdOf("user_id:u1").orElseThrow();
        assertEquals(segmentId, space.segmentIdOf("email: JANE@shop.example ").orElseThrow());
        assertEquals(200, space.profile("email:Jane@SHOP.example", "traits").status());
        assertTrue(space.segmentIdOf("user_id:U1").isEmpty(), "other types are kept as they are");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start=%2B999999999-12-31T23:59:59-18:00", "end=%2B999999999-12-31T23:59:59-18:00",
            "start=-999999999-01-01T00:00:00%2B18:00", "start=%2B10000-01-01T00:00:00Z", "start=yesterday"})
    void times_beyond_the_calendar_are_400(String parameter) {
        space.track("{\"userId\":\"u1\",\"event\":\"E\"}").ok();
        Reply reply = space.profile("user_id:u1", "events?" + parameter);
        assertEquals(400, reply.status());
        assertEquals("validation_error", reply.code());
        assertTrue(reply.body().toString().contains("2026-01-31T13:00:00+01:00"), reply.body()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start=2026-03-02", "start=2026-03-02+01:00:00%2B0100", "start=1772409600",
            "start=1772409600000&end=2026-03-02T00", "start=20260302T0000Z"})
    void times_are_read_as_in_events(String parameter) {
        space.batch("""
                [{"type":"track","event":"E","messageId":"m1","userId":"u1","timestamp":"2026-03-01T23:59:59.999Z"},
                 {"type":"track","event":"E","messageId":"m2","userId":"u1","timestamp":"2026-03-02T00:00:00Z"}]""")
                .ok();
        JsonNode events = space.profile("user_id:u1", "events?" + parameter).ok().body().path("data");
        assertEquals(List.of("m2"), events.findValuesAsText("message_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z::1", "-1000000000-01-01T00:00:00Z::1",
            "+10000-01-01T00:00:00Z::1", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z::", "::", ""})
    void cursors_beyond_the_calendar_are_400(String place) {
        space.track("{\"userId\":\"u1\",\"event\":\"E\"}").ok();
        String next = Base64.getUrlEncoder().encodeToString(place.getBytes(StandardCharsets.UTF_8));
        assertEquals(place.isEmpty() ? 200 : 400, space.profile("user_id:u1", "events?next=" + Http.encode(next))
                .status());
    }

    @Test
    void a_late_event_is_not_the_last_one_heard_of() {
        space.batch(
                """
                [{"type":"group","messageId":"new","userId":"u1","groupId":"g1","timestamp":"2026-03-01T10:00:00Z"},
                 {"type":"group","messageId":"late","userId":"u1","groupId":"g1","timestamp":"2026-01-01T10:00:00Z"}]""")
                .ok();
        for (JsonNode metadata : List.of(space.profile("user_id:u1", "metadata").ok().body().path("metadata"), space
                .get("collections/accounts/profiles/group_id:g1/metadata").ok().body().path("metadata"))) {
            assertEquals("2026-03-01T10:00:00Z", metadata.path("created_at").asText(), metadata::toString);
            assertEquals("2026-03-01T10:00:00Z", metadata.path("updated_at").asText(), metadata::toString);
            assertEquals("new", metadata.path("last_message_id").asText(), metadata::toString);
        }
    }

    @Test
    void a_method_that_a_path_has_not_is_answered_with_those_it_has() {
        Reply reply = Http.send(space.url(), "DELETE", "/v1/spaces", "");
        assertEquals(405, reply.status());
        assertEquals("method_not_allowed", reply.code());
        Set<String> allowed = Set.of(reply.headers().firstValue("Allow").orElse("").split(", "));
        assertTrue(allowed.containsAll(Set.of("GET", "POST")) && !allowed.contains("DELETE"), allowed::toString);
    }

    @Test
    void rules_are_answered_as_they_are_put() {
        String rules = """
                {"identifiers":[{"type":"user_id","limit":2,"period":"daily","priority":1,
                  "blocked":{"values":["x"],"patterns":["^y"]}}],"maxMerges":7,"maxIdentifiers":9}""";
        for (JsonNode answer : List.of(space.manage("PUT", "identity-rules", rules).ok().body(),
                space.manage("GET", "identity-rules", "").ok().body())) {
            for (JsonNode read : List.of(answer, answer.path("data"))) {
                assertEquals(7, read.path("maxMerges").asInt(), read::toString);
                assertEquals("daily", read.at("/identifiers/0/period").asText(), read::toString);
                assertEquals("x", read.at("/identifiers/0/blocked/values/0").asText(), read::toString);
            }
        }
        String own = space.manage("GET", "identity-rules", "").ok().body().path("data").toString();
        space.manage("PUT", "identity-rules", own).ok();
    }

    @Test
    void links_come_in_pages() {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 45; i++) {
            events.append(i == 0 ? "[" : ",").append("{\"type\":\"group\",\"userId\":\"u1\",\"groupId\":\"g")
                    .append(100 + i).append("\"}");
        }
        space.batch(events.append(']').toString()).ok();
        TreeSet<String> found = new TreeSet<>();
        String next = "";
        int pages = 0;
        do {
            JsonNode page = space.profile("user_id:u1", "links?next=" + next).ok().body();
            page.path("data").forEach(link -> assertTrue(
                    found.add(link.path("external_ids").path(0).path("id").asText()), link::toString));
            next = page.path("cursor").path("next").asText();
            assertEquals(!next.isEmpty(), page.path("cursor").path("has_more").asBoolean());
            pages++;
        } while (!next.isEmpty() && pages < 10);
        assertEquals(45, found.size());
        assertEquals(3, pages);
    }

    @Test
    void a_space_notes_a_thousand_types_of_ids() {
        for (int batch = 0; batch < 3; batch++) {
            StringBuilder events = new StringBuilder();
            for (int i = 0; i < 400; i++) {
                events.append(i == 0 ? "[" : ",")
                        .append("{\"type\":\"track\",\"event\":\"E\",\"context\":{\"externalIds\":")
                        .append("[{\"id\":\"x\",\"type\":\"t").append(batch * 400 + i)
                        .append("\",\"collection\":\"users\",\"encoding\":\"none\"}]}}");
            }
            assertEquals(400, space.batch(events.append(']').toString()).ok().body().path("accepted").asInt());
        }
        assertEquals(1_000, space.manage("GET", "identity-rules", "").ok().body().at("/data/joined").size());
        try (Graph graph = new Graph(TestServer.shared().neo4j())) {
            assertEquals(1_000, graph.read(new Statement("test",
                    "MATCH (t:IdentifierType {space: $space}) RETURN count(t) AS n"), Map.of("space", space.id()))
                    .getFirst().get("n").asInt());
        }
        assertEquals(List.of("t1199:x"), List.copyOf(space.idsOf("t1199:x")), "the types beyond identify as well");
    }

    @ParameterizedTest
    @ValueSource(strings = {"write-keys", "access-tokens"})
    void a_secret_needs_no_body(String path) throws IOException {
        // Without Content-Length, as curl -X POST sends it; the client of the JDK always adds one.
        try (Socket socket = new Socket(space.url().getHost(), space.url().getPort())) {
            socket.getOutputStream().write(("POST /v1/spaces/" + space.id() + "/" + path + " HTTP/1.1\r\nHost: x\r\n"
                    + "Authorization: Bearer " + space.adminToken() + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
            assertTrue(answer.contains("\"name\":\"unnamed\""), answer);
            assertFalse(answer.contains("\"secret\":\"\""), answer);
        }
    }

    @Test
    void pages_of_long_events_end_early_and_lead_on() {
        String text = "x".repeat(29_000);
        for (int i = 0; i < 80; i += 10) {
            space.batch(IntStream.range(i, i + 10)
                    .mapToObj(n -> "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u1\","
                            + "\"messageId\":\"m" + n + "\",\"properties\":{\"text\":\"" + text + "\"}}")
                    .collect(Collectors.joining(",", "[", "]"))).ok();
        }
        Reply first = space.profile("user_id:u1", "events?limit=100").ok();
        assertTrue(first.body().toString().length() < 1_200_000,
                () -> first.body().toString().length() + " characters");
        assertTrue(first.body().path("data").size() > 30);
        assertTrue(first.body().at("/cursor/has_more").asBoolean());
        List<String> all = space.events("user_id:u1").stream().map(event -> event.path("message_id").asText()).toList();
        assertEquals(80, all.size());
        assertEquals(80, Set.copyOf(all).size());
    }

    @Test
    void pages_of_long_traits_end_early_and_lead_on() {
        String text = "é".repeat(14_000);
        for (int i = 0; i < 120; i += 10) {
            space.batch(
                    IntStream.range(i, i + 10).mapToObj(n -> "{\"type\":\"identify\",\"userId\":\"u1\",\"traits\":{\"t"
                            + n + "\":\"" + text + "\"}}").collect(Collectors.joining(",", "[", "]")))
                    .ok();
        }
        Set<String> names = new TreeSet<>();
        String next = "";
        int pages = 0;
        do {
            Reply page = space.profile("user_id:u1", "traits?limit=200&next=" + Http.encode(next)).ok();
            assertTrue(page.body().toString().length() < 1_200_000,
                    () -> page.body().toString().length() + " characters");
            page.body().path("traits").fieldNames().forEachRemaining(name -> assertTrue(names.add(name), name));
            next = page.body().at("/cursor/next").asText();
            pages++;
        } while (!next.isEmpty());
        assertEquals(120, names.size());
        assertTrue(pages > 1);
    }
}
