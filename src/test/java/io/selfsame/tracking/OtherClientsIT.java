package io.selfsame.tracking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes and keys in the forms of Jitsu's clients and of Segment's pixel. */
class OtherClientsIT {

    private static final String TRACK = "{\"userId\":\"u1\",\"event\":\"Mail Opened\"}";

    private final TestServer server = TestServer.shared();
    private final TestSpace space = server.newSpace();

    private String keyId() {
        return space.manage("GET", "write-keys", "").ok().body().at("/data/writeKeys/0/id").asText();
    }

    private Reply jitsu(String path, String key) {
        return Http.send(server.url(), "POST", path, TRACK, "X-Write-Key", key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/s/track", "/api/s/s2s/track", "/api/s/track/", "//api/s//track"})
    void jitsuSendsItsKeyWithItsId(String path) {
        assertEquals(200, jitsu(path, keyId() + ":" + space.writeKey()).status());
        assertEquals(Set.of("user_id:u1"), space.idsOf("user_id:u1"));
    }

    @Test
    void theIdOfAKeyAloneOrOfAnotherOpensNothing() {
        String id = keyId();
        for (String key : List.of(id, id + ":", id + ":***", "src_000000000000000000:" + space.writeKey(),
                ":" + space.writeKey(), space.writeKey() + ":", space.writeKey() + ":" + id,
                id + ":" + space.accessToken())) {
            assertEquals(401, jitsu("/api/s/track", key).status(), key);
        }
    }

    @Test
    void thatFormIsTakenWhereverAKeyIs() {
        String key = keyId() + ":" + space.writeKey();
        assertEquals(200,
                Http.send(server.url(), "POST", "/v1/track", TRACK, "Authorization", Http.basic(key)).status());
        String basic = "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        assertEquals(200, Http.send(server.url(), "POST", "/v1/track", TRACK, "Authorization", basic).status());
        assertEquals(200, Http.send(server.url(), "POST", "/v1/track",
                TRACK.replace("{", "{\"writeKey\":\"" + key + "\",")).status());
        assertEquals(200, Http.send(server.url(), "GET", "/v1/projects/" + key + "/settings", "").status());
        assertEquals(401, Http.send(server.url(), "POST", "/v1/track", TRACK, "Authorization", Http.basic(keyId()))
                .status());
    }

    @Test
    void browsersMaySendJitsusHeader() {
        Reply reply = Http.send(server.url(), "OPTIONS", "/api/s/identify", "", "Origin", "https://shop.example",
                "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type,x-write-key");
        assertEquals(204, reply.status());
        assertEquals("content-type,x-write-key",
                reply.headers().firstValue("Access-Control-Allow-Headers").orElse(""));
        assertEquals("https://shop.example", reply.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    }

    /** As {@code @segment/analytics-react-native} sends them: the key is in the body alone. */
    @Test
    void reactNativeSendsBatchesWithTheKeyInTheBody() {
        String body = "{\"batch\":[{\"type\":\"track\",\"event\":\"Application Opened\",\"anonymousId\":\"a1\","
                + "\"properties\":{},\"integrations\":{},\"_metadata\":{\"bundled\":[\"Segment.io\"],\"unbundled\":[],"
                + "\"bundledIds\":[]},\"context\":{\"instanceId\":\"i\"},\"messageId\":\"m1\","
                + "\"timestamp\":\"2026-03-01T10:00:00.123Z\"}],\"sentAt\":\"2026-03-01T10:00:01.000Z\",\"writeKey\":\""
                + space.writeKey() + "\"}";
        Reply reply = Http.send(server.url(), "POST", "/v1/b", body.getBytes(StandardCharsets.UTF_8),
                "application/json; charset=utf-8", "X-Retry-Count", "1");
        assertEquals(1, reply.ok().body().path("accepted").asInt());
        assertEquals(Set.of("anonymous_id:a1"), space.idsOf("anonymous_id:a1"));
    }

    private Reply beacon(String query, String body) {
        return Http.send(server.url(), "POST", "/beacon/v1/batch" + query, body.getBytes(StandardCharsets.UTF_8),
                "text/plain;charset=UTF-8", "Origin", "https://shop.example");
    }

    /** RudderStack's browser SDK with {@code useBeacon}: no header is its own, and the key stands in the URL. */
    @Test
    void rudderStacksBeaconHasItsKeyInTheUrl() {
        String body = "{\"batch\":[{\"type\":\"track\",\"event\":\"Page Left\",\"userId\":\"u1\",\"messageId\":\"m1\"}]}";
        Reply reply = beacon("?writeKey=" + space.writeKey(), body);
        assertEquals(1, reply.ok().body().path("accepted").asInt());
        assertEquals("https://shop.example", reply.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        assertEquals("true", reply.headers().firstValue("Access-Control-Allow-Credentials").orElse(""));
        assertEquals(Set.of("user_id:u1"), space.idsOf("user_id:u1"));
        assertEquals(401, beacon("?writeKey=wrong", body).status());
        assertEquals(401, beacon("", body).status());
        assertEquals(200, beacon("", body.replaceFirst("\\{", "{\"writeKey\":\"" + space.writeKey() + "\",")).status());
        assertEquals(401, Http.send(server.url(), "POST", "/v1/batch?writeKey=" + space.writeKey(), body).status(),
                "elsewhere keys in URLs are none");
    }

    @Test
    void aBrowserKeyInTheUrlSendsWhatBrowserKeysMay() {
        space.manage("PUT", "identity-rules", "{\"browserKeys\":{\"allowedIds\":[\"anonymous_id\"]}}").ok();
        String key = space.manage("POST", "write-keys", "{\"name\":\"web\",\"kind\":\"browser\"}").ok().body()
                .at("/data/writeKey/secret").asText();
        Reply reply = beacon("?writeKey=" + key,
                "{\"batch\":[{\"type\":\"track\",\"event\":\"Page Left\",\"userId\":\"u9\"}]}");
        assertEquals("id_not_allowed", reply.ok().body().at("/rejected/0/code").asText());
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private String event(String rest) {
        return "{\"writeKey\":\"" + space.writeKey() + "\",\"userId\":\"u1\"" + rest + "}";
    }

    private HttpResponse<byte[]> pixel(String call, String query) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(server.url().resolve("/v1/pixel/" + call + query)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identify", "track", "page", "screen", "group", "alias"})
    void thePixelIsAnImageThatIsNeverKept(String call) throws Exception {
        String json = event(",\"event\":\"Mail Opened\",\"groupId\":\"g\",\"previousId\":\"p\","
                + "\"properties\":{\"note\":\"ÿ¿ÿ>>>???\"}");
        var answer = pixel(call, "?data=" + Http.encode(base64(json)));
        assertEquals(200, answer.statusCode());
        assertEquals("image/gif", answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
        assertArrayEquals("GIF89a\1\0\1\0".getBytes(StandardCharsets.ISO_8859_1),
                java.util.Arrays.copyOf(answer.body(), 10));
        assertEquals(call, space.events("user_id:u1").getFirst().path("type").asText());
    }

    @Test
    void base64IsReadInAllItsForms() throws Exception {
        String data = base64(event(",\"event\":\"A\",\"properties\":{\"note\":\"ÿ¿ÿ>>>???~~~\"}"));
        assertTrue(data.contains("+") && data.contains("/"), data);
        for (String form : List.of(data, data.replaceAll("=+$", ""), Http.encode(data),
                data.replace('+', '-').replace('/', '_'))) {
            assertEquals(200, pixel("track", "?data=" + form).statusCode(), form);
        }
        assertEquals(4, space.events("user_id:u1").size());
    }

    @Test
    void whatThePixelCannotTakeIsAnErrorAsElsewhere() throws Exception {
        assertEquals(401, pixel("track", "").statusCode());
        assertEquals(401, pixel("track", "?data=" + base64(TRACK)).statusCode());
        assertEquals(401, pixel("track", "?data=" + base64(event("").replace(space.writeKey(), "wrong"))).statusCode());
        for (String data : List.of("***", base64("no json"), base64(event("")), base64("[]"))) {
            assertEquals(400, pixel("track", "?data=" + Http.encode(data)).statusCode(), data);
        }
        for (String data : List.of("/w==", base64("no json"), base64(" "))) {
            String said = new String(
                    pixel("track", "?data=" + Http.encode(data.replaceAll("=+$", "")) + "&writeKey=ignored").body(),
                    StandardCharsets.UTF_8);
            assertTrue(Http.json(said).at("/error/message").asText().startsWith("data is "), said);
        }
        String error = new String(pixel("track", "?data=" + base64(event(""))).body(), StandardCharsets.UTF_8);
        assertEquals("event_not_defined", Http.json(error).at("/error/code").asText());
    }
}
