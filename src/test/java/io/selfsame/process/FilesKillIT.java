package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service is killed while it writes files, again and again; at the end each event is in them once. */
@Slow
class FilesKillIT {

    private static final int KILLS = 3;

    @TempDir
    Path data;

    @Test
    void eachEventIsInTheFilesOnce() throws Exception {
        TestSpace space = null;
        String id = "";
        for (int kill = 0; kill < KILLS; kill++) {
            try (var service = Service.embedded(data, List.of())) {
                if (space == null) {
                    space = service.newSpace("files", Service.ADMIN_TOKEN);
                    id = space.manage("POST", "destinations",
                            "{\"name\":\"W\",\"kind\":\"files\",\"settings\":{\"folder\":\"w\",\"intervalMinutes\":1}}")
                            .ok().body()
                            .at("/data/destination/id").asText();
                }
                space = space.at(service.url());
                var load = new Load().start("k" + kill + "-", space, 2);
                Child.await("events are taken", () -> load.acknowledged() > 50);
                for (int i = 0; i < 3; i++) {
                    // Any change has it written at once.
                    space.manage("PATCH", "destinations/" + id, "{\"name\":\"W" + kill + "-" + i + "\"}").ok();
                    LockSupport.parkNanos(1_000_000_000L + kill * 170_000_000L);
                }
                service.child().kill();
                load.stop();
            }
        }
        try (var service = Service.embedded(data, List.of())) {
            TestSpace last = space.at(service.url());
            String destination = "destinations/" + id;
            List<String> stored = last.decisions().stream().map(entry -> entry.path("message_id").asText()).sorted()
                    .toList();
            last.manage("PATCH", destination, "{\"name\":\"last\"}").ok();
            Child.await("all is in files", () -> export(last, destination).path("ledger").asLong() >= stored.size()
                    && export(last, destination).hasNonNull("nextAt") && inFiles().size() >= stored.size());
            assertTrue(stored.size() > 100, stored.size() + " events");
            assertEquals(stored, inFiles());
        }
    }

    private static JsonNode export(TestSpace space, String destination) {
        return space.manage("GET", destination, "").ok().body().at("/data/destination/export");
    }

    private List<String> inFiles() {
        Path folder = data.resolve("files/files/w");
        List<String> ids = new ArrayList<>();
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement();
                var rows = statement
                        .executeQuery("SELECT id FROM '" + folder.resolve(Files.readString(folder.resolve("LATEST"))
                                .strip()) + "/tracks/*.parquet' ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        } catch (SQLException | IOException e) {
            return List.of();
        }
        return ids;
    }
}
