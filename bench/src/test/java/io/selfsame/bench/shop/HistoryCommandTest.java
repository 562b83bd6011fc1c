package io.selfsame.bench.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.bench.LoadDriver;
import io.selfsame.bench.testing.FakeSelfsame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HistoryCommandTest {
    private static final String UNTIL = "2026-05-01T00:00:00Z";
    private static final Pattern MESSAGE_ID = Pattern.compile("\"messageId\":\"([^\"]+)\"");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void sendsEveryMessageOnce() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> List.of())) {
            assertEquals(0, run(server, "--events", "2000"));
            List<String> sent = ids(server);
            assertEquals(ids(100), new HashSet<>(sent));
            assertEquals(sent.size(), ids(100).size());
            HistoryState state = HistoryState.read(folder).orElseThrow();
            assertEquals(List.of(100, 100, "wk"),
                    List.of(state.complete(), state.pending(), state.space().orElseThrow().writeKey()));
        }
    }

    @Test
    void goesOnWhereItWasStopped() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(
                number -> number == 12 ? List.of(new FakeSelfsame.Reply(500, "", "no")) : List.of())) {
            assertEquals(1, run(server, "--events", "2000", "--batch", "100", "--connections", "2"));
            int before = ids(server).size();
            assertEquals(0, run(server, "--events", "2000", "--batch", "100"));
            List<String> sent = ids(server);
            assertEquals(ids(100), new HashSet<>(sent));
            assertTrue(sent.size() - before <= ids(100).size() - 1000, sent.size() - before + " were sent again");
        }
    }

    @Test
    void addsOtherPeopleWhenAskedForMore() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> List.of())) {
            assertEquals(0, run(server, "--events", "2000"));
            int before = ids(server).size();
            assertEquals(0, run(server, "--events", "6000"));
            assertEquals(before, ids(100).size());
            assertEquals(ids(300), new HashSet<>(ids(server)));
            assertEquals(ids(300).size(), ids(server).size());
        }
    }

    @Test
    void packsWhenAskedTo() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> List.of())) {
            assertEquals(0, run(server, "--events", "2000", "--gzip"));
            assertEquals(ids(100), new HashSet<>(ids(server)));
        }
    }

    @Test
    void wrongUsageIsTwo() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> List.of())) {
            assertEquals(2, run(server, "--events", "2001"));
            assertEquals(2, run(server, "--events", "2000", "--batch", "2500"));
            assertEquals(0, run(server, "--events", "2000"));
            assertEquals(2, run(server, "--events", "2000", "--seed", "7"));
        }
    }

    @Test
    void tablesNeedNoServerAndAreOfTheSameHistory() throws IOException {
        assertEquals(0,
                LoadDriver.execute("tables", "--data", folder.toString(), "--events", "2000", "--until", UNTIL));
        assertEquals(Instant.parse(UNTIL), HistoryState.read(folder).orElseThrow().until());
        try (FakeSelfsame server = new FakeSelfsame(number -> List.of())) {
            assertEquals(0, run(server, "--events", "2000"));
        }
    }

    private static Set<String> ids(int people) {
        History history = History.of(1, Instant.parse(UNTIL), 0, people);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < history.size(); i++) {
            ids.add(ShopMessages.id(history.get(i)));
        }
        return ids;
    }

    private static List<String> ids(FakeSelfsame server) {
        return server.seen.stream().flatMap(seen -> MESSAGE_ID.matcher(seen.body()).results())
                .map(found -> found.group(1)).toList();
    }

    private int run(FakeSelfsame server, String... options) {
        List<String> line = new ArrayList<>(List.of("history", "--url", server.url(), "--token", "admin", "--data",
                folder.toString(), "--until", UNTIL));
        line.addAll(Arrays.asList(options));
        return LoadDriver.execute(line.toArray(String[]::new));
    }
}
