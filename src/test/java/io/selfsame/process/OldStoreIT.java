package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Data folders that earlier builds have left: two people who were merged, an ID that was refused, an account, an event that
 * was not taken, an audience and a computed trait with results. This build migrates them, and nothing is lost.
 */
class OldStoreIT {

    private static final String ADMIN_TOKEN = "old-store-admin-token";

    @TempDir
    static Path folder;

    /** The oldest, and the newest but this one. */
    @ParameterizedTest
    @CsvSource({"schema-v003, mPEcxYJJIY2zETIpM_Gmc1RIgDVTdzp9, li6xUa4lRvMhnTEa8kyd-sgdWWgbq2R_, 5",
            "schema-v013, AFIqRnDNpBdj2epUAgbpCd_JLshcW3Aq, LE_kJbttEEbdg2LE5na0a9kMMTRRVXsH, 7"})
    void opensTheStoreOfAnEarlierBuild(String store, String writeKey, String accessToken, int events)
            throws IOException {
        requireThatItOpens(store, writeKey, accessToken, events);
    }

    @Slow
    @ParameterizedTest
    @CsvSource({"schema-v005, iLI9jtNWD42C0dhXZPAHIp_0T7gS4hWu, 450k6il_2saQP7u2wz67X_SFbB6IM2OE, 5",
            "schema-v007, e3waoOS5v7N70EMVwTRa5X38BvSz8rgm, rsxXNUzGqdtUO5tnSof0veKsLKISers5, 5"})
    void opensThoseBetweenThem(String store, String writeKey, String accessToken, int events) throws IOException {
        requireThatItOpens(store, writeKey, accessToken, events);
    }

    private static void requireThatItOpens(String store, String writeKey, String accessToken, int events)
            throws IOException {
        Path data = folder.resolve(store);
        unpack("/stores/" + store + ".zip", data);
        try (var service = Service.embedded(data)) {
            var space = new TestSpace(service.url(), "old", writeKey, accessToken, ADMIN_TOKEN);

            assertEquals(Set.of("user_id:u1", "email:jane@example.com", "anonymous_id:phone", "anonymous_id:laptop"),
                    space.idsOf("anonymous_id:laptop"));
            assertEquals("limit_exceeded", space.decisions("user_id:u2").getFirst().at("/identifiers/1/code").asText());
            assertEquals(events, space.events("user_id:u1").size());
            assertEquals(1, space.manage("GET", "rejected", "").ok().body().path("data").size());
            assertEquals("acme", space.profile("user_id:u1", "links").ok().body()
                    .at("/data/0/external_ids/0/id").asText());
            assertEquals(12.5, traits(space, "user_id:u1").path("revenue").asDouble());

            // An ID that was refused before counts on, and people have names.
            space.track("{\"messageId\":\"n-0\",\"userId\":\"u2\",\"anonymousId\":\"laptop\",\"event\":\"E\"}").ok();
            JsonNode blob = space.manage("GET", "blobs", "").ok().body().at("/data/0");
            assertEquals(space.segmentIdOf("user_id:u1").orElseThrow(), blob.path("segment_id").asText());
            assertEquals(2, blob.path("refusals").asInt(), blob::toString);
            assertTrue(blob.path("name").asText().toLowerCase(Locale.ROOT).startsWith("jane"), blob::toString);

            // One of them has a trait that a clock in the year 2569 set to "pro".
            space.identify("{\"userId\":\"u1\",\"timestamp\":\"soon\",\"traits\":{\"plan\":\"free\"}}").ok();
            assertEquals("free", traits(space, "user_id:u1").path("plan").asText());
            assertEquals(1, space.manage("GET", "violations", "").ok().body().path("data").size());

            // Another has a trait of this person under the key of the audience: whom the audience never held shows none.
            space.identify("{\"userId\":\"u4\",\"traits\":{\"name\":\"Bo\",\"buyers\":true}}").ok();
            assertEquals("{\"name\":\"Bo\"}", traits(space, "user_id:u4").toString());

            space.track("{\"messageId\":\"n-1\",\"userId\":\"u1\",\"event\":\"Order Completed\","
                    + "\"properties\":{\"total\":10}}").ok();
            space.track("{\"messageId\":\"n-2\",\"userId\":\"u2\",\"event\":\"Order Completed\","
                    + "\"properties\":{\"total\":1}}").ok();
            space.track("{\"messageId\":\"o-8\",\"userId\":\"u3\",\"event\":\"Order Completed\","
                    + "\"properties\":{\"total\":7}}").ok();
            Child.await("the refresh goes on where it was", () -> traits(space, "user_id:u1").path("revenue")
                    .asDouble() == 22.5 && traits(space, "user_id:u2").path("buyers").asBoolean()
                    && traits(space, "user_id:u3").path("revenue").asInt() == 7);
            assertEquals("{\"name\":\"Bo\"}", traits(space, "user_id:u4").toString(), "after a refresh, too");
            assertTrue(space.manage("POST", "jobs/check/run", "{}").status() < 300);
        }
    }

    private static JsonNode traits(TestSpace space, String id) {
        return space.profile(id, "traits").ok().body().path("traits");
    }

    private static void unpack(String resource, Path into) throws IOException {
        try (InputStream in = OldStoreIT.class.getResourceAsStream(resource); var zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = into.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(zip, path);
                }
            }
        }
    }
}
