package io.selfsame.source.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** From a file in a folder into the graph. */
class FolderSourceIT {

    private final TestSpace space = TestServer.shared().newSpace();
    private final Path folder = Path.of("target", "test-data", "sources", space.id(), "drop");

    private Reply create(String settings) {
        return space.manage("POST", "sources",
                "{\"name\":\"Files\",\"kind\":\"folder\",\"settings\":" + settings.replace('\'', '"') + "}");
    }

    private void put(String name, byte[] content) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".part"), content);
        Files.move(folder.resolve(name + ".part"), folder.resolve(name));
    }

    private void put(String name, String content) throws IOException {
        put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode report(String place) throws IOException {
        Path report = folder.resolve(place + ".report.json");
        Await.until(place, () -> Files.exists(report) && Files.exists(folder.resolve(place)));
        return Http.json(Files.readString(report));
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void aFileIsTakenOnceAndMovedWithAReport() throws IOException {
        assertEquals(201, create("{'folder':'drop'}").status());
        put("b.jsonl.gz", gzip("{\"type\":\"track\",\"event\":\"B\",\"userId\":\"ada\"}\n"));
        put("a.jsonl",
                "{\"type\":\"track\",\"event\":\"A\",\"userId\":\"ada\"}\nno json\n\n{\"type\":\"track\",\"event\":\"C\"}\n");
        Files.writeString(folder.resolve("c.part"), "{\"type\":\"track\",\"event\":\"half");
        JsonNode report = report("done/a.jsonl");
        assertEquals(Http.json(
                "{\"accepted\":1,\"repeated\":0,\"rejected\":2,\"rejectedByCode\":{\"no_identifiers\":1,\"not_json\":1}}"),
                ((com.fasterxml.jackson.databind.node.ObjectNode) report.deepCopy())
                        .without(List.of("sha256", "finishedAt")));
        List<String> rejects = Files.readAllLines(folder.resolve("done/a.jsonl.rejects.jsonl"));
        assertEquals(List.of(2, 4), rejects.stream().map(each -> Http.json(each).path("line").asInt()).toList());
        assertEquals(1, report("done/b.jsonl.gz").path("accepted").asInt());
        assertEquals(2, space.events("user_id:ada").size());
        assertTrue(space.manage("GET", "rejected", "").body().toString().contains("(file a.jsonl, line 4)"));
        // The same content again is the same events.
        put("a.jsonl", Files.readString(folder.resolve("done/a.jsonl")));
        assertEquals(1, report("done/2-a.jsonl").path("repeated").asInt());
        assertEquals(2, space.events("user_id:ada").size());
        assertTrue(Files.exists(folder.resolve("c.part")));
        assertFalse(Files.exists(folder.resolve("a.jsonl")));
    }

    @Test
    void csvHasAMappingAndWhatCannotBeReadFails() throws IOException {
        assertEquals(201, create("{'folder':'drop','encoding':'windows-1252','mapping':{'type':'identify',"
                + "'columns':{'userId':'id','traits.name':'name'}}}").status());
        put("people.csv", "id;name\n7;J\u00fcrgen\n".getBytes(java.nio.charset.Charset.forName("windows-1252")));
        assertEquals(1, report("done/people.csv").path("accepted").asInt());
        assertEquals("J\u00fcrgen", space.profile("user_id:7", "traits").ok().body().at("/traits/name").asText());
        put("wrong.csv", "a;b\n1;2\n");
        JsonNode failed = report("failed/wrong.csv");
        assertTrue(failed.path("problem").asText().contains("id"), failed.toString());
        put("sheet.csv", "PK\u0003\u0004 what a spreadsheet is");
        assertTrue(report("failed/sheet.csv").path("problem").asText().contains("zip archive"));
    }

    @Test
    void linksLeadNowhere() throws IOException {
        Path elsewhere = Files.createDirectories(folder.getParent().resolve("elsewhere")).toAbsolutePath();
        Files.writeString(elsewhere.resolve("secret.jsonl"), "hidden");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("a.jsonl"), elsewhere.resolve("secret.jsonl"));
        String id = create("{'folder':'drop'}").body().at("/data/source/id").asText();
        put("b.jsonl", "{\"type\":\"track\",\"event\":\"B\",\"userId\":\"ada\"}\n");
        report("done/b.jsonl");
        assertTrue(Files.isSymbolicLink(folder.resolve("a.jsonl")));
        Files.delete(folder.resolve("failed"));
        Files.createSymbolicLink(folder.resolve("failed"), elsewhere);
        Await.until("said", () -> failing(id).equals("failed in the folder drop is a symbolic link"));
        Files.createSymbolicLink(folder.resolveSibling("link"), elsewhere);
        String other = space.manage("POST", "sources",
                "{\"name\":\"Link\",\"kind\":\"folder\",\"settings\":{\"folder\":\"link\"}}").ok().body()
                .at("/data/source/id").asText();
        Await.until("said", () -> failing(other).startsWith("the folder link, or that of the space, is a symbolic"));
        try (var all = Files.list(elsewhere)) {
            assertEquals(1, all.count());
        }
    }

    private String failing(String id) {
        return space.manage("GET", "sources/" + id, "").ok().body().at("/data/source/failingBecause").asText();
    }

    @Test
    void noPathComesOverHttp() {
        for (String folder : List.of("../other", "/etc", "a/b", "..", "")) {
            assertEquals(400, create("{'folder':'" + folder + "'}").status(), folder);
        }
        assertTrue(create("{'folder':'x','mapping':{'colums':{}}}").body().toString().contains("unknown: [colums]"));
        assertTrue(create("{'folder':'x','encoding':'klingon'}").body().toString().contains("There is no encoding"));
    }
}
