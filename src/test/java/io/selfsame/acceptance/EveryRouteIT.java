package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.http.Access;
import io.selfsame.http.Endpoints.Route;
import io.selfsame.server.AllRoutes;
import io.selfsame.testing.Http;
import io.selfsame.testing.RawHttp;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of all routes, whatever they do. */
class EveryRouteIT {

    private final TestServer server = TestServer.shared();
    private final TestSpace ours = server.newSpace();
    private final TestSpace theirs = server.newSpace();

    private String path(Route route) {
        return route.path().replace("{space}", ours.id()).replace("/jobs/{name}", "/jobs/retention")
                .replace("/users/profiles/{id}", "/users/profiles/user_id:u")
                .replace("/accounts/profiles/{id}", "/accounts/profiles/group_id:g").replaceAll("\\{\\w+}", "x");
    }

    private Reply ask(Route route, String... headers) {
        String path = path(route);
        boolean hasBody = List.of("POST", "PUT", "PATCH").contains(route.method().name());
        return Http.send(server.url(), route.method().name(), path, hasBody ? "{}" : "", headers);
    }

    @Test
    void nobodyCallsARouteWithoutTheRightKey() {
        List<String> wrong = List.of("Bearer unknown", Http.basic("unknown"), Http.basic(server.adminToken()),
                Http.bearer(ours.writeKey()), Http.bearer(ours.accessToken()));
        for (Route route : AllRoutes.list()) {
            if (route.access() == Access.OPEN) {
                continue;
            }
            refused(401, route);
            wrong.forEach(header -> refused(401, route, "Authorization", header));
            switch (route.access()) {
                case WRITE_KEY -> {
                    refused(401, route, "Authorization", Http.basic(ours.accessToken()));
                    refused(401, route, "Authorization", Http.bearer(server.adminToken()));
                }
                case ACCESS_TOKEN -> {
                    refused(401, route, "Authorization", Http.basic(ours.writeKey()));
                    refused(401, route, "Authorization", Http.bearer(server.adminToken()));
                    refused(403, route, "Authorization", Http.basic(theirs.accessToken()));
                    refused(403, route, "Authorization", Http.basic(ours.accessToken()), "Origin", "https://a.example");
                }
                case OPEN, VIEWER, EDITOR, ADMIN, METRICS -> {
                    refused(401, route, "Authorization", Http.basic(ours.writeKey()));
                    refused(401, route, "Authorization", Http.basic(ours.accessToken()));
                }
            }
        }
    }

    private void refused(int status, Route route, String... headers) {
        Reply reply = ask(route, headers);
        assertEquals(status, reply.status(), () -> route + " with " + String.join(" ", headers));
        assertEquals(status == 401 ? "authentication_error" : "forbidden", reply.code(), route::toString);
    }

    @Test
    void aSpaceThatDoesNotExistIsNotFoundByAnyRoute() {
        for (Route route : AllRoutes.list()) {
            if (List.of(Access.VIEWER, Access.EDITOR, Access.ADMIN).contains(route.access())
                    && route.path().contains("{space}")) {
                for (String space : List.of("no-such-space", "No.Space")) {
                    String path = route.path().replace("{space}", space).replaceAll("\\{\\w+}", "x");
                    Reply reply = Http.send(server.url(), route.method().name(), path, "", "Authorization",
                            Http.bearer(server.adminToken()));
                    assertEquals(404, reply.status(), route::toString);
                    assertTrue(reply.body().toString().contains("space"), route::toString);
                }
            }
        }
    }

    /** An answer that is not to what was asked is worse than none. */
    @Test
    void noRouteBesidesTrackingTakesAParameterThatItDoesNotKnow() {
        int asked = 0;
        for (Route route : AllRoutes.list()) {
            if (isStrict(route)) {
                Reply reply = Http.send(server.url(), route.method().name(), path(route) + "?limitt=7", "",
                        "Authorization", key(route));
                assertEquals(400, reply.status(), route::toString);
                assertEquals("validation_error", reply.code(), route::toString);
                String message = reply.body().at("/error/message").asText();
                assertTrue(message.startsWith("Unknown parameter \"limitt\" in the URL; "), message);
                for (var parameter : route.operation().parameters()) {
                    assertTrue(parameter.isInPath() || message.contains(parameter.name()), message);
                }
                asked++;
            }
        }
        assertTrue(asked > 60, "so many routes: " + asked);
        // What cannot be read would be left out: no dry run, and a deletion.
        String audiences = "/v1/spaces/" + ours.id() + "/audiences";
        for (String query : List.of("?dryRun=true%", "?%zz=1&dryRun=true")) {
            try (var sent = new RawHttp(server.url().getPort())) {
                String answer = sent
                        .send("DELETE " + audiences + "/none" + query + " HTTP/1.1\r\nHost: h\r\nAuthorization: "
                                + Http.bearer(server.adminToken()) + "\r\nConnection: close\r\n\r\n")
                        .text();
                assertTrue(sent.head().startsWith("HTTP/1.1 400 ") && answer.contains("write a percent sign as %25"),
                        answer);
            }
        }
        Http.send(server.url(), "GET", audiences + "?include=schedules&sort%5Bfield%5D=name", "", "Authorization",
                Http.bearer(server.adminToken())).ok();
        String event = "{\"userId\":\"tolerant\",\"event\":\"E\"}";
        Http.send(server.url(), "POST", "/v1/track?limitt=7", event, "Authorization", Http.basic(ours.writeKey())).ok();
        Http.send(server.url(), "GET", "/health/live?probe=1", "").ok();
    }

    @Test
    void noRouteBesidesTrackingTakesAFieldThatItDoesNotKnow() {
        for (Route route : AllRoutes.list()) {
            boolean sends = List.of("POST", "PUT", "PATCH", "DELETE").contains(route.method().name());
            if (isStrict(route) && sends) {
                Reply reply = Http.send(server.url(), route.method().name(), path(route), "{\"colour\":\"red\"}",
                        "Authorization", key(route));
                assertEquals(400, reply.status(), () -> route + " " + reply.body());
                assertEquals("validation_error", reply.code(), route::toString);
                String message = reply.body().at("/error/message").asText();
                assertTrue(route.operation().body().isEmpty()
                        ? message.equals("This route takes no body; send none, or {}")
                        : message.matches("(?s).*[Uu]nknown field \"colour\"; (known are|the only one is) \\w+.*"),
                        () -> route + " " + message);
            }
        }
    }

    private static boolean isStrict(Route route) {
        return switch (route.access()) {
            case ACCESS_TOKEN, VIEWER, EDITOR, ADMIN -> true;
            case OPEN, WRITE_KEY, METRICS -> false;
        };
    }

    private String key(Route route) {
        return route.access() == Access.ACCESS_TOKEN
                ? Http.basic(ours.accessToken())
                : Http.bearer(server.adminToken());
    }

    @Test
    void aMethodThatAPathDoesNotHaveIsAnsweredWithThoseItHas() {
        Reply reply = Http.send(server.url(), "PATCH", "/v1/spaces/" + ours.id() + "/jobs/refresh", "{}");
        assertEquals(405, reply.status());
        assertEquals("PUT", reply.headers().firstValue("Allow").orElse(""));
        assertTrue(reply.body().at("/error/message").asText().endsWith("; the only one is PUT"),
                reply.body()::toString);
        Reply more = Http.send(server.url(), "DELETE", "/v1/track", "");
        assertEquals("POST, OPTIONS", more.headers().firstValue("Allow").orElse(""));
        assertTrue(more.body().at("/error/message").asText().endsWith("; there are POST, OPTIONS"),
                more.body()::toString);
    }

    @Test
    void theDescriptionOfAllRoutesIsReadByAnybody() {
        Reply reply = Http.send(server.url(), "GET", "/openapi.json", "").ok();
        assertEquals("3.1.0", reply.body().path("openapi").asText());
        assertEquals("public, max-age=300", reply.headers().firstValue("Cache-Control").orElse(""));
        assertTrue(reply.body().path("paths").has("/v1/spaces/{space}/jobs"));
    }
}
