package io.selfsame.destination.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.graph.Statement;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.RandomStream;
import io.selfsame.testing.Seeds;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files say is what the graph says, after any number of exports and kills. */
class FilesExportIT {

    private final Workbench workbench = new Workbench();

    @TempDir
    Path root;

    private List<String> graph(String cypher) {
        return Workbench.GRAPH.read(new Statement("test", cypher), Map.of("space", workbench.space.id())).stream()
                .map(row -> String.join("|",
                        row.values().stream().map(value -> String.valueOf(value.asObject())).toList()))
                .sorted().toList();
    }

    private List<String> identifiers() {
        return graph(
                "MATCH (id:ExternalId {space: $space})-[:IDENTIFIES]->(profile) OPTIONAL MATCH (profile)-[:CANONICAL]->(root)"
                        + " RETURN id.type + ':' + id.value, coalesce(root, profile).segmentId");
    }

    private List<String> roots() {
        return graph("MATCH (profile:Profile {space: $space}) OPTIONAL MATCH (profile)-[:CANONICAL]->(root)"
                + " RETURN profile.segmentId, coalesce(root, profile).segmentId");
    }

    /** As the Profile API shows them. */
    private List<String> traits() {
        List<String> traits = new ArrayList<>();
        Set<String> people = new HashSet<>();
        roots().forEach(row -> people.add(row.substring(row.indexOf('|') + 1)));
        for (String person : people) {
            workbench.space.profile(person + "/traits?limit=200").ok().body().path("traits").properties()
                    .forEach(trait -> traits.add(person + "|" + trait.getKey() + "|" + trait.getValue()));
        }
        return traits.stream().sorted().toList();
    }

    private void compare(Export export) throws IOException, SQLException {
        try (var warehouse = new Warehouse(export.full(), ".parquet")) {
            assertEquals(identifiers(), warehouse.identifiersByMapping());
            assertEquals(identifiers(), warehouse.identifiers());
            assertEquals(roots(), warehouse.rows("SELECT segment_id, canonical_segment_id FROM id_graph"));
            assertEquals(roots(), warehouse.merges());
            assertEquals(traits(), warehouse.traits());
            List<String> calls = new ArrayList<>();
            for (Table table : List.of(Table.IDENTIFIES, Table.TRACKS, Table.PAGES, Table.SCREENS, Table.GROUPS,
                    Table.ALIASES)) {
                if (Files.isDirectory(export.full().resolve(table.text()))) {
                    calls.addAll(
                            warehouse.rows("SELECT id, seq, segment_id, event_source_id, epoch_ms(\"timestamp\") FROM "
                                    + table.text()));
                }
            }
            assertEquals(graph("MATCH (event:Event {space: $space})-[:OF]->(profile) RETURN event.messageId, event.seq,"
                    + " profile.segmentId, event.sourceId, event.timestamp.epochMillis"),
                    calls.stream().sorted().toList());
        }
    }

    @Test
    void filesSayWhatTheGraphSaysAfterRandomEventsAndKills() throws IOException, SQLException {
        long seed = Seeds.of(FilesExportIT.class);
        var random = new Random(seed);
        var stream = new RandomStream(seed, "m", 12, false);
        workbench.audience("done", "event('Thing Done').count() > 1");
        workbench.trait("things", "event('Thing Done').count()");
        var export = new Export(workbench, root, "");
        int kills = 0;
        for (int round = 0; round < Seeds.rounds(6); round++) {
            workbench.space.batch(Http.JSON.createArrayNode().addAll(stream.messages(40)).toString()).ok();
            workbench.identify("u" + round, "{\"plan\":\"p" + round + "\",\"seats\":" + round + ",\"gone\":null}");
            if (random.nextBoolean()) {
                workbench.refresh();
            }
            for (int i = 0; i < 4 && export.killedAt(random.nextInt(25)); i++) {
                kills++;
                if (random.nextInt(3) == 0) {
                    workbench.space.batch(Http.JSON.createArrayNode().addAll(stream.messages(5)).toString()).ok();
                    workbench.refresh();
                }
            }
            export.run();
            compare(export);
        }
        assertTrue(kills > 3, kills + " kills");
        assertFalse(export.files().stream().anyMatch(file -> file.endsWith(".tmp")), export.files().toString());
        JsonNode manifest = Http.json(Files.readString(export.full().resolve("manifests/run-000001.json")));
        assertEquals(1, manifest.path("run").asInt());
        assertTrue(manifest.path("files").size() > 3, manifest.toString());
        assertTrue(Files.readString(export.full().resolve("README.md")).contains("## user_traits"));
    }

    /** Each profile is created once, and moves once with each merge of whoever is above it. */
    @Test
    void historyIsThatOfTheLedger() throws IOException, SQLException {
        var export = new Export(workbench, root, "");
        workbench.space.track("{\"userId\":\"p0\",\"event\":\"A\",\"messageId\":\"m0\"}").ok();
        workbench.space.send("page", "{\"anonymousId\":\"p1\",\"name\":\"Home\",\"messageId\":\"m1\"}").ok();
        workbench.space.send("page", "{\"anonymousId\":\"p2\",\"messageId\":\"m2\"}").ok();
        workbench.identify("x", "{}");
        String p0 = workbench.space.segmentIdOf("user_id:p0").orElseThrow();
        String p1 = workbench.space.segmentIdOf("anonymous_id:p1").orElseThrow();
        String p2 = workbench.space.segmentIdOf("anonymous_id:p2").orElseThrow();
        workbench.space.batch("""
                [{"type":"identify","messageId":"m3","anonymousId":"p1","traits":{"email":"p@x.org"}},
                 {"type":"identify","messageId":"m4","anonymousId":"p2","traits":{"email":"p@x.org"}},
                 {"type":"identify","messageId":"m5","userId":"p0","anonymousId":"p2","context":{"traits":{}}}]""")
                .ok();
        assertEquals(p0, workbench.space.segmentIdOf("anonymous_id:p1").orElseThrow());
        export.run();
        try (var warehouse = new Warehouse(export.full(), ".parquet")) {
            assertEquals(Stream
                    .of(p0 + "|" + p0 + "|m0|track|A", p1 + "|" + p1 + "|m1|page|Home", p2 + "|" + p2 + "|m2|page|null",
                            p2 + "|" + p1 + "|m4|identify|null", p1 + "|" + p0 + "|m5|identify|null",
                            p2 + "|" + p0 + "|m5|identify|null")
                    .sorted().toList(),
                    warehouse
                            .rows("SELECT segment_id, canonical_segment_id, triggering_event_id, triggering_event_type,"
                                    + " triggering_event_name FROM id_graph_updates WHERE triggering_event_id LIKE 'm%'"));
            assertEquals(List.of("m3|" + p1 + "|" + p1 + "|email|p@x.org|true"), warehouse.rows(
                    "SELECT triggering_event_id, segment_id, canonical_segment_id, external_id_type, external_id_value,"
                            + " external_id_hash = sha1(external_id_type || external_id_value)"
                            + " FROM external_id_mapping_updates WHERE external_id_type = 'email'"));
            // Who it was at the time, and not who it is since.
            assertEquals(List.of("m4|" + p1),
                    warehouse.rows("SELECT id, canonical_segment_id FROM identifies WHERE id = 'm4'"));
        }
    }

    @Test
    void whatIsWrittenOnceIsNotWrittenAgainAndAKillAfterTheFilesChangesNothing() throws IOException {
        var export = new Export(workbench, root, ",\"tables\":[\"tracks\",\"id_graph_updates\"]");
        workbench.track("ada", "Order");
        // The last time that it asks is between the manifest and the note that the run is done.
        assertTrue(export.killedAt(3));
        List<String> before = export.files();
        assertTrue(before.stream().anyMatch(file -> file.contains("/tracks/tracks-000001-1-1.parquet")),
                before.toString());
        assertTrue(before.stream().anyMatch(file -> file.contains("/manifests/run-000001.json")), before.toString());
        workbench.track("bob", "Order");
        assertTrue(export.isDue());
        // What was begun ends first.
        export.run();
        assertEquals(Stream.concat(before.stream(), Stream.of("LATEST")).sorted().toList(), export.files());
        assertFalse(export.isDue());
        export.run();
        List<String> then = export.files();
        assertEquals(1, then.stream().filter(file -> file.contains("tracks-000001")).count(), then.toString());
        export.run();
        assertEquals(then, export.files());
    }

    @Test
    void anotherFormBeginsAnewAndLeavesTheOldFiles() throws IOException, SQLException {
        var export = new Export(workbench, root, "");
        workbench.identify("ada", "{\"plan\":\"pro\"}");
        export.run();
        List<String> parquet = export.files();
        Path first = export.full();
        workbench.space
                .manage("PATCH", "destinations/" + export.id, "{\"settings\":{\"format\":\"jsonl\",\"gzip\":true}}")
                .ok();
        assertTrue(export.isDue());
        // Two full exports of one second have one name.
        Await.until("another second", () -> System.currentTimeMillis() / 1000 > lastWritten(first) / 1000);
        export.run();
        assertTrue(export.files().containsAll(parquet.stream().filter(file -> !file.equals("LATEST")).toList()));
        try (var warehouse = new Warehouse(export.full(), ".jsonl.gz")) {
            assertEquals(identifiers(), warehouse.identifiers());
            assertEquals(List.of("pro"), warehouse.rows("SELECT value FROM user_traits WHERE name = 'plan'"));
        }
    }

    @Test
    void whatASpaceMayHaveEndsAnExportAndLeavesNothingHalfDone() throws IOException, SQLException {
        var export = new Export(workbench, root, "");
        workbench.identify("ada", "{\"plan\":\"pro\"}");
        export.run();
        List<String> before = export.files();
        workbench.identify("bo", "{}");
        export.most = 1;
        assertThrows(ExportRoom.SpaceFull.class, export::run);
        assertEquals(before, export.files());
        export.most = 0;
        export.run();
        compare(export);
    }

    private static long lastWritten(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void textIsQuoted() throws IOException, SQLException {
        var export = new Export(workbench, root, ",\"format\":\"csv\",\"gzip\":true");
        workbench.space.identify("""
                {"userId":"a,\\"b\\"\\r\\nc","traits":{"note":"x\\"y,z","empty":""}}""").ok();
        workbench.space.track("{\"userId\":\"u\",\"event\":\"\",\"properties\":{\"a\":[1,{\"b\":\"ü\"}]}}");
        export.run();
        try (var warehouse = new Warehouse(export.full(), ".csv.gz")) {
            assertEquals(identifiers(), warehouse.identifiers());
            assertEquals(traits(), warehouse.traits());
        }
        String name = export.files().stream().filter(file -> file.contains("/user_identifiers/")).findFirst()
                .orElseThrow();
        try (var in = new GZIPInputStream(Files.newInputStream(export.full().getParent().resolve(name)))) {
            assertTrue(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .startsWith("canonical_segment_id,type,value,timestamp,seq\r\n"));
        }
    }

    @Test
    void noLinkIsFollowed() throws IOException {
        var export = new Export(workbench, root, "");
        workbench.track("ada", "Order");
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.createDirectories(root.resolve(workbench.space.id()));
        Files.createSymbolicLink(root.resolve(workbench.space.id()).resolve("warehouse"), elsewhere);
        assertTrue(assertThrows(IOException.class, export::run).getMessage().contains("links are not followed"));
        try (var files = Files.list(elsewhere)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aFolderIsWrittenByOneDestination() {
        String body = "{\"name\":\"%s\",\"kind\":\"files\",\"enabled\":false,\"settings\":{\"folder\":\"%s\"}}";
        var space = workbench.space;
        String first = space.manage("POST", "destinations", body.formatted("A", "one")).ok().body()
                .at("/data/destination/id").asText();
        String second = space.manage("POST", "destinations", body.formatted("B", "two")).ok().body()
                .at("/data/destination/id").asText();
        String expected = "The destination " + first + " has the folder 'one'; give another folder";
        for (Reply refused : List.of(space.manage("POST", "destinations", body.formatted("C", "one")),
                space.manage("PATCH", "destinations/" + second, "{\"settings\":{\"folder\":\"one\"}}"))) {
            assertEquals(409, refused.status(), refused.body().toString());
            assertEquals(expected, refused.body().at("/error/message").asText());
        }
        space.manage("PATCH", "destinations/" + first, "{\"settings\":{\"folder\":\"three\"}}").ok();
        space.manage("PATCH", "destinations/" + second, "{\"settings\":{\"folder\":\"one\"}}").ok();
        TestServer.shared().newSpace().manage("POST", "destinations", body.formatted("A", "one")).ok();
    }

    @Test
    void theServiceWritesAndSaysWhatIsWrong() throws IOException, SQLException {
        Path blocked = Files.writeString(root.resolve("file"), "no folder");
        try (var other = TestServer.shared().instanceWith(Map.of("SELFSAME_FILES", root.resolve("out").toString()))) {
            var space = workbench.space.at(TestServer.urlOf(other));
            Files.createDirectories(root.resolve("out"));
            Files.createSymbolicLink(root.resolve("out").resolve(space.id()), blocked);
            workbench.identify("ada", "{\"plan\":\"pro\"}");
            String id = space.manage("POST", "destinations",
                    "{\"name\":\"W\",\"kind\":\"files\",\"settings\":{\"folder\":\"w\",\"intervalMinutes\":1}}").ok()
                    .body()
                    .at("/data/destination/id").asText();
            Await.until("it says why", () -> space.manage("GET", "destinations/" + id, "").ok().body()
                    .at("/data/destination/failingBecause").asText().contains("Files cannot be written: "));
            assertEquals("Failing",
                    space.manage("GET", "destinations/" + id, "").body().at("/data/destination/status").asText());
            Files.delete(root.resolve("out").resolve(space.id()));
            // Any change has it tried at once.
            space.manage("POST", "destinations/" + id + "/resume", "").ok();
            space.manage("PATCH", "destinations/" + id, "{\"name\":\"W2\"}").ok();
            Path folder = root.resolve("out").resolve(space.id()).resolve("w");
            Await.until("files", () -> Files.exists(folder.resolve("LATEST")));
            try (var warehouse = new Warehouse(folder.resolve(Files.readString(folder.resolve("LATEST")).strip()),
                    ".parquet")) {
                assertEquals(traits(), warehouse.traits());
            }
            assertEquals(409, space.manage("POST", "destinations/" + id + "/test", "").status());
            assertEquals(0, graph("MATCH (d:Delivery {space: $space}) RETURN d.key").size());
        }
    }
}
