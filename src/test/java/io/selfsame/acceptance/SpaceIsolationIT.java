package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spaces share nothing, and nobody gets in without the right key. */
class SpaceIsolationIT {

    private static final String SECRET = "secret-of-theirs";
    private static final List<String> READS = List.of("traits", "traits?verbose=true", "consent", "external_ids",
            "events",
            "metadata", "links", "identity", "decisions");

    private final TestSpace ours = TestServer.shared().newSpace();
    private final TestSpace theirs = TestServer.shared().newSpace();

    /** A read of the Profile API: path after the space. */
    private record Route(String method, String path, String body) {}

    @BeforeEach
    void fill() {
        fill(ours, "ours");
        fill(theirs, SECRET);
        theirs.identify(
                "{\"messageId\":\"only\",\"userId\":\"" + SECRET + "\",\"traits\":{\"plan\":\"" + SECRET + "\"}}").ok();
    }

    /** The same IDs and message IDs in both: what is told apart is told apart by the space. */
    private static void fill(TestSpace space, String mark) {
        space.batch("""
                [{"type":"identify","messageId":"m1","userId":"u1","anonymousId":"a1","traits":{"plan":"@"}},
                 {"type":"track","messageId":"m2","anonymousId":"a1","event":"@","properties":{"x":"@"}},
                 {"type":"group","messageId":"m3","userId":"u1","groupId":"g1","traits":{"name":"@"}}]"""
                .replace("@", mark)).ok();
    }

    private static List<Route> profileRoutes(TestSpace space) {
        String segmentId = space.segmentIdOf("user_id:u1").orElseThrow();
        List<Route> routes = new ArrayList<>();
        for (String root : List.of("/v1/spaces/", "/v1/namespaces/")) {
            String base = root + space.id() + "/collections/";
            for (String address : List.of("user_id:u1", "anonymous_id:a1", segmentId, "segment_id:" + segmentId)) {
                READS.forEach(
                        what -> routes.add(new Route("GET", base + "users/profiles/" + address + "/" + what, "")));
            }
            List.of("traits", "external_ids", "metadata", "links").forEach(
                    what -> routes.add(new Route("GET", base + "accounts/profiles/group_id:g1/" + what, "")));
            routes.add(new Route("POST", base + "users/lookup", "{\"ids\":[\"user_id:u1\",\"" + segmentId + "\"]}"));
        }
        return routes;
    }

    private static List<Route> managementRoutes(TestSpace space) {
        String base = "/v1/spaces/" + space.id();
        return List.of(new Route("POST", "/v1/spaces", "{\"id\":\"mine\",\"name\":\"mine\"}"),
                new Route("GET", "/v1/spaces", ""), new Route("GET", base, ""),
                new Route("GET", base + "/identity-rules", ""),
                new Route("PUT", base + "/identity-rules", "{\"identifiers\":[],\"maxMerges\":1,\"maxIdentifiers\":1}"),
                new Route("GET", base + "/decisions", ""), new Route("GET", base + "/rejected", ""),
                new Route("GET", base + "/blobs", ""),
                new Route("GET", base + "/explain?from=user_id:u1&to=anonymous_id:a1", ""),
                new Route("GET", base + "/lists", ""), new Route("GET", base + "/lists/x", ""),
                new Route("PUT", base + "/lists/x", "{\"values\":[1]}"), new Route("DELETE", base + "/lists/x", ""),
                new Route("GET", base + "/destinations", ""), new Route("POST", base + "/destinations", "{}"),
                new Route("GET", base + "/destinations/x", ""), new Route("PATCH", base + "/destinations/x", "{}"),
                new Route("DELETE", base + "/destinations/x", ""),
                new Route("POST", base + "/destinations/x/pause", "{}"),
                new Route("POST", base + "/destinations/x/resume", ""),
                new Route("GET", base + "/destination-kinds", ""),
                new Route("GET", base + "/sources", ""), new Route("POST", base + "/sources", "{}"),
                new Route("GET", base + "/sources/x", ""), new Route("PATCH", base + "/sources/x", "{}"),
                new Route("DELETE", base + "/sources/x", ""), new Route("POST", base + "/sources/x/pause", ""),
                new Route("POST", base + "/sources/x/resume", ""), new Route("GET", base + "/source-kinds", ""),
                new Route("GET", base + "/write-keys", ""), new Route("POST", base + "/write-keys", "{}"),
                new Route("DELETE", base + "/write-keys/x", ""), new Route("GET", base + "/access-tokens", ""),
                new Route("POST", base + "/access-tokens", "{}"),
                new Route("DELETE", base + "/access-tokens/x", ""), new Route("GET", "/v1/management-tokens", ""),
                new Route("POST", "/v1/management-tokens", "{}"), new Route("DELETE", "/v1/management-tokens/x", ""));
    }

    private static Reply ask(Route route, String... headers) {
        return Http.send(TestServer.shared().url(), route.method(), route.path(), route.body(), headers);
    }

    @Test
    void the_right_token_reads_every_route() {
        for (Route route : profileRoutes(theirs)) {
            assertEquals(200, ask(route, "Authorization", Http.basic(theirs.accessToken())).status(), route::toString);
        }
    }

    @Test
    void a_token_of_another_space_reads_no_route() {
        for (Route route : profileRoutes(theirs)) {
            Reply reply = ask(route, "Authorization", Http.basic(ours.accessToken()));
            assertTrue(Set.of(401, 403, 404).contains(reply.status()), () -> route + " " + reply.status());
            assertFalse(reply.body().toString().contains(SECRET), () -> route + " " + reply.body());
            Route nowhere = new Route(route.method(), route.path().replace(theirs.id(), "no-such-space"), route.body());
            Reply absent = ask(nowhere, "Authorization", Http.basic(ours.accessToken()));
            assertEquals(absent.status(), reply.status(), () -> "tells that the space exists: " + route);
            assertEquals(absent.code(), reply.code(), () -> "tells that the space exists: " + route);
        }
    }

    @Test
    void ids_of_another_space_are_unknown_in_ours() {
        String theirProfile = theirs.segmentIdOf("user_id:u1").orElseThrow();
        for (String address : List.of("user_id:" + SECRET, theirProfile, "segment_id:" + theirProfile)) {
            READS.forEach(what -> assertEquals(404, ours.profile(address, what).status(), () -> address + "/" + what));
        }
        Reply found = ours.lookup("{\"ids\":[\"user_id:" + SECRET + "\",\"" + theirProfile
                + "\",\"user_id:u1\"],\"include\":[\"plan\"]}").ok();
        assertFalse(found.body().toString().contains("\"plan\":\"" + SECRET), () -> found.body().toString());
    }

    @Test
    void what_we_read_is_ours() {
        assertNotEquals(theirs.segmentIdOf("user_id:u1"), ours.segmentIdOf("user_id:u1"));
        for (Route route : profileRoutes(ours)) {
            Reply reply = ask(route, "Authorization", Http.basic(ours.accessToken())).ok();
            assertFalse(reply.body().toString().contains(SECRET), () -> route + " " + reply.body());
        }
        for (String path : List.of("decisions", "rejected", "identity-rules", "event-filters", "tracking-plans")) {
            Reply reply = ours.manage("GET", path, "").ok();
            assertFalse(reply.body().toString().contains(SECRET), () -> path + " " + reply.body());
        }
        assertEquals(3, ours.decisions().size());
        assertEquals(4, theirs.decisions().size());
    }

    @Test
    void rules_of_one_space_do_not_touch_another() {
        ours.manage("PUT", "identity-rules",
                "{\"identifiers\":[{\"type\":\"user_id\",\"limit\":2,\"period\":\"ever\",\"priority\":1}],\"maxMerges\":1,"
                        + "\"maxIdentifiers\":7}")
                .ok();
        assertNotEquals(ours.manage("GET", "identity-rules", "").ok().body(),
                theirs.manage("GET", "identity-rules", "").ok().body());
    }

    @Test
    void no_or_wrong_credentials_are_401() {
        List<Route> all = new ArrayList<>(profileRoutes(theirs));
        all.addAll(managementRoutes(theirs));
        for (String route : List.of("identify", "track", "page", "screen", "group", "alias", "batch", "import")) {
            all.add(new Route("POST", "/v1/" + route, "{\"type\":\"track\",\"userId\":\"u1\",\"event\":\"E\"}"));
        }
        for (Route route : all) {
            assertEquals(401, ask(route).status(), () -> "without credentials: " + route);
            for (String wrong : List.of(Http.basic("wrong"), Http.basic(""), Http.bearer("wrong"), "Basic !!!",
                    "Bearer",
                    "Digest x")) {
                assertEquals(401, ask(route, "Authorization", wrong).status(), () -> wrong + ": " + route);
            }
        }
    }

    @Test
    void keys_open_their_own_door_only() {
        for (Route route : profileRoutes(theirs)) {
            assertEquals(401, ask(route, "Authorization", Http.basic(theirs.writeKey())).status(), route::toString);
        }
        for (Route route : managementRoutes(theirs)) {
            for (String secret : List.of(theirs.writeKey(), theirs.accessToken())) {
                assertEquals(401, ask(route, "Authorization", Http.basic(secret)).status(), route::toString);
                assertEquals(401, ask(route, "Authorization", Http.bearer(secret)).status(), route::toString);
            }
        }
        Route track = new Route("POST", "/v1/track", "{\"userId\":\"u1\",\"event\":\"E\"}");
        for (String secret : List.of(theirs.accessToken(), TestServer.shared().adminToken())) {
            assertEquals(401, ask(track, "Authorization", Http.basic(secret)).status());
        }
    }

    @Test
    void browsers_are_refused_by_the_profile_api() {
        for (Route route : profileRoutes(theirs)) {
            Reply reply = ask(route, "Authorization", Http.basic(theirs.accessToken()), "Origin",
                    "https://shop.example");
            assertEquals(403, reply.status(), route::toString);
            assertFalse(reply.headers().firstValue("Access-Control-Allow-Origin").isPresent(), route::toString);
        }
    }

    @Test
    void keys_and_tokens_are_added_listed_without_secret_and_revoked() {
        Route read = new Route("GET", "/v1/spaces/" + ours.id() + "/collections/users/profiles/user_id:u1/traits", "");
        Route track = new Route("POST", "/v1/track", "{\"userId\":\"u1\",\"event\":\"E\"}");
        revoked("access-tokens", "accessToken", read);
        revoked("write-keys", "writeKey", track);
    }

    private void revoked(String path, String field, Route use) {
        JsonNode made = ours.manage("POST", path, "{\"name\":\"second\"}").ok().body().at("/data/" + field);
        String secret = made.path("secret").asText();
        assertEquals(200, ask(use, "Authorization", Http.basic(secret)).status());
        JsonNode listed = ours.manage("GET", path, "").ok().body();
        assertTrue(listed.toString().contains(made.path("id").asText()), listed::toString);
        assertFalse(listed.toString().contains(secret), listed::toString);
        assertEquals(404, theirs.manage("DELETE", path + "/" + made.path("id").asText(), "").status());
        assertEquals(200, ask(use, "Authorization", Http.basic(secret)).status());
        ours.manage("DELETE", path + "/" + made.path("id").asText(), "").ok();
        assertEquals(401, ask(use, "Authorization", Http.basic(secret)).status(), () -> path + " still opens " + use);
    }
}
