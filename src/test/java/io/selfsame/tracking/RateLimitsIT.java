package io.selfsame.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfsame.server.Server;
import io.selfsame.testing.Await;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitsIT {

    private static String batch(int events) {
        return IntStream.range(0, events).mapToObj(i -> "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static long header(Reply reply, String name) {
        return reply.headers().firstValueAsLong(name).orElse(-1);
    }

    @Test
    void aKeyOverItsRateIsToldWhenToComeAgain() {
        TestServer server = TestServer.shared();
        try (Server limited = server.instanceWith(Map.of("SELFSAME_KEY_EVENTS_PER_SECOND", "1"))) {
            TestSpace space = server.newSpace().at(TestServer.urlOf(limited));
            Reply first = space.batch(batch(2_400)).ok();
            assertThat(header(first, "RateLimit-Limit")).isEqualTo(2_500);
            assertThat(header(first, "RateLimit-Remaining")).isBetween(100L, 1_000L);
            assertThat(header(first, "RateLimit-Reset")).isPositive();
            Reply second = space.batch(batch(2_500));
            assertThat(second.status()).isEqualTo(429);
            assertThat(header(second, "Retry-After")).isPositive();
            assertThat(header(second, "RateLimit-Remaining")).as("nothing was taken").isGreaterThanOrEqualTo(100);
            assertThat(space.track("{\"event\":\"E\",\"userId\":\"u\"}").status()).as("what is left").isEqualTo(200);
            TestSpace neighbour = server.newSpace().at(TestServer.urlOf(limited));
            assertThat(neighbour.batch(batch(2_500)).status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNoEventCostsOneAllTheSame() {
        TestServer server = TestServer.shared();
        try (Server limited = server.instanceWith(Map.of("SELFSAME_KEY_EVENTS_PER_SECOND", "1"))) {
            Reply noJson = server.newSpace().at(TestServer.urlOf(limited)).track("{\"event\":");
            assertThat(noJson.status()).isEqualTo(400);
            assertThat(header(noJson, "RateLimit-Remaining")).isEqualTo(2_499);
            Reply tooMany = server.newSpace().at(TestServer.urlOf(limited)).batch(batch(2_501));
            assertThat(tooMany.code()).isEqualTo("batch_too_large");
            assertThat(header(tooMany, "RateLimit-Remaining")).isEqualTo(2_499);

            TestSpace spent = server.newSpace().at(TestServer.urlOf(limited));
            spent.batch(batch(2_500)).ok();
            Await.until("it is not even looked at", () -> spent.track("{\"event\":").status() == 429);
        }
    }

    @Test
    void withoutLimitsThereAreNoHeaders() {
        Reply reply = TestServer.shared().newSpace().track("{\"event\":\"E\",\"userId\":\"u\"}").ok();
        assertThat(reply.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("ratelimit"));
    }
}
