package io.selfsame.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.process.Service;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is killed while it takes a file goes on where it was. */
@Slow
class FolderStormIT {

    private static final int USERS = 20;
    private static final int EACH = 300;
    private static final int KILLS = 2;

    @TempDir
    private Path data;

    private Service start() {
        return Service.embedded(data, Map.of("SELFSAME_SPACE_EVENTS_PER_SECOND", "500"));
    }

    @Test
    void nothingIsLostAndNothingDoubled() throws IOException {
        Service service = start();
        try {
            TestSpace space = service.newSpace("shop", Service.ADMIN_TOKEN);
            Path folder = data.resolve("sources").resolve("shop").resolve("drop");
            Files.createDirectories(folder);
            List<String> lines = new ArrayList<>();
            for (int n = 0; n < EACH; n++) {
                for (int user = 0; user < USERS; user++) {
                    lines.add("{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u" + user + "\",\"properties\":{\"n\":"
                            + n + "}}");
                }
                lines.add("no json " + n);
            }
            Files.write(folder.resolve("events.jsonl"), lines);
            space.manage("POST", "sources",
                    "{\"name\":\"Drop\",\"kind\":\"folder\",\"settings\":{\"folder\":\"drop\"}}").ok();
            Path progress = folder.resolve(".progress").resolve("events.jsonl");
            for (int kill = 0; kill < KILLS; kill++) {
                long before = line(progress);
                Await.until("some rows are taken", Duration.ofSeconds(90), () -> line(progress) > before);
                service.child().kill();
                service = start();
            }
            Path report = folder.resolve("done").resolve("events.jsonl.report.json");
            Await.until("done", Duration.ofSeconds(120), () -> Files.exists(report.resolveSibling("events.jsonl")));
            JsonNode said = Http.json(Files.readString(report));
            assertEquals(USERS * EACH, said.path("accepted").asInt() + said.path("repeated").asInt(), said.toString());
            assertEquals(EACH, said.path("rejected").asInt());
            assertEquals(EACH, Files.readAllLines(folder.resolve("done").resolve("events.jsonl.rejects.jsonl")).size());
            TestSpace now = space.at(service.url());
            for (int user = 0; user < USERS; user++) {
                List<Integer> seen = new ArrayList<>();
                now.events("user_id:u" + user).forEach(each -> seen.add(each.at("/properties/n").asInt()));
                assertEquals(IntStream.range(0, EACH).boxed().toList(), seen.stream().sorted().toList(), "u" + user);
            }
        } finally {
            service.close();
        }
    }

    private static long line(Path progress) {
        try {
            return Files.exists(progress) ? Http.json(Files.readString(progress)).path("nextLine").asLong() : 0;
        } catch (IOException moved) {
            return Long.MAX_VALUE;
        }
    }
}
