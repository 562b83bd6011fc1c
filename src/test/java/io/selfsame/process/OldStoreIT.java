package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data folder that an earlier build has left: two people who were merged, an ID that was refused, an account, an event that
 * was not taken, an audience and a computed trait with results. This build migrates it, and nothing is lost.
 */
class OldStoreIT {

    private static final String ADMIN_TOKEN = "old-store-admin-token";
    private static final String WRITE_KEY = "mPEcxYJJIY2zETIpM_Gmc1RIgDVTdzp9";
    private static final String ACCESS_TOKEN = "li6xUa4lRvMhnTEa8kyd-sgdWWgbq2R_";

    @TempDir
    static Path folder;

    @Test
    void opensTheStoreOfAnEarlierBuild() throws IOException {
        Path data = folder.resolve("schema-v003");
        unpack("/stores/schema-v003.zip", data);
        try (var service = Service.embedded(data)) {
            var space = new TestSpace(service.url(), "old", WRITE_KEY, ACCESS_TOKEN, ADMIN_TOKEN);

            assertEquals(Set.of("user_id:u1", "email:jane@example.com", "anonymous_id:phone", "anonymous_id:laptop"),
                    space.idsOf("anonymous_id:laptop"));
            assertEquals("limit_exceeded", space.decisions("user_id:u2").getFirst().at("/identifiers/1/code").asText());
            assertEquals(5, space.events("user_id:u1").size());
            assertEquals(1, space.manage("GET", "rejected", "").ok().body().path("data").size());
            assertEquals("acme", space.profile("user_id:u1", "links").ok().body()
                    .at("/data/0/external_ids/0/id").asText());
            assertEquals(12.5, traits(space, "user_id:u1").path("revenue").asDouble());

            space.track("{\"messageId\":\"n-1\",\"userId\":\"u1\",\"event\":\"Order Completed\","
                    + "\"properties\":{\"total\":10}}").ok();
            space.track("{\"messageId\":\"n-2\",\"userId\":\"u2\",\"event\":\"Order Completed\","
                    + "\"properties\":{\"total\":1}}").ok();
            space.track("{\"messageId\":\"o-8\",\"userId\":\"u3\",\"event\":\"Order Completed\","
                    + "\"properties\":{\"total\":7}}").ok();
            Child.await("the refresh goes on where it was", () -> traits(space, "user_id:u1").path("revenue")
                    .asDouble() == 22.5 && traits(space, "user_id:u2").path("buyers").asBoolean());
            assertEquals(7, traits(space, "user_id:u3").path("revenue").asInt());
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
