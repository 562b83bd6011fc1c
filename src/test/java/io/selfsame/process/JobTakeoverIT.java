package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services on one Neo4j, each in a process of its own; the one that runs a job is killed. */
@Slow
class JobTakeoverIT {

    private static final String PASSWORD = "taken-as-it-is-found";
    private static final Duration TAKEOVER = Duration.ofSeconds(15);
    private static final int SPACES = 6;

    @TempDir
    static Path folder;

    @Test
    void theJobsOfAKilledServiceRunOnTheOtherWithinFifteenSeconds() throws Exception {
        Files.writeString(folder.resolve("neo4j.password"), PASSWORD);
        int port = Child.freePort();
        var uri = URI.create("bolt://127.0.0.1:" + port);
        try (var neo4j = Neo4jMain.launch(folder, port)) {
            Neo4jMain.awaitReady(neo4j);
            try (var first = Service.remote(uri, PASSWORD); var second = Service.remote(uri, PASSWORD)) {
                first.awaitReady();
                second.awaitReady();
                Map<String, TestSpace> spaces = new HashMap<>();
                for (int i = 0; i < SPACES; i++) {
                    var space = first.newSpace("takeover-" + i, Service.ADMIN_TOKEN);
                    define(space);
                    spaces.put(space.id(), space);
                }
                takeover(spaces, first, second);
            }
        }
    }

    /** Whichever runs the first space is killed. The two share the others, or not: nothing hangs on that. */
    private static void takeover(Map<String, TestSpace> spaces, Service first, Service second) {
        Child.await("all run", () -> spaces.values().stream().allMatch(space -> refresh(space).hasNonNull(
                "lastFinishedAt")));
        var one = spaces.values().iterator().next();
        String holder = refresh(one).path("holder").asText();
        boolean isFirst = instance(one).equals(holder);
        Service survivor = isFirst ? second : first;
        spaces.replaceAll((id, space) -> space.at(survivor.url()));
        String other = instance(spaces.get(one.id()));
        (isFirst ? first : second).child().kill();
        var killed = Instant.now();
        for (TestSpace space : spaces.values()) {
            Child.await("the other runs " + space.id(), () -> refresh(space).path("holder").asText().equals(other)
                    && Instant.parse(refresh(space).path("lastStartedAt").asText()).isAfter(killed));
        }
        var took = Duration.between(killed, Instant.now());
        assertTrue(took.compareTo(TAKEOVER) < 0, "took " + took);
    }

    private static String instance(TestSpace space) {
        return space.manage("GET", "jobs", "").ok().body().at("/data/instance").asText();
    }

    private static JsonNode refresh(TestSpace space) {
        return space.manage("GET", "jobs", "").ok().body().at("/data/jobs/0");
    }

    private static void define(TestSpace space) {
        space.manage("POST", "audiences",
                "{\"name\":\"Ones\",\"definition\":{\"query\":\"event('One').count() >= 1\"}}").ok();
    }
}
