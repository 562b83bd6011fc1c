package io.selfsame.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a management token may do, by its role, its space and its end. */
class TokenRolesIT {

    private static final String PATH = "/v1/management-tokens";

    private final TestServer server = TestServer.shared();
    private final TestSpace space = server.newSpace();
    private final Set<String> made = new HashSet<>();

    /** Other tests count tokens. */
    @AfterEach
    void revokeAll() {
        made.forEach(id -> ask(server.adminToken(), "DELETE", PATH + "/" + id, ""));
    }

    /** A request that a role is needed for, and that changes nothing if it is let through. */
    private record Route(Role needed, String method, String path, String body) {}

    private static List<Route> routesOf(String space) {
        String base = "/v1/spaces/" + space;
        return List.of(new Route(Role.VIEWER, "GET", base, ""), new Route(Role.VIEWER, "GET", base + "/decisions", ""),
                new Route(Role.VIEWER, "GET", base + "/rejected", ""),
                new Route(Role.VIEWER, "GET", base + "/identity-rules", ""),
                new Route(Role.VIEWER, "GET", base + "/write-keys", ""),
                new Route(Role.VIEWER, "GET", base + "/jobs", ""),
                new Route(Role.VIEWER, "GET", base + "/audiences", ""),
                new Route(Role.EDITOR, "PUT", base + "/jobs/refresh", "{\"unknown\":1}"),
                new Route(Role.EDITOR, "POST", base + "/audiences", "{}"),
                new Route(Role.EDITOR, "PATCH", base + "/audiences/none", "{}"),
                new Route(Role.EDITOR, "DELETE", base + "/audiences/none", ""),
                new Route(Role.ADMIN, "PUT", base + "/identity-rules", "[]"),
                new Route(Role.ADMIN, "POST", base + "/write-keys", "{\"kind\":\"none\"}"),
                new Route(Role.ADMIN, "DELETE", base + "/write-keys/none", ""),
                new Route(Role.ADMIN, "POST", base + "/access-tokens", "[]"),
                new Route(Role.ADMIN, "DELETE", base + "/access-tokens/none", ""));
    }

    private static List<Route> routesOfAll() {
        return List.of(new Route(Role.VIEWER, "GET", "/v1/spaces", ""), new Route(Role.VIEWER, "GET", PATH, ""),
                new Route(Role.ADMIN, "POST", "/v1/spaces", "{}"),
                new Route(Role.ADMIN, "POST", PATH, "{\"role\":\"none\"}"),
                new Route(Role.ADMIN, "DELETE", PATH + "/none", ""));
    }

    private Reply ask(String token, Route route) {
        return ask(token, route.method(), route.path(), route.body());
    }

    private Reply ask(String token, String method, String path, String body) {
        return Http.send(server.url(), method, path, body, "Authorization", Http.bearer(token));
    }

    private JsonNode make(String body) {
        JsonNode token = ask(server.adminToken(), "POST", PATH, body).ok().body().at("/data/managementToken");
        made.add(token.path("id").asText());
        return token;
    }

    private JsonNode listed(String field, String value) {
        for (JsonNode token : ask(server.adminToken(), "GET", PATH, "").ok().body().at("/data/managementTokens")) {
            if (token.path(field).asText().equals(value)) {
                return token;
            }
        }
        throw new AssertionError(value + " is not listed");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_role_opens_what_needs_no_larger_one(Role role) {
        JsonNode token = make("{\"role\":\"" + role.text() + "\"}");
        assertEquals(role.text(), token.path("role").asText());
        List<Route> routes = new ArrayList<>(routesOf(space.id()));
        routes.addAll(routesOfAll());
        for (Route route : routes) {
            Reply reply = ask(token.path("secret").asText(), route);
            boolean refused = role.compareTo(route.needed()) < 0;
            assertEquals(refused, reply.status() == 403, () -> role + " " + route + " " + reply);
            assertFalse(reply.status() == 401 || reply.status() >= 500, () -> role + " " + route + " " + reply);
            if (refused) {
                assertEquals("This needs a management token with the role " + route.needed().text()
                        + "; the role of this one is " + role.text(), reply.body().at("/error/message").asText());
            }
        }
    }

    @Test
    void a_token_of_one_space_opens_that_space_alone() {
        JsonNode token = make("{\"name\":\"shop\",\"space\":\"" + space.id() + "\"}");
        String secret = token.path("secret").asText();
        assertEquals(space.id(), token.path("space").asText());
        assertEquals("admin", token.path("role").asText());
        for (Route route : routesOf(space.id())) {
            Reply reply = ask(secret, route);
            assertFalse(Set.of(401, 403).contains(reply.status()), () -> route + " " + reply);
        }
        TestSpace theirs = server.newSpace();
        List<Route> there = routesOf(theirs.id());
        List<Route> nowhere = routesOf("no-such-space");
        for (int i = 0; i < there.size(); i++) {
            Reply reply = ask(secret, there.get(i));
            assertEquals(403, reply.status(), there.get(i)::toString);
            assertEquals(ask(secret, nowhere.get(i)).body(), reply.body(), "tells that the space exists");
        }
        routesOfAll().forEach(route -> assertEquals(403, ask(secret, route).status(), route::toString));
        assertEquals(401, ask(secret, "GET", "/metrics", "").status());
        String viewer = make("{\"role\":\"viewer\"}").path("secret").asText();
        assertEquals(200, ask(viewer, "GET", "/metrics", "").status());
    }

    @Test
    void definitions_name_the_token_of_one_space_that_made_them() {
        JsonNode token = make("{\"role\":\"editor\",\"space\":\"" + space.id() + "\"}");
        JsonNode audience = ask(token.path("secret").asText(), "POST", "/v1/spaces/" + space.id() + "/audiences",
                "{\"name\":\"Buyers\",\"definition\":{\"query\":\"event('Order Completed').count() >= 1\"}}")
                .ok().body();
        assertTrue(audience.toString().contains(token.path("id").asText()), audience::toString);
    }

    @Test
    void a_token_ends_at_its_time_also_while_it_is_remembered() {
        Instant end = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS);
        JsonNode token = make("{\"name\":\"short\",\"expiresAt\":\"" + end + "\"}");
        assertEquals(end.toString(), token.path("expiresAt").asText());
        String secret = token.path("secret").asText();
        Await.until("the token ends", () -> ask(secret, "GET", "/v1/spaces", "").status() == 401);
        assertFalse(Instant.now().isBefore(end));
        String message = ask(secret, "GET", "/v1/spaces", "").body().at("/error/message").asText();
        assertTrue(message.contains("expired"), message);
        assertEquals(401, ask(secret, "GET", "/metrics", "").status());
        JsonNode listed = listed("id", token.path("id").asText());
        assertEquals(end.toString(), listed.path("expiresAt").asText());
        assertFalse(listed.has("secret"));
    }

    @Test
    void the_last_admin_of_all_stays() {
        make("{\"role\":\"editor\"}");
        make("{\"space\":\"" + space.id() + "\"}");
        Instant end = Instant.now().plusSeconds(1);
        String ended = make("{\"expiresAt\":\"" + end + "\"}").path("secret").asText();
        Await.until("it ends", () -> ask(ended, "GET", "/v1/spaces", "").status() == 401);
        String settings = listed("name", Spaces.SETTINGS_TOKEN).path("id").asText();
        Reply reply = ask(server.adminToken(), "DELETE", PATH + "/" + settings, "");
        assertEquals(409, reply.status());
        for (String id : List.copyOf(made)) {
            ask(server.adminToken(), "DELETE", PATH + "/" + id, "").ok();
        }
        made.clear();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"role":"owner"}                       | role is one of viewer, editor and admin
            {"role":1}                             | role is not a string
            {"rol":"viewer"}                       | Unknown field "rol"
            {"space":"no-such-space"}              | GET /v1/spaces lists them
            {"space":"No Space"}                   | GET /v1/spaces lists them
            {"expiresAt":"2020-01-01T00:00:00Z"}   | not in the future
            {"expiresAt":"+12345-01-01T00:00:00Z"} | expiresAt is a time in ISO 8601
            {"expiresAt":"soon"}                   | expiresAt is a time in ISO 8601
            {"expiresAt":1}                        | not in the future
            {"expiresAt":true}                     | or an epoch
            []                                     | The body is a JSON object
            """)
    void what_is_not_understood_makes_no_token(String body, String message) {
        Reply reply = ask(server.adminToken(), "POST", PATH, body);
        assertEquals(400, reply.status());
        assertEquals("validation_error", reply.code());
        assertTrue(reply.body().at("/error/message").asText().contains(message), reply.body()::toString);
    }

    @Test
    void tokens_and_keys_of_before_keep_their_rights() {
        String token = "token-of-an-earlier-version";
        String key = "key-of-an-earlier-version";
        space.manage("PUT", "identity-rules", "{\"browserKeys\":{\"allowedIds\":[]}}").ok();
        try (Graph graph = new Graph(server.neo4j())) {
            graph.write(new Statement("test", "UNWIND $rows AS row CREATE (secret:Secret) SET secret = row, "
                    + "secret.createdAt = datetime()"),
                    Map.of("rows",
                            List.of(Map.of("hash", Secret.hash(token), "id", "adm_old", "kind", "MANAGEMENT", "space",
                                    "", "name", "old"),
                                    Map.of("hash", Secret.hash(key), "id", "src_old" + space.id(), "kind", "WRITE_KEY",
                                            "space", space.id(), "name", "old"))));
        }
        made.add("adm_old");
        assertEquals("admin", listed("id", "adm_old").path("role").asText());
        for (Route route : routesOfAll()) {
            assertFalse(Set.of(401, 403).contains(ask(token, route).status()), route::toString);
        }
        assertEquals("server", space.manage("GET", "write-keys", "").ok().body().at("/data/writeKeys/1/kind").asText());
        space.withKey(key).track("{\"userId\":\"u1\",\"event\":\"E\"}").ok();
    }

    @Test
    void a_token_that_was_put_into_the_settings_may_do_everything() {
        Instant end = Instant.now().plusSeconds(1);
        String secret = make("{\"role\":\"viewer\",\"space\":\"" + space.id() + "\",\"expiresAt\":\"" + end + "\"}")
                .path("secret").asText();
        try (Graph graph = new Graph(server.neo4j())) {
            try {
                new Spaces(graph).bootstrap(Optional.of(secret));
                Spaces spaces = new Spaces(graph);
                Grant grant = spaces.open(secret, Grant.GrantKind.MANAGEMENT).orElseThrow();
                assertTrue(grant.managesAll(end.plusSeconds(1)), grant::toString);
                assertEquals(Spaces.SETTINGS_TOKEN, grant.name());
            } finally {
                new Spaces(graph).bootstrap(Optional.of(server.adminToken()));
            }
            assertEquals(1, new Spaces(graph).listManagementTokens().size());
        }
    }
}
