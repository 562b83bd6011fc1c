package io.selfsame.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import io.javalin.http.Handler;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.space.Spaces;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Routes say who may call them, or the service does not start. */
class EndpointsTest {

    private static final Handler NOTHING = ctx -> {};

    private final Graph graph = new Graph(
            new Neo4jAddress(URI.create("bolt://127.0.0.1:1"), "neo4j", "unused", "neo4j"));
    private final Endpoints endpoints = new Endpoints(new Auth(new Spaces(graph), Optional.empty()));

    @AfterEach
    void close() {
        graph.close();
    }

    private static Operation operation(String id) {
        return Operation.of("Test", id, "Does nothing");
    }

    @Test
    void aRouteThatGoesPastTheDeclarationsStopsTheStart() {
        endpoints.get("/declared", Access.VIEWER, operation("one"), NOTHING);
        var failure = assertThrows(RuntimeException.class, () -> Javalin.create(config -> {
            endpoints.install(config);
            config.routes.get("/undeclared", NOTHING);
        }));
        assertTrue(String.valueOf(failure.getMessage()).contains("GET /undeclared does not say who may call it"),
                failure::toString);
        var other = assertThrows(RuntimeException.class, () -> Javalin.create(config -> {
            endpoints.install(config);
            config.routes.post("/declared", NOTHING, Access.OPEN);
        }));
        assertTrue(String.valueOf(other.getMessage()).contains("POST /declared does not say who may call it"),
                other::toString);
        Javalin.create(endpoints::install);
    }

    @Test
    @SuppressWarnings("NullAway")
    void aRouteWithoutAnAccessCannotBeDeclared() {
        var failure = assertThrows(NullPointerException.class,
                () -> endpoints.get("/path", null, operation("one"), NOTHING));
        assertEquals("GET /path does not say who may call it", failure.getMessage());
    }

    @Test
    void whatIsDeclaredIsDeclaredOnce() {
        endpoints.get("/v1/spaces/{space}/x/{id}", Access.VIEWER, operation("one"), NOTHING);
        assertThrows(IllegalArgumentException.class,
                () -> endpoints.get("/v1/spaces/{space}/x/{other}", Access.VIEWER, operation("two"), NOTHING));
        assertThrows(IllegalArgumentException.class,
                () -> endpoints.get("/other", Access.VIEWER, operation("one"), NOTHING));
    }

    @Test
    void aSpaceInThePathNeedsATokenThatOpensSpaces() {
        for (Access access : List.of(Access.OPEN, Access.WRITE_KEY, Access.METRICS)) {
            assertThrows(IllegalArgumentException.class,
                    () -> endpoints.get("/v1/spaces/{space}", access, operation("one"), NOTHING));
        }
    }

    @Test
    void theMethodsOfAPathAreThoseOfAllRoutesThatMatch() {
        endpoints.post("/v1/spaces/{space}/x/previews", Access.EDITOR, operation("one"), NOTHING);
        endpoints.get("/v1/spaces/{space}/x/{id}", Access.VIEWER, operation("two"), NOTHING);
        endpoints.delete("/v1/spaces/{space}/x/{id}", Access.EDITOR, operation("three"), NOTHING);
        assertEquals(List.of("GET", "POST", "DELETE"), endpoints.methods("/v1/spaces/shop/x/previews"));
        assertEquals(List.of("GET", "DELETE"), endpoints.methods("/v1/spaces/shop/x/email%3Aa%2Fb"));
        assertEquals(List.of(), endpoints.methods("/v1/spaces/shop/x/"));
        assertEquals(List.of(), endpoints.methods("/v1/spaces/shop/x/1/2"));
    }
}
