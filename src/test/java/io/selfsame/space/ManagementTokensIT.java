package io.selfsame.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
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
    void a_new_token_in_the_settings_takes_the_place_of_the_old_one() {
        String changed = "changed-admin-token-0123456789abcdef";
        try (Graph graph = new Graph(server.neo4j())) {
            try {
                new Spaces(graph).bootstrap(Optional.of(changed));
                Spaces spaces = new Spaces(graph);
                assertTrue(spaces.open(changed, Grant.Kind.MANAGEMENT).isPresent());
                assertTrue(spaces.open(server.adminToken(), Grant.Kind.MANAGEMENT).isEmpty());
                assertEquals(1, spaces.listManagementTokens().size());
            } finally {
                new Spaces(graph).bootstrap(Optional.of(server.adminToken()));
            }
        }
    }
}
