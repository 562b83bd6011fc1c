package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Http;
import io.selfsame.testing.RawHttp;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with a small heap, and one token that asks for answers of 5 MB, more than the heap holds, and takes none of them. */
@Slow
class UnreadAnswersIT {

    private static final int READERS = 150;

    private static final int PEOPLE = 50;
    /** Of each: 100 KB. */
    private static final int TRAITS = 4;
    private static final String VALUE = "x".repeat(25_000);

    @TempDir
    static Path folder;

    @Test
    void whoTakesNoAnswersKeepsNobodyFromTheirs() {
        var settings = Service.with(Service.embeddedSettings(folder.resolve("data")), "SELFSAME_ADMIN_TOKEN",
                Service.ADMIN_TOKEN);
        try (var service = new Service(Child.selfsameWith("500m", settings, "serve"))) {
            service.awaitReady();
            TestSpace hostile = service.newSpace("hostile", Service.ADMIN_TOKEN);
            TestSpace quiet = service.newSpace("quiet", Service.ADMIN_TOKEN);
            fill(hostile);
            String ids = "{\"ids\":[" + IntStream.range(0, PEOPLE).mapToObj(i -> "\"user_id:u" + i + "\"")
                    .collect(Collectors.joining(",")) + "]}";
            assertTrue(hostile.lookup(ids).ok().body().toString().length() > 5_000_000);
            String lookup = "POST /v1/spaces/hostile/collections/users/lookup HTTP/1.1\r\nHost: h\r\nAuthorization: "
                    + Http.basic(hostile.accessToken()) + "\r\nContent-Length: " + ids.length() + "\r\n\r\n" + ids;
            List<RawHttp> readers = new ArrayList<>();
            try {
                for (int i = 0; i < READERS; i++) {
                    readers.add(new RawHttp(service.url().getPort()).send(lookup));
                    if (i % 10 == 0) {
                        assertServed(quiet, "u" + i);
                    }
                }
                assertServed(quiet, "last");
                // Those who came first may have been cut off meanwhile: it depends on the machine how long this takes.
                assertTrue(
                        readers.stream().skip(READERS / 2).limit(READERS / 2 - 1)
                                .anyMatch(reader -> reader.take(20) == 20),
                        "they were answered, if only with a refusal");
            } finally {
                readers.forEach(RawHttp::close);
            }
            assertServed(quiet, "afterwards");
            assertTrue(service.child().isAlive());
            assertFalse(service.child().output().contains("OutOfMemoryError"), service.child().output());
        }
    }

    private static void fill(TestSpace space) {
        for (int trait = 0; trait < TRAITS; trait++) {
            for (int from = 0; from < PEOPLE; from += 10) {
                String name = "t" + trait;
                space.batch(IntStream.range(from, from + 10).mapToObj(i -> "{\"type\":\"identify\",\"userId\":\"u" + i
                        + "\",\"traits\":{\"" + name + "\":\"" + VALUE + "\"}}")
                        .collect(Collectors.joining(",", "[", "]"))).ok();
            }
        }
    }

    private static void assertServed(TestSpace space, String user) {
        space.identify("{\"userId\":\"" + user + "\",\"traits\":{\"a\":1}}").ok();
        assertEquals(1, space.profile("user_id:" + user, "traits").ok().body().at("/traits/a").asInt());
    }
}
