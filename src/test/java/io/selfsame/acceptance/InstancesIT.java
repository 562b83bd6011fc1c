package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.graph.Neo4jAddress;
import io.selfsame.server.Server;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TcpRelay;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Several instances over one Neo4j, and one whose Neo4j goes away. */
class InstancesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void trait_policies_changed_elsewhere_are_followed_before_long() {
        TestServer server = TestServer.shared();
        TestSpace here = server.newSpace();
        try (Server second = server.secondInstance()) {
            TestSpace there = here.at(TestServer.urlOf(second));
            here.batch("""
                    [{"type":"identify","anonymousId":"a1","timestamp":"2026-03-01T10:00:00Z","traits":{"n":5}},
                     {"type":"identify","userId":"u1","timestamp":"2026-03-02T10:00:00Z","traits":{"n":3}},
                     {"type":"track","userId":"u1","anonymousId":"a1","event":"Login"}]""").ok();
            assertEquals(3, number(there));
            here.manage("PUT", "identity-rules", "{\"traitPolicies\":{\"n\":\"max\"}}").ok();
            assertEquals(5, number(here));
            eventually(5, () -> number(there));
        }
    }

    private static int number(TestSpace space) {
        return space.profile("user_id:u1", "traits").ok().body().at("/traits/n").asInt();
    }

    @Test
    void health_says_whether_neo4j_is_there() {
        TestServer server = TestServer.shared();
        Neo4jAddress real = server.neo4j();
        try (TcpRelay relay = new TcpRelay(real.uri(), 1, 1);
                Server instance = server.instanceOver(
                        new Neo4jAddress(relay.url(), real.user(), real.password(), real.database()))) {
            URI url = TestServer.urlOf(instance);
            assertEquals("live", get(url, "/health/live").ok().body().path("status").asText());
            assertEquals("ready", get(url, "/health/ready").ok().body().path("status").asText());
            relay.close();
            Reply away = get(url, "/health/ready");
            assertEquals(503, away.status());
            assertEquals("unavailable", away.code());
            assertEquals("1", away.headers().firstValue("Retry-After").orElse(""));
            assertEquals(200, get(url, "/health/live").status());
        }
    }

    private static Reply get(URI url, String path) {
        return Http.send(url, "GET", path, "");
    }

    private static void eventually(int expected, Supplier<Integer> actual) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (actual.get() != expected && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertEquals(expected, actual.get());
    }
}
