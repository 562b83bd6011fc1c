package io.selfsame.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may manage the service, and how they stop being allowed to. */
class ManagementTokensIT {

    private static final String PATH = "/v1/management-tokens";

    private final TestServer server = TestServer.shared();

    private Reply ask(String token, String method, String path, String body) {
        return Http.send(server.url(), method, path, body, "Authorization", Http.bearer(token));
    }

    @Test
    void tokens_are_added_listed_without_secret_and_revoked_but_for_the_last() {
        JsonNode made = ask(server.adminToken(), "POST", PATH, "{\"name\":\"ops\"}").ok().body()
                .at("/data/managementToken");
        String secret = made.path("secret").asText();
        JsonNode listed = ask(secret, "GET", PATH, "").ok().body();
        assertEquals(2, listed.at("/data/managementTokens").size());
        assertEquals("ops", listed.at("/data/managementTokens/1/name").asText());
        assertFalse(listed.toString().contains(secret), listed::toString);
        assertEquals(404, ask(secret, "DELETE", PATH + "/adm_0", "").status());
        assertEquals(400, ask(secret, "POST", PATH, "{\"name\":\"SELFSAME_ADMIN_TOKEN\"}").status());
        ask(secret, "DELETE", PATH + "/" + made.path("id").asText(), "").ok();
        assertEquals(401, ask(secret, "GET", PATH, "").status());
        String last = listed.at("/data/managementTokens/0/id").asText();
        Reply refused = ask(server.adminToken(), "DELETE", PATH + "/" + last, "");
        assertEquals(409, refused.status());
        assertEquals("conflict", refused.code());
        ask(server.adminToken(), "GET", PATH, "").ok();
    }

    @Test
    void a_name_that_is_too_long_is_refused_and_not_cut() {
        String name = "n".repeat(201);
        for (Reply reply : List.of(ask(server.adminToken(), "POST", PATH, "{\"name\":\"" + name + "\"}"),
                ask(server.adminToken(), "POST", "/v1/spaces", "{\"id\":\"long\",\"name\":\"" + name + "\"}"))) {
            assertEquals(400, reply.status());
            assertTrue(reply.body().toString().contains("The name has 201 characters; 200 are the most"),
                    reply.body()::toString);
        }
        assertEquals(404, ask(server.adminToken(), "GET", "/v1/spaces/long", "").status());
    }

    @Test
    void what_was_revoked_opens_nothing_at_once_and_what_was_not_still_opens() {
        try (Graph graph = new Graph(server.neo4j())) {
            Spaces spaces = new Spaces(graph);
            String kept = spaces.addManagementToken("kept").secret();
            Spaces.Made revoked = spaces.addManagementToken("revoked");
            assertTrue(spaces.open(kept, Grant.GrantKind.MANAGEMENT).isPresent());
            assertTrue(spaces.open(revoked.secret(), Grant.GrantKind.MANAGEMENT).isPresent());
            assertTrue(spaces.open("never made", Grant.GrantKind.MANAGEMENT).isEmpty());
            assertEquals(Spaces.Revocation.REVOKED, spaces.revokeManagementToken(revoked.id()));
            assertTrue(spaces.open(revoked.secret(), Grant.GrantKind.MANAGEMENT).isEmpty());
            Spaces.Listed last = spaces.listManagementTokens().getLast();
            assertTrue(spaces.open(kept, Grant.GrantKind.MANAGEMENT).isPresent());
            assertEquals(Spaces.Revocation.REVOKED, spaces.revokeManagementToken(last.id()));
        }
    }

    @Test
    void a_new_token_in_the_settings_takes_the_place_of_the_old_one() {
        String changed = "changed-admin-token-0123456789abcdef";
        try (Graph graph = new Graph(server.neo4j())) {
            try {
                new Spaces(graph).bootstrap(Optional.of(changed));
                Spaces spaces = new Spaces(graph);
                assertTrue(spaces.open(changed, Grant.GrantKind.MANAGEMENT).isPresent());
                assertTrue(spaces.open(server.adminToken(), Grant.GrantKind.MANAGEMENT).isEmpty());
                assertEquals(1, spaces.listManagementTokens().size());
            } finally {
                new Spaces(graph).bootstrap(Optional.of(server.adminToken()));
            }
        }
    }
}
