package io.selfsame.cli.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.CliJson;
import io.selfsame.cli.FakeService;
import io.selfsame.cli.FakeService.Fate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ImportCommandTest {
    @TempDir
    Path folder = Path.of("");
    private FakeService service = newService();
    private final List<Duration> pauses = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private String stdin = "";

    private static FakeService newService() {
        try {
            return new FakeService();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        pauses.clear();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        ImportCommand command = new ImportCommand(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)), pauses::add);
        List<String> all = new ArrayList<>(List.of("--url", service.url(), "--retry-for", "300"));
        all.addAll(List.of(arguments));
        PrintWriter writer = new PrintWriter(out, true);
        return new CommandLine(command).setOut(writer).setErr(writer).execute(all.toArray(String[]::new));
    }

    private int runWithKey(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--write-key", "wk"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private static String line(int n, boolean withId) {
        return "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u" + n + "\",\"n\":" + n
                + (withId ? ",\"messageId\":\"m" + n + "\"}" : "}");
    }

    private Path file(int lines, boolean withIds) throws IOException {
        Path file = folder.resolve("events.jsonl");
        Files.write(file, IntStream.rangeClosed(1, lines).mapToObj(n -> line(n, withIds)).toList());
        return file;
    }

    private List<Integer> appliedNumbers() {
        return service.applied.values().stream().map(message -> message.path("n").asInt()).toList();
    }

    private static List<Integer> upTo(int n) {
        return IntStream.rangeClosed(1, n).boxed().toList();
    }

    private List<JsonNode> rejects() throws IOException {
        List<JsonNode> rejects = new ArrayList<>();
        for (String text : Files.readAllLines(folder.resolve("events.jsonl.rejects.jsonl"))) {
            rejects.add(CliJson.MAPPER.readTree(text));
        }
        return rejects;
    }

    @Test
    void aFileArrivesWholeAndInOrderAndLeavesNothingBehind() throws IOException {
        assertEquals(0, runWithKey("--batch", "10", file(95, true).toString()), out.toString());
        assertEquals(upTo(95), appliedNumbers());
        assertEquals(10, service.requests);
        assertEquals(List.of("events.jsonl"), List.of(String.valueOf(folder.toFile().list()[0])));
        assertTrue(out.toString().contains("95 accepted, 0 rejected"), out.toString());
    }

    @Test
    void lostAnswersBusyAndAwayCostNothingAndDoubleNothing() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            service.fates.add(List.of(Fate.OK, Fate.LOST_BEFORE, Fate.LOST_AFTER, Fate.BUSY, Fate.AWAY)
                    .get(random.nextInt(5)));
        }
        assertEquals(0, runWithKey("--batch", "7", file(300, false).toString()), out.toString());
        assertEquals(upTo(300), appliedNumbers());
        assertTrue(service.repeated > 0, "no batch was sent twice, so this showed nothing");
        assertTrue(out.toString().contains("300 accepted, 0 rejected"), out.toString());
        assertTrue(pauses.contains(Duration.ofSeconds(7)), "Retry-After was not honoured: " + pauses);
    }

    @Test
    void afterAStopOfARunThatMadeItsSpaceTheKeyIsNamed() throws IOException {
        service.failFrom = 3;
        String file = file(100, true).toString();
        assertEquals(1, run("--space", "shop", "--token", "t0p", "--batch", "5", file), out.toString());
        assertTrue(
                out.toString().contains("Give the same command again, with --write-key wk in place of --space, to go "
                        + "on at line 11."),
                out.toString());
        service.failFrom = Integer.MAX_VALUE;
        assertEquals(0, run("--write-key", "wk", "--batch", "5", file), out.toString());
        assertTrue(out.toString().contains("going on at line 11"), out.toString());
        assertEquals(upTo(100), appliedNumbers());
    }

    @Test
    void afterAStopTheSameCommandGoesOnWithoutLossOrDoubles() throws IOException {
        String file = file(100, false).toString();
        Files.writeString(Path.of(file), "not json\n" + Files.readString(Path.of(file)));
        for (int failFrom = 2; failFrom <= 12; failFrom += 5) {
            service.failFrom = service.requests + failFrom;
            assertEquals(1, runWithKey("--batch", "5", file), out.toString());
            assertTrue(out.toString().contains("Give the same command again"), out.toString());
            assertTrue(Files.exists(folder.resolve("events.jsonl.selfsame-import")));
        }
        service.failFrom = Integer.MAX_VALUE;
        assertEquals(3, runWithKey("--batch", "5", file), out.toString());
        assertTrue(out.toString().contains("going on at line"), out.toString());
        assertTrue(out.toString().contains("100 accepted, 1 rejected (not_json 1)"), out.toString());
        assertEquals(upTo(100), appliedNumbers());
        assertEquals(0, service.repeated, "what was acknowledged was sent again");
        assertEquals(1, rejects().size());
        assertFalse(Files.exists(folder.resolve("events.jsonl.selfsame-import")));
    }

    @Test
    void aStopBetweenAnswerAndProgressFileIsHealedByTheMessageIds() throws IOException {
        String file = file(20, false).toString();
        service.fates.add(Fate.OK);
        service.fates.add(Fate.LOST_AFTER);
        service.failFrom = 3;
        assertEquals(1, runWithKey("--batch", "5", file), out.toString());
        assertEquals(upTo(10), appliedNumbers());
        service.failFrom = Integer.MAX_VALUE;
        assertEquals(0, runWithKey("--batch", "5", file), out.toString());
        assertEquals(upTo(20), appliedNumbers());
        assertEquals(5, service.repeated);
    }

    @Test
    void anImportIsNotResumedIntoAnotherPlaceOrFromAnotherFile() throws IOException {
        Path file = file(20, true);
        service.failFrom = 2;
        assertEquals(1, runWithKey("--batch", "5", file.toString()));
        service.failFrom = Integer.MAX_VALUE;
        assertEquals(1, run("--write-key", "other", "--batch", "5", file.toString()));
        assertTrue(out.toString().contains("into another space"), out.toString());
        Files.writeString(file, line(21, true) + "\n", java.nio.file.StandardOpenOption.APPEND);
        assertEquals(1, runWithKey("--batch", "5", file.toString()));
        assertTrue(out.toString().contains("another state of this file"), out.toString());
        assertEquals(0, runWithKey("--batch", "5", "--from", "6", file.toString()), out.toString());
        assertEquals(upTo(21), appliedNumbers());
    }

    @Test
    void whatIsNoMessageIsSetAsideWithItsLineNumber() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Files.write(file, ("\uFEFF" + line(1, true) + "\r\n\n[1]\n{\"a\":1} x\n  \n" + line(2, true)
                + "\n{\"type\":\"page\",\"anonymousId\":\"null\",\"messageId\":\"bot\"}\n"
                + "{\"type\":\"track\",\"event\":\"spoils the batch\",\"messageId\":\"bad\"}\n" + line(3, true))
                .getBytes(StandardCharsets.UTF_8));
        Files.write(file, new byte[]{'\n', '{', '"', (byte) 0xff, '"', '}'}, java.nio.file.StandardOpenOption.APPEND);
        assertEquals(3, runWithKey(file.toString()), out.toString());
        assertEquals(upTo(3), appliedNumbers());
        assertEquals(List.of("7 no_identifiers", "8 too_deep", "3 not_object", "4 not_json", "10 not_utf8"), rejects()
                .stream().map(reject -> reject.path("line").asText() + " " + reject.path("code").asText()).toList());
    }

    @Test
    void csvWithoutAMappingIsToldSoAtOnceAndAMappingIsOffered() throws IOException {
        Path csv = folder.resolve("orders.csv");
        Files.writeString(csv,
                "\ufeffuser_id;Event;time;E-mail;order.total;Sku\nu1;Bought;2026-01-01;a@x.example;12;s1\n");
        assertEquals(1, runWithKey(csv.toString()), out.toString());
        assertTrue(out.toString().contains("looks like CSV") && out.toString().contains("--guess"), out.toString());
        assertEquals(0, service.requests);
        assertEquals(0, runWithKey("--guess", csv.toString()), out.toString());
        Path mapping = folder.resolve("mapping.json");
        Files.writeString(mapping, out.toString());
        assertEquals(0, runWithKey("--map", mapping.toString(), csv.toString()), out.toString());
        JsonNode message = service.applied.values().iterator().next();
        assertEquals("track", message.path("type").asText());
        assertEquals("u1", message.path("userId").asText());
        assertEquals("Bought", message.path("event").asText());
        assertEquals("a@x.example", message.at("/context/traits/email").asText());
        assertEquals("12", message.at("/properties/order_total").asText());
        assertEquals("s1", message.at("/properties/Sku").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user_id,device_id,event_type,event_time           | user_id    | userId
            user_id,device_id,event_type,event_time           | device_id  | anonymousId
            user_id,device_id,event_type,event_time           | event_type | event
            Event,Time,Distinct ID,$device_id,$insert_id      | Distinct ID | userId
            Event,Time,Distinct ID,$device_id,$insert_id      | $device_id | anonymousId
            Event,Time,Distinct ID,$device_id,$insert_id      | $insert_id | messageId
            ID,USER_ID,EVENT,RECEIVED_AT,TIMESTAMP            | ID         | messageId
            Customer Email,Plan                               | Customer Email | traits.email
            """)
    void theGuessKnowsTheColumnsOfOthers(String header, String column, String place) {
        assertTrue(CsvGuess.of(header).contains("\"" + place + "\" : \"" + column + "\""), CsvGuess.of(header));
    }

    @Test
    void jsonOfAnotherFormIsNamedAsSuch() throws IOException {
        Path file = folder.resolve("events.json");
        for (String text : List.of("[" + line(1, true) + "]", "[\n" + line(1, true) + "\n]",
                "{\n\"userId\": \"u\"\n}")) {
            Files.writeString(file, text);
            assertEquals(1, runWithKey(file.toString()), out.toString());
            assertTrue(out.toString().contains("jq -c '.[]' FILE"), out.toString());
        }
        Files.writeString(file, line(1, true) + "\n[" + line(2, true) + "]\n{\"a\": [1\n");
        assertEquals(3, runWithKey(file.toString()), out.toString());
        String rejects = Files.readString(folder.resolve("events.json.rejects.jsonl"));
        assertTrue(rejects.contains("jq -c '.[]' FILE"), rejects);
        assertFalse(rejects.contains("Source"), rejects);
    }

    @Test
    void aWrongMappingPromisesNoResumption() throws IOException {
        Path csv = Files.writeString(folder.resolve("people.csv"), "id,plan\nu1,pro\n");
        String map = mapping("{\"type\":\"identify\",\"columns\":{\"userId\":\"ID\"}}").toString();
        assertEquals(1, runWithKey("--map", map, csv.toString()), out.toString());
        assertTrue(out.toString().contains("names the column 'ID'"), out.toString());
        assertFalse(out.toString().contains("go on at line"), out.toString());
    }

    @Test
    void aPathThatNobodyWillSeeIsWarnedOf() throws IOException {
        Path csv = Files.writeString(folder.resolve("people.csv"), "id,plan\nu1,pro\n;\n");
        for (String path : List.of("trait.plan", "plan")) {
            String map = mapping("{\"type\":\"identify\",\"columns\":{\"userId\":\"id\",\"" + path + "\":\"plan\"}}")
                    .toString();
            for (String how : List.of("--dry-run", "--batch=10")) {
                runWithKey("--map", map, how, csv.toString());
                assertTrue(out.toString().contains("The mapping writes " + path + ", and "), out.toString());
            }
        }
        String map = mapping("{\"type\":\"track\",\"columns\":{\"userId\":\"id\",\"traits.plan\":\"plan\"}}")
                .toString();
        runWithKey("--map", map, "--dry-run", csv.toString());
        assertTrue(out.toString().contains("only identify and group set traits"), out.toString());
    }

    @Test
    void rowsOfEmptyCellsArePassedOver() throws IOException {
        Path csv = Files.writeString(folder.resolve("people.csv"), "id;n\nu1;1\n;\n;;;;\n ; \nu2;2\n;\n");
        String map = mapping("{\"type\":\"identify\",\"columns\":{\"userId\":\"id\",\"n\":\"n\"},"
                + "\"as\":{\"n\":\"number\"}}").toString();
        assertEquals(0, runWithKey("--map", map, csv.toString()), out.toString());
        assertEquals(upTo(2), appliedNumbers());
        assertTrue(out.toString().contains("rows of empty cells, passed over: 4"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            number       | 1,299.00 | 1299
            number       | 1e3      | 1E+3
            number,comma | 1.299,00 | 1299
            number,comma | 12       | 12
            boolean      | Yes      | true
            boolean      | n        | false
            number       | 1.299,00 | From column 'v', traits.v must be a number like 1299.00 or 1,299.00, it is: 1.299,00. If commas
            number       | twelve   | it is: twelve
            boolean      | maybe    | From column 'v', traits.v must be true or false, yes or no
            """)
    void cellsAreTakenAsQueriesTakeThem(String as, String cell, String expected) throws IOException {
        Path csv = Files.writeString(folder.resolve("events.jsonl"), "id;v\nu1;" + cell + "\n");
        String map = mapping("{\"type\":\"identify\",\"columns\":{\"userId\":\"id\",\"traits.v\":\"v\"},"
                + "\"as\":{\"traits.v\":\"" + as + "\"}}").toString();
        if (runWithKey("--map", map, csv.toString()) == 0) {
            assertEquals(expected, service.applied.values().iterator().next().at("/traits/v").asText());
        } else {
            assertTrue(rejects().getFirst().path("message").asText().contains(expected), rejects().toString());
        }
    }

    @Test
    void ofPeopleTheGuessMakesTraits() {
        assertTrue(CsvGuess.of("id,email,plan").contains("\"traits.plan\" : \"plan\""), CsvGuess.of("id,email,plan"));
        assertTrue(CsvGuess.of("type,user_id,event").contains("\"column\" : \"type\""));
    }

    private Path mapping(String json) throws IOException {
        return Files.writeString(folder.resolve("mapping.json"), json);
    }

    /** Excel for the Mac ends lines with CR alone; programs that translate line ends twice, with CR CR LF. */
    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\r\r\n"})
    void linesOfCsvEndInAnyWay(String end) throws IOException {
        Path csv = folder.resolve("people.csv");
        Files.writeString(csv, String.join(end, "id,n,note", "u1,1,a", "u2,2,\"b\nc\"") + end);
        String map = mapping(
                "{\"type\":\"identify\",\"columns\":{\"userId\":\"id\",\"n\":\"n\"},\"as\":{\"n\":\"number\"}}")
                .toString();
        assertEquals(0, runWithKey("--map", map, csv.toString()), out.toString());
        assertEquals(upTo(2), appliedNumbers());
        assertTrue(out.toString().contains("2 accepted, 0 rejected"), out.toString());
    }

    @Test
    void linesOfJsonMayEndWithCrAlone() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Files.writeString(file, line(1, true) + "\r" + line(2, true) + "\r");
        assertEquals(0, runWithKey(file.toString()), out.toString());
        assertEquals(upTo(2), appliedNumbers());
    }

    @Test
    void aSpreadsheetOrAnArchiveIsNamedAsSuch() throws IOException {
        Path file = folder.resolve("people.xlsx");
        Files.write(file, new byte[]{'P', 'K', 3, 4, 20, 0, 6, 0});
        String map = mapping("{\"type\":\"identify\",\"columns\":{\"userId\":\"id\"}}").toString();
        for (List<String> arguments : List.of(List.<String>of(), List.of("--map", map), List.of("--guess"),
                List.of("--dry-run"))) {
            List<String> all = new ArrayList<>(arguments);
            all.add(file.toString());
            assertEquals(1, runWithKey(all.toArray(String[]::new)), out.toString());
            assertTrue(out.toString().contains("zip archive") && out.toString().contains("save a spreadsheet as CSV"),
                    out.toString());
        }
    }

    @Test
    void gzipIsToldByItsBytesAndBatchesStayUnderTheSizeLimit() throws IOException {
        Path file = folder.resolve("events.jsonl");
        String filler = "x".repeat(20_000);
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int n = 1; n <= 100; n++) {
                gzip.write(("{\"n\":" + n + ",\"f\":\"" + filler + "\"}\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        assertEquals(0, runWithKey("--batch", "2500", file.toString()), out.toString());
        assertEquals(upTo(100), appliedNumbers());
        assertTrue(service.largestBody <= 500_000, "body of " + service.largestBody);
    }

    @Test
    void standardInputIsReadAndTheSameInputAgainDoublesNothing() throws IOException {
        stdin = String.join("\n", line(1, false), line(2, false), line(2, false), "{") + "\n";
        for (int i = 0; i < 2; i++) {
            assertEquals(3, runWithKey("--work-dir", folder.toString(), "-"), out.toString());
        }
        assertEquals(List.of(1, 2, 2), appliedNumbers());
        assertEquals(1, Files.readAllLines(folder.resolve("stdin.rejects.jsonl")).size());
    }

    @Test
    void aDryRunSendsNothing() throws IOException {
        assertEquals(0, run("--dry-run", file(5, true).toString()), out.toString());
        assertEquals(0, service.requests);
        assertTrue(out.toString().contains("5 readable, 0 rejected"), out.toString());
    }

    @Test
    void aDryRunWithAKeyHasTheServiceCheck() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Files.write(file, List.of(line(1, true), "{\"type\":\"track\",\"event\":\"e\"}", "no JSON",
                "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u4\",\"timestamp\":\"yesterday\"}",
                "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u5\",\"timestamp\":\"yesterday\"}"));
        assertEquals(3, runWithKey("--dry-run", "--batch", "2", file.toString()), out.toString());
        assertEquals(0, service.requests);
        assertEquals(4, service.checked);
        for (String said : List.of("line 2: no_identifiers: no ID is left", "line 3: not_json",
                "noted: invalid_timestamp 2, first in line 4: timestamp yesterday",
                "nothing stored. Messages: 3 would be accepted, 2 rejected (no_identifiers 1, not_json 1)")) {
            assertTrue(out.toString().contains(said), out.toString());
        }
        assertEquals(List.of("events.jsonl"), List.of(String.valueOf(folder.toFile().list()[0])));
    }

    /** The count survives a stop. */
    @Test
    void anImportSaysWhichTimesCouldNotBeRead() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Files.write(file, IntStream.rangeClosed(1, 9)
                .mapToObj(n -> line(n, true).replace("}", n % 3 == 2 ? ",\"timestamp\":\"yesterday\"}" : "}"))
                .toList());
        service.failFrom = 2;
        assertEquals(1, runWithKey("--batch", "4", file.toString()), out.toString());
        service.failFrom = Integer.MAX_VALUE;
        assertEquals(0, runWithKey("--batch", "4", file.toString()), out.toString());
        assertTrue(out.toString().contains("noted: invalid_timestamp 3, first in line 2: timestamp yesterday"),
                out.toString());
        assertTrue(out.toString().contains("3 times could not be read"), out.toString());
    }

    @Test
    void aDryRunDoesNotWaitForAServiceThatIsAway() throws IOException {
        service.close();
        assertEquals(1, runWithKey("--dry-run", file(5, true).toString()), out.toString());
        assertEquals(List.of(), pauses);
        assertTrue(out.toString().contains("does not answer"), out.toString());
        assertTrue(out.toString().contains("Without --write-key, --dry-run only reads the files."), out.toString());
        assertFalse(out.toString().contains("trying again"), out.toString());
    }

    @Test
    void aSecondRunSaysWhatWasThere() throws IOException {
        Path file = file(95, true);
        assertEquals(0, runWithKey("--batch", "10", file.toString()), out.toString());
        Files.writeString(file, line(96, true) + "\n", java.nio.file.StandardOpenOption.APPEND);
        assertEquals(0, runWithKey("--batch", "10", file.toString()), out.toString());
        assertTrue(out.toString().contains("1 accepted, 95 already there, 0 rejected"), out.toString());
    }

    @Test
    void aFileInAnotherEncodingIsReadWhenThatIsSaid() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Files.write(file, "{\"userId\":\"Müller\",\"n\":1}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(3, runWithKey(file.toString()), out.toString());
        assertTrue(out.toString().contains("0 accepted, 1 rejected (not_utf8 1)"), out.toString());
        assertTrue(rejects().getFirst().path("message").asText().contains("--encoding"), rejects().toString());
        assertEquals(0, runWithKey("--encoding", "iso-8859-1", file.toString()), out.toString());
        assertEquals("Müller", service.applied.values().iterator().next().path("userId").asText());
        assertEquals(1, runWithKey("--encoding", "utf-16", file.toString()));
        assertTrue(out.toString().contains("Convert the file to UTF-8"), out.toString());
    }

    /** A proxy before the service, or another service: no message is to blame, and none may be lost for it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MOVED            | answers 301 and sends to https://id.example: give that as --url.
            PAGE             | is not Selfsame (200, but no JSON)
            BAD_REQUEST_PAGE | answers a batch with 400
            TEAPOT           | answers a batch with 418
            """)
    void anAnswerThatIsNotOfSelfsameEndsTheImport(Fate fate, String sentence) throws IOException {
        String file = file(20, true).toString();
        service.fates.addAll(List.of(Fate.OK, fate));
        assertEquals(1, runWithKey("--batch", "5", file), out.toString());
        assertTrue(out.toString().contains(sentence), out.toString());
        assertEquals(2, service.requests, "it was asked again");
        assertFalse(Files.exists(folder.resolve("events.jsonl.rejects.jsonl")), "messages were set aside");
        assertEquals(0, runWithKey("--batch", "5", file), out.toString());
        assertEquals(upTo(20), appliedNumbers());
    }

    /** Earlier versions made such keys. */
    @Test
    void aKeyMayLookLikeAnOption() throws IOException {
        String file = file(1, true).toString();
        for (String key : List.of("-Vabc", "-habc", "-abc")) {
            for (List<String> arguments : List.of(List.of("--write-key", key), List.of("--write-key=" + key))) {
                List<String> all = new ArrayList<>(arguments);
                all.add(file);
                assertEquals(1, run(all.toArray(String[]::new)), out.toString());
                assertTrue(out.toString().contains("does not know this write key"), out.toString());
                assertFalse(out.toString().contains(key), out.toString());
            }
        }
        assertEquals(2, run("--write-key", "--dry-run", file), out.toString());
    }

    @Test
    void aWrongKeyAMissingFileAndNoKeyAreOneSentenceEach() throws IOException {
        assertEquals(1, run("--write-key", "nope", file(5, true).toString()));
        assertTrue(out.toString().contains("does not know this write key"), out.toString());
        assertEquals(1, runWithKey(folder.resolve("none").toString()));
        assertTrue(out.toString().contains("no readable file"), out.toString());
        assertFalse(out.toString().contains("\tat "), out.toString());
    }
}
