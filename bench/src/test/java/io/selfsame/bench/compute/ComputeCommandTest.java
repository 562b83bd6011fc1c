package io.selfsame.bench.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.bench.LoadDriver;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.selfsame.bench.shop.HistoryState;
import io.selfsame.bench.testing.FakeSelfsame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class ComputeCommandTest {
    private static final Path DEFINITIONS = Path.of("definitions");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void createsTheDefinitionsOnceAndUsesThemAgain() throws IOException {
        try (FakeSelfsame server = filled()) {
            assertEquals(0, run(server, "--only", "previews", "--preview-runs", "1"));
            assertEquals(0, run(server, "--only", "previews", "--preview-runs", "1"));
            List<String> created = server.management.calls.stream()
                    .filter(call -> call.startsWith("POST /audiences {") || call.startsWith("POST /computed-traits {"))
                    .toList();
            assertEquals(40, created.size());
            assertTrue(created.getFirst().contains("\"filterByExternalIds\":[]"), created.getFirst());
        }
    }

    @Test
    void writesWhoHasWhichValueAndChecksPreviews() throws IOException {
        try (FakeSelfsame server = filled()) {
            assertEquals(0, run(server, "--only", "values"));
            List<String> lines = Files.readAllLines(folder.resolve("values.tsv"));
            assertEquals("people\t100", lines.get(1));
            assertEquals(22, lines.size());
            assertTrue(lines.get(2).startsWith("cart_abandoned\t100\t"), lines.get(2));
            assertTrue(lines.contains("lapsing\t0\t0"), lines.toString());
            server.management.people = 99;
            assertEquals(1, run(server, "--only", "values"));
        }
    }

    @Test
    void measuresPreviewsInsideAndFromOutside() throws IOException {
        try (FakeSelfsame server = filled()) {
            assertEquals(0, run(server, "--only", "previews", "--preview-runs", "3", "--preview-warmups", "1"));
            JsonNode rows = json();
            assertEquals(4, rows.size());
            assertEquals(7, rows.get(0).path("median").asDouble());
            assertEquals(3, rows.get(1).path("values").size());
        }
    }

    @Test
    void refreshesWithNewEventsOfTheSamePeopleWhileTheScheduleRests() throws IOException {
        try (FakeSelfsame server = filled()) {
            server.seen.clear();
            assertEquals(0, run(server, "--only", "refresh", "--changed", "10", "--refresh-runs", "3",
                    "--refresh-warmups", "1"));
            List<List<String>> people = server.seen.stream().map(seen -> ids(seen.body(), "anonymousId")).toList();
            assertEquals(4, people.size());
            assertEquals(10, people.getFirst().size());
            assertTrue(people.stream().allMatch(people.getFirst()::equals));
            assertEquals(40, server.seen.stream().flatMap(seen -> ids(seen.body(), "messageId").stream()).distinct()
                    .count());
            List<String> jobs = server.management.calls.stream().filter(call -> call.contains("/jobs")).toList();
            assertTrue(jobs.get(1).contains("\"paused\":true") && jobs.getLast().contains("\"paused\":false"));
            assertEquals(3, json().get(0).path("values").size());
            assertTrue(HistoryState.read(folder).orElseThrow().touched());
        }
    }

    @Test
    void setsARefreshAgainstPostgres() throws IOException {
        try (FakeSelfsame server = filled()) {
            Files.writeString(folder.resolve("postgres.tsv"), "people\t100\na\t20.5\t30\tplain\nb\t9.5\t10\tplain\n");
            assertEquals(0, run(server, "--only", "refresh", "--refresh-runs", "1"));
            assertEquals(List.of(30.0, 40.0, 10.0), List.of(json().get(2).path("median").asDouble(),
                    json().get(3).path("median").asDouble(), json().get(4).path("median").asDouble()));
        }
    }

    @Test
    void freshnessFollowsEachProbeToItsMembership() throws IOException {
        try (FakeSelfsame server = filled()) {
            server.seen.clear();
            assertEquals(0, run(server, "--only", "freshness", "--freshness-seconds", "1", "--warmup-seconds", "0",
                    "--probes", "20", "--rate", "100"));
            assertEquals(20, json().get(0).path("values").size());
            assertEquals(20, server.seen.stream().filter(seen -> seen.path().equals("/v1/track")).count());
            assertTrue(server.seen.stream().anyMatch(seen -> seen.path().endsWith("/traits?include=cart_abandoned")
                    || seen.path().endsWith("/traits")));
        }
    }

    @Test
    void ingestTakesTurns() throws IOException {
        try (FakeSelfsame server = filled()) {
            assertEquals(0, run(server, "--only", "ingest", "--ingest-pairs", "1", "--ingest-seconds", "1",
                    "--warmup-seconds", "0"));
            assertEquals(3, json().size());
            assertTrue(json().get(2).path("median").asDouble() > 0);
        }
    }

    @Test
    void refusesWithoutAHistoryOrWithAPhaseThatIsNone() throws IOException {
        try (FakeSelfsame server = new FakeSelfsame(number -> List.of())) {
            assertEquals(2, run(server));
        }
        try (FakeSelfsame server = filled()) {
            assertEquals(2, run(server, "--only", "everything"));
            assertEquals(2, run(server, "--changed", "2500"));
        }
    }

    @Test
    void everyDefinitionIsWrittenInSqlToo() throws IOException {
        List<DefinitionFile> files = DefinitionFile.readAll(DEFINITIONS);
        assertEquals(20, files.size());
        assertEquals(20, files.stream().map(DefinitionFile::key).distinct().count());
        try (var found = Files.list(DEFINITIONS)) {
            assertTrue(found.map(file -> file.getFileName().toString().replace(".yaml", ".sql"))
                    .allMatch(name -> Files.exists(Path.of("postgres", "definitions", name))));
        }
    }

    @Test
    void valuesAsTextAreTheSameHowEverTheyAreSpelled() throws IOException {
        assertEquals(List.of("12.5", "100", "", "0.333333", "true", "", "", "a,b", "", "x"),
                List.of("12.50", "1E2", "0.0", "0.33333333", "true", "false", "null", "[\"a\",\"b\"]", "[]", "\"x\"")
                        .stream().map(ComputeCommandTest::parsed).map(ValueReader::text).toList());
        assertFalse(ValueSum.NONE.with("a", "1").equals(ValueSum.NONE.with("a", "2")));
        // What PostgreSQL makes of the same.
        assertEquals(545460813907321929L, ValueSum.NONE.with("user_id:shopper-1", "12.5").checksum());
        assertEquals(ValueSum.NONE.with("a", "1").with("b", "2"), ValueSum.NONE.with("b", "2").with("a", "1"));
    }

    private static JsonNode parsed(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> ids(String body, String field) {
        List<String> ids = new ArrayList<>();
        parsed(body).path("batch").forEach(message -> ids.add(message.path(field).asText()));
        return ids;
    }

    private FakeSelfsame filled() throws IOException {
        FakeSelfsame server = new FakeSelfsame(number -> List.of());
        assertEquals(0,
                LoadDriver.execute("history", "--url", server.url(), "--token", "admin", "--data", folder.toString(),
                        "--events", "2000"));
        return server;
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(Files.readString(folder.resolve("result.json"))).path("measured");
    }

    private int run(FakeSelfsame server, String... options) {
        List<String> line = new ArrayList<>(List.of("compute", "--url", server.url(), "--token", "admin", "--data",
                folder.toString(), "--definitions", DEFINITIONS.toString(), "--json",
                folder.resolve("result.json").toString()));
        line.addAll(Arrays.asList(options));
        return LoadDriver.execute(line.toArray(String[]::new));
    }
}
