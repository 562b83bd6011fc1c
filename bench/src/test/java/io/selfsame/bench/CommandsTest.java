package io.selfsame.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.bench.testing.FakeSelfsame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server that only looks like ours. No test looks at a rate or a latency. */
@Timeout(60)
class CommandsTest {
    private static final List<FakeSelfsame.Reply> USUAL = List.of();
    private static final Pattern MESSAGE_ID = Pattern.compile("\"messageId\":\"([^\"]+)\"");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void batchSendsTheEventsItCountsEachWithItsOwnId() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> USUAL)) {
            assertEquals(0, run(server, "batch", "--events-per-batch", "20", "--connections", "3"));
            List<String> ids = server.seen.stream().flatMap(seen -> MESSAGE_ID.matcher(seen.body()).results())
                    .map(found -> found.group(1)).toList();
            assertEquals(ids.size(), new HashSet<>(ids).size());
            assertTrue(server.seen.stream().skip(3).filter(seen -> seen.path().equals("/v1/batch"))
                    .allMatch(seen -> MESSAGE_ID.matcher(seen.body()).results().count() == 20));
            assertTrue(json().contains("\"errors\":0"), json());
        }
    }

    @Test
    void singleUsesTheRouteOfEachKind() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> USUAL)) {
            assertEquals(0, run(server, "single"));
            assertEquals(Set.of("/v1/track", "/v1/page", "/v1/identify"),
                    server.seen.stream().map(FakeSelfsame.Seen::path).filter(path -> path.startsWith("/v1/"))
                            .filter(path -> !path.startsWith("/v1/batch") && !path.startsWith("/v1/spaces"))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void readAsksOnlyForPeopleThatWereWritten() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> USUAL)) {
            assertEquals(0, run(server, "read"));
            Set<String> written = server.seen.stream().filter(seen -> seen.path().equals("/v1/batch"))
                    .flatMap(seen -> Pattern.compile("\"userId\":\"([^\"]+)\"").matcher(seen.body()).results())
                    .map(found -> "/collections/users/profiles/user_id:" + found.group(1) + "/traits")
                    .collect(Collectors.toSet());
            assertEquals(300, written.size());
            assertTrue(server.seen.stream().map(FakeSelfsame.Seen::path).filter(path -> path.endsWith("/traits"))
                    .allMatch(path -> written.contains(path.replaceFirst("^/v1/spaces/bench-\\d+", ""))));
        }
    }

    @Test
    void mixedAndIdleReportEachOperation() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> USUAL)) {
            assertEquals(0, run(server, "mixed", "--mix", "40,40,20"));
            assertTrue(json().contains("\"read\":") && json().contains("\"single\":") && json().contains("\"batch\":"));
            assertEquals(0, run(server, "idle", "--rate", "100"));
            assertTrue(json().contains("\"read\":") && json().contains("\"single\":"));
        }
    }

    @Test
    void suiteRunsAll() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> USUAL)) {
            assertEquals(0, run(server, "suite"));
            assertEquals(List.of("single", "read", "batch", "mixed", "idle"),
                    Pattern.compile("\"workload\":\"([a-z]+)\"").matcher(json()).results().map(found -> found.group(1))
                            .toList());
        }
    }

    @Test
    void sendsTheSameAgainAfter429() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(
                number -> number == 20 ? List.of(new FakeSelfsame.Reply(429, "0", "{}")) : USUAL)) {
            assertEquals(0, run(server, "single", "--connections", "1"));
            List<String> ids = server.seen.stream().filter(seen -> !seen.path().equals("/v1/batch"))
                    .flatMap(seen -> MESSAGE_ID.matcher(seen.body()).results()).map(MatchResult::group).toList();
            assertEquals(ids.size() - 1, new HashSet<>(ids).size());
            assertTrue(json().contains("\"throttled\":1,\"errors\":0"), json());
        }
    }

    @Test
    void failsOn429WithoutRetryAfter() throws IOException {
        assertFails("without", number -> number == 20 ? List.of(new FakeSelfsame.Reply(429, "", "{}")) : USUAL);
    }

    @Test
    void failsOnAnyOtherStatusAndShowsTheBody() throws IOException {
        assertFails("no \\\"identifiers\\\"",
                number -> number == 20 ? List.of(new FakeSelfsame.Reply(400, "", "no \"identifiers\"")) : USUAL);
    }

    @Test
    void failsWhenABatchIsNotAcceptedInFull() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> number == 20
                ? List.of(new FakeSelfsame.Reply(200, "", "{\"success\":true,\"accepted\":99,\"rejected\":[{}]}"))
                : USUAL)) {
            assertEquals(1, run(server, "batch"));
            assertTrue(json().contains("accepted\\\":99"), json());
        }
    }

    @Test
    void overloadWantsToSee429() throws IOException {
        try (FakeSelfsame calm = new FakeSelfsame(number -> USUAL)) {
            assertEquals(1, run(calm, "overload", "--connections", "8", "--rate", "50", "--recovery-seconds", "1"));
        }
        try (FakeSelfsame busy = new FakeSelfsame(
                number -> number % 20 == 19 ? List.of(new FakeSelfsame.Reply(429, "0", "{}")) : USUAL)) {
            assertEquals(0, run(busy, "overload", "--connections", "8", "--rate", "50", "--recovery-seconds", "1"));
        }
    }

    @Test
    void wrongUsageIsTwo() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> USUAL)) {
            assertEquals(2, run(server, "mixed", "--mix", "1,2,3"));
            assertEquals(2, run(server, "batch", "--connections", "0"));
            assertEquals(2, LoadDriver.execute("read", "--url", "https://127.0.0.1:1", "--token", "admin"));
            assertEquals(2, LoadDriver.execute("read", "--url", server.url(), "--space", "b"));
            assertEquals(1, LoadDriver.execute("read", "--url", server.url(), "--token", "wrong"));
        }
    }

    private void assertFails(String words, IntFunction<List<FakeSelfsame.Reply>> surprises)
            throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(surprises)) {
            assertEquals(1, run(server, "single", "--connections", "2"));
            assertFalse(json().contains("\"errors\":0"), json());
            assertTrue(json().contains(words) || words.equals("without"), json());
        }
    }

    private int run(FakeSelfsame server, String... command) {
        List<String> line = new ArrayList<>(Arrays.asList(command));
        line.addAll(List.of("--url", server.url(), "--token", "admin", "--people", "300", "--seconds", "1", "--json",
                folder.resolve("result.json").toString()));
        if (!command[0].equals("overload")) {
            line.addAll(List.of("--warmup-seconds", "0"));
        }
        if (!line.contains("--rate") && !command[0].equals("suite")) {
            line.addAll(List.of("--rate", "200")); // a closed loop would take all the CPU there is
        }
        return LoadDriver.execute(line.toArray(String[]::new));
    }

    private String json() throws IOException {
        return Files.readString(folder.resolve("result.json"));
    }
}
