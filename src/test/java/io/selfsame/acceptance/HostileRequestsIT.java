package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.server.Server;
import io.selfsame.testing.Await;
import io.selfsame.testing.Collisions;
import io.selfsame.testing.Http;
import io.selfsame.testing.RawHttp;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests that mean harm, or may: they do none, to others least of all. */
class HostileRequestsIT {

    private final TestServer server = TestServer.shared();

    private RawHttp send(String request) {
        return new RawHttp(server.url().getPort()).send(request);
    }

    @Test
    void namesThatCollideAreReadBackAndFailNobodyElse() {
        TestSpace space = server.newSpace();
        TestSpace other = server.newSpace();
        space.manage("POST", "audiences",
                "{\"name\":\"Pro\",\"definition\":{\"query\":\"trait('seat') = 'pro'\"}}").ok();
        for (int i = 0; i < 3; i++) {
            space.identify("{\"userId\":\"p" + i + "\",\"traits\":{\"plan\":" + Collisions.object(290, i) + "}}").ok();
            space.track("{\"userId\":\"p" + i + "\",\"event\":\"E\",\"properties\":{\"a\":" + Collisions.object(290, i)
                    + "}}").ok();
            Http.send(server.url(), "POST", "/v1/track", "{\"properties\":" + Collisions.object(310, i) + "}");
        }
        String batch = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"o\",\"properties\":{\"name" + i
                        + "\":1}}")
                .collect(Collectors.joining(",", "[", "]"));
        assertEquals(1_000, other.batch(batch).ok().body().path("accepted").asInt());
        for (int i = 0; i < 3; i++) {
            assertEquals(290, space.profile("user_id:p" + i, "traits").ok().body().at("/traits/plan").size());
            assertEquals(2, space.events("user_id:p" + i).size());
        }
        space.identify("{\"userId\":\"late\",\"traits\":{\"seat\":\"pro\"}}").ok();
        Await.until("the refresh goes on",
                () -> space.profile("user_id:late", "traits").ok().body().at("/traits/pro").asBoolean());
    }

    @Test
    void aContextThatManyMessagesShareIsBounded() {
        TestSpace space = server.newSpace();
        String context = IntStream.range(0, 3_000).mapToObj(i -> "\"" + i + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
        Reply refused = space.batch("{\"context\":" + context + ",\"batch\":" + pages(2_500) + "}");
        assertEquals(400, refused.status());
        assertEquals("batch_too_large", refused.code());
        Reply taken = space.batch("{\"context\":" + context + ",\"batch\":" + pages(3) + "}").ok();
        assertEquals(3, taken.body().path("accepted").asInt());
        assertTrue(space.events("user_id:p0").get(0).toString().contains("\"2999\":1"));
    }

    private static String pages(int number) {
        return IntStream.range(0, number).mapToObj(i -> "{\"type\":\"page\",\"userId\":\"p" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void aKeyInAHeaderIsLookedAtBeforeTheBody() {
        try (var half = send(
                "POST /v1/batch HTTP/1.1\r\nHost: h\r\nX-Write-Key: wrong\r\nContent-Length: 500000\r\n\r\n"
                        + "{\"batch\":[")) {
            assertEquals(401, half.status());
        }
    }

    @Test
    void aKeyInTheBodyMayStandAnywhere() {
        TestSpace space = server.newSpace();
        String key = "\"writeKey\":\"" + space.writeKey() + "\"";
        String event = "\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\"";
        for (String body : List.of("{" + key + ",\"batch\":[{" + event + "}]}",
                "{\"batch\":[{" + event + ",\"writeKey\":\"other\"}]," + key + "}")) {
            Http.send(server.url(), "POST", "/v1/batch", body).ok();
        }
        assertEquals(2, space.events("user_id:u").size());
        assertEquals(401, Http.send(server.url(), "POST", "/v1/batch", "{\"batch\":[{" + key + "}]}").status());
        assertEquals(400, Http.send(server.url(), "POST", "/v1/batch", "[1]").status());
        assertEquals(400, Http.send(server.url(), "POST", "/v1/track", "{\"batch\":").status());
    }

    @Test
    void upgradesMakeNoSessions() {
        try (var answer = send("GET /any HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")) {
            assertEquals(404, answer.status());
            assertFalse(answer.head().contains("Set-Cookie"), answer.head());
        }
    }

    @Test
    void headIsNeverSaidToBeWellWithoutALook() {
        for (var expected : Map.of("/health/live", 200, "/health/ready", 200, "/v1/spaces", 405, "/metrics", 405)
                .entrySet()) {
            try (var answer = send("HEAD " + expected.getKey() + " HTTP/1.1\r\nHost: h\r\n\r\n")) {
                int status = answer.status();
                assertEquals(expected.getValue(), status, expected.getKey());
                assertEquals(status == 405, answer.head().contains("Allow: GET"), answer.head());
            }
        }
    }

    @Test
    void whatIsNoRequestIsToldWhatIsWrong() {
        for (var expected : Map.of("GET / HTTP/3.7\r\nHost: h", "HTTP/1.1", "PRI * HTTP/2.0", "HTTP/1.1",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: h", "16 KB",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b", "Host",
                "GET / HTTP/1.1\r\nHost: h\r\nExpect: 200-maybe", "100-continue").entrySet()) {
            try (var answer = send(expected.getKey() + "\r\n\r\n")) {
                String text = answer.text();
                assertTrue(answer.head().matches("(?s)HTTP/1.1 [45].*"), answer.head());
                assertTrue(text.contains(expected.getValue()), answer.head() + text);
                assertTrue(text.contains("invalid_request_error"), text);
            }
        }
    }

    @Test
    void aCursorThatNoAnswerCarriedIsRefused() {
        TestSpace space = server.newSpace();
        for (String route : List.of("audiences", "rejected", "decisions")) {
            assertEquals(400, space.manage("GET", route + "?next=zz", "").status(), route);
        }
    }

    @Test
    void everyAnswerHasAnIdAndIsKeptNowhere() {
        for (String request : List.of("GET /health/live HTTP/1.1\r\nHost: h", "GET /nothing HTTP/1.1\r\nHost: h",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: h",
                "GET / HTTP/1.1\r\nHost: h\r\nX: " + "y".repeat(20_000),
                "GET / HTTP/3.7\r\nHost: h", "GET / HTTP/1.1\r\nHost: a\r\nHost: b", "GET /%zz HTTP/1.1\r\nHost: h",
                "PUT /%zz HTTP/1.1\r\nHost: h", "nonsense")) {
            try (var answer = send(request + "\r\n\r\n")) {
                int status = answer.status();
                String head = answer.head();
                assertTrue(status >= 200 && status < 600, request);
                assertTrue(head.contains("Request-Id: "), head);
                assertTrue(head.contains("X-Content-Type-Options: nosniff"), head);
                assertTrue(head.contains("Cache-Control: no-store"), head);
            }
        }
    }

    @Test
    void pathsOfManagementAreSpelledInOneWay() {
        TestSpace space = server.newSpace();
        String admin = Http.bearer(server.adminToken());
        for (String path : List.of("//v1/management-tokens", "/v1///management-tokens", "/v1/management-tokens/")) {
            try (var answer = send("GET " + path + " HTTP/1.1\r\nHost: h\r\nAuthorization: " + admin + "\r\n\r\n")) {
                assertEquals(404, answer.status(), path);
            }
        }
        for (String path : List.of("//v1/track", "/v1//t", "/v1/track/")) {
            String event = "{\"event\":\"E\",\"userId\":\"u\"}";
            try (var answer = send("POST " + path + " HTTP/1.1\r\nHost: h\r\nX-Write-Key: " + space.writeKey()
                    + "\r\nContent-Length: " + event.length() + "\r\n\r\n" + event)) {
                assertEquals(200, answer.status(), path);
            }
        }
    }

    @Test
    void theLongestIdsHavePathsOfTheirOwn() {
        TestSpace space = server.newSpace();
        String id = "漢".repeat(1_000);
        space.identify("{\"userId\":\"" + id + "\",\"traits\":{\"a\":1}}").ok();
        assertEquals(1, space.profile("user_id:" + id, "traits").ok().body().at("/traits/a").asInt());
    }

    @Test
    void webPagesAreToldThePublicUrl() {
        TestSpace space = server.newSpace();
        String path = "/v1/projects/" + space.writeKey() + "/settings";
        try (Server behindAProxy = server.instanceWith(
                Map.of("SELFSAME_PUBLIC_URL", "https://events.example.com/cdp"))) {
            var settings = Http.send(TestServer.urlOf(behindAProxy), "GET", path, "").ok().body()
                    .at("/integrations/Segment.io");
            assertEquals("events.example.com/cdp/v1", settings.path("apiHost").asText());
            assertEquals("https", settings.path("protocol").asText());
        }
        try (var answer = send("GET " + path + " HTTP/1.1\r\nHost: shop.test:8080\r\n\r\n")) {
            assertTrue(answer.text().contains("\"shop.test:8080/v1\""));
            assertTrue(answer.head().contains("Cache-Control: no-store"), answer.head());
        }
        try (var answer = send("GET " + path + " HTTP/1.1\r\nHost: a'\"<b>\r\n\r\n")) {
            assertEquals(400, answer.status());
        }
    }

    @Test
    void webPagesAreToldTheAddressOfATrustedProxy() {
        TestSpace space = server.newSpace();
        String path = "/v1/projects/" + space.writeKey() + "/settings";
        String[] said = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "events.example.com", "X-Forwarded-Prefix",
                "/cdp"};
        try (Server behindAProxy = server.instanceWith(Map.of("SELFSAME_TRUSTED_PROXIES", "127.0.0.0/8"))) {
            URI url = TestServer.urlOf(behindAProxy);
            var settings = Http.send(url, "GET", path, "", said).ok().body().at("/integrations/Segment.io");
            assertEquals("events.example.com/cdp/v1", settings.path("apiHost").asText());
            assertEquals("https", settings.path("protocol").asText());
            settings = Http
                    .send(url, "GET", path, "", "Forwarded", "for=\"[2001:db8::7]:4711\";host=\"a\\\"b\";proto=https")
                    .ok().body().at("/integrations/Segment.io");
            assertEquals(url.getAuthority() + "/v1", settings.path("apiHost").asText());
            assertEquals("https", settings.path("protocol").asText());
        }
        var settings = Http.send(server.url(), "GET", path, "", said).ok().body().at("/integrations/Segment.io");
        assertEquals(server.url().getAuthority() + "/v1", settings.path("apiHost").asText());
        assertEquals("http", settings.path("protocol").asText());
    }

    @Test
    void whoIsRefusedIsNotAskedForABody() {
        TestSpace space = server.newSpace();
        for (String key : List.of("guessed", space.writeKey())) {
            try (var answer = send("POST /v1/batch HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nX-Write-Key: " + key
                    + "\r\nContent-Length: 600000\r\n\r\n")) {
                assertEquals(key.equals("guessed") ? 401 : 413, answer.status());
                assertTrue(answer.text().isEmpty(), "the connection ends");
            }
        }
        try (var answer = send("POST /v1/track HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nX-Write-Key: "
                + space.writeKey() + "\r\nContent-Length: 26\r\n\r\n")) {
            assertEquals(100, answer.status());
            assertEquals(200, answer.send("{\"event\":\"E\",\"userId\":\"u\"}").status());
        }
    }

    @Test
    void manyHeadersAreRefusedInJson() {
        try (var answer = send("GET /v1/spaces HTTP/1.1\r\nHost: h\r\n" + "a:b\r\n".repeat(1_000) + "\r\n")) {
            assertTrue(answer.text().contains("\"headers_too_large\""), answer.head());
            assertTrue(answer.head().startsWith("HTTP/1.1 431 "), answer.head());
        }
    }
}
