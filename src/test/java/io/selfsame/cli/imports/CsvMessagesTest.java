package io.selfsame.cli.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvMessagesTest {
    private static final String USER = "{\"columns\": {\"userId\": \"user\", \"properties.n\": \"n\"}}";

    private static List<ImportItem> items(String mapping, String csv) throws IOException {
        return items(mapping, csv.getBytes(StandardCharsets.UTF_8), TextEncoding.UTF_8);
    }

    private static List<ImportItem> items(String mapping, byte[] csv, TextEncoding encoding) throws IOException {
        List<ImportItem> items = new ArrayList<>();
        try (ImportItems rows = new CsvRows(new ByteArrayInputStream(csv), encoding,
                CsvMapping.parse(mapping), new MessageIds(Optional.of("abc")))) {
            for (Optional<ImportItem> next = rows.next(); next.isPresent(); next = rows.next()) {
                items.add(next.get());
            }
        }
        return items;
    }

    @Test
    void rowsBecomeMessages() throws IOException {
        String mapping = """
                {"type": {"column": "kind", "values": {"view": "page"}, "otherwise": "track"},
                 "columns": {"userId": "user", "timestamp": "at", "context.traits.email": "mail",
                             "properties.total": "total", "context.externalIds.ios.idfa": "ad"},
                 "as": {"properties.total": "number"},
                 "constants": {"properties.source": "shop"},
                 "templates": {"messageId": "{user}-{kind}-{#}"}}""";
        String csv = """
                \uFEFFkind,user,at,mail,total,ad
                view,u1,2026-01-02 03:04:05.678,,,
                "a ""big"" one",u2,1700000000,"x@y.example
                ",1e2,AD
                """;
        assertEquals(
                List.of(new ImportItem.ReadyMessage(2,
                        "{\"type\":\"page\",\"properties\":{\"source\":\"shop\"},\"messageId\":\"u1-view-2\","
                                + "\"userId\":\"u1\",\"timestamp\":\"2026-01-02T03:04:05.678Z\"}",
                        "view,u1,2026-01-02 03:04:05.678,,,"),
                        new ImportItem.ReadyMessage(3,
                                "{\"type\":\"track\",\"properties\":{\"source\":\"shop\",\"total\":1E+2},"
                                        + "\"messageId\":\"u2-a \\\"big\\\" one-3\",\"userId\":\"u2\","
                                        + "\"timestamp\":\"2023-11-14T22:13:20Z\",\"context\":{\"traits\":{\"email\":\"x@y.example\\n\"},"
                                        + "\"externalIds\":[{\"id\":\"AD\",\"type\":\"ios.idfa\",\"collection\":\"users\",\"encoding\":\"none\"}]}}",
                                "\"a \"\"big\"\" one\",u2,1700000000,\"x@y.example\n\",1e2,AD")),
                items(mapping, csv));
    }

    /** Traits of track calls would mean nothing. */
    @Test
    void theExampleInOperatingSetsTraitsByIdentify() throws IOException {
        String page = Files.readString(Path.of("src/docs/operating.md"));
        String mapping = page.substring(page.indexOf("```json\n{\"type\":") + 8);
        mapping = mapping.substring(0, mapping.indexOf("```"));
        List<ImportItem> items = items(mapping, "user_id,time,event,mail,plan,phone,total,order_id\n"
                + "u1,2026-01-02,signed_up,a@x.example,pro,,,o1\nu1,2026-01-03,Ordered,,,,12,o2\n");
        JsonNode first = tree(((ImportItem.ReadyMessage) items.getFirst()).json());
        assertEquals("identify", first.path("type").asText());
        assertEquals("{\"email\":\"a@x.example\",\"plan\":\"pro\"}", first.path("traits").toString());
        JsonNode second = tree(((ImportItem.ReadyMessage) items.getLast()).json());
        assertEquals("track", second.path("type").asText());
        assertFalse(second.has("traits"));
    }

    @Test
    void rowsThatDoNotFitAreSetAsideAndTheRestGoesOn() throws IOException {
        List<ImportItem> items = items("{\"columns\": {\"userId\": \"user\", \"properties.n\": \"n\"}, "
                + "\"as\": {\"properties.n\": \"number\"}}", "user,n\nu1,1\nu2\nu3,x\nu4,4\n");
        assertEquals(List.of(2L, 3L, 4L, 5L), items.stream().map(ImportItem::line).toList());
        assertEquals("wrong_columns", ((ImportItem.Malformed) items.get(1)).code());
        assertEquals("not_a_number", ((ImportItem.Malformed) items.get(2)).code());
        assertTrue(((ImportItem.ReadyMessage) items.get(3)).json().contains("\"messageId\":\"import-abc-5\""));
    }

    private static JsonNode tree(String json) {
        try {
            return CliJson.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** Each item as its line and its user, or as its line and its code. */
    private static List<String> lines(List<ImportItem> items) {
        return items.stream().map(item -> item.line() + " " + switch (item) {
            case ImportItem.ReadyMessage message -> tree(message.json()).path("userId").asText();
            case ImportItem.Malformed bad -> bad.code();
        }).toList();
    }

    @Test
    void aSyntaxErrorInTheMiddleSpoilsItsRowAlone() throws IOException {
        assertEquals(List.of("2 u1", "3 not_csv", "4 u3", "5 unclosed_quote", "6 u5"),
                lines(items(USER, "user,n\nu1,1\n\"u2\"x,2\nu3,3\n\"u4,4\nu5,5\n")));
    }

    @Test
    void rowsThatAQuoteHasSwallowedComeBack() throws IOException {
        List<ImportItem> items = items(USER, "user,n\nu1,1\nu2,\"2\nu3,3\nu4,\"4\"\nu5,5\n");
        assertEquals(List.of("2 u1", "3 not_csv", "4 u3", "5 u4", "6 u5"), lines(items));
        String message = ((ImportItem.Malformed) items.get(1)).message();
        assertTrue(message.contains("opens in line 3 and closes in line 5"), message);
        items = items(USER, "user,n\nu1,\"a\nu2,b\nu3,c\",d\nu4,4\n");
        assertEquals(List.of("2 wrong_columns", "5 u4"), lines(items));
        message = ((ImportItem.Malformed) items.getFirst()).message();
        assertTrue(message.contains("to line 4"), message);
    }

    @Test
    void rowsCountByTheLineTheyBeginIn() throws IOException {
        assertEquals(List.of("4 u1", "7 u2", "8 u3"),
                lines(items(USER, "user,n\r\n\r\n  \r\nu1,\"1\r\n\r\n1\"\r\nu2,2\r\nu3,3")));
    }

    @Test
    void aLongRowWithoutAnEndDoesNotFillTheMemory() throws IOException {
        String csv = "user,n\n\"u1,1\n" + "u2,2\n".repeat(300_000);
        List<String> lines = lines(items(USER, csv));
        assertEquals("2 unclosed_quote", lines.getFirst());
        assertEquals(300_001, lines.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF\"user\",n\nu1,1", "user;n\nu1;1", "user\tn\nu1\t1", "user;\"a,b,c\";n\nu1;2;1",
            "sep=;\nuser;n\nu1;1", "\uFEFF\n\nuser,n\nu1,1", "\uFEFFsep=|\r\nuser|n\r\nu1|1",
            "a, b;c, d;user;n\n1;2;u1;1"})
    void headersSayWhatSeparatesCells(String csv) throws IOException {
        ImportItem item = items(USER, csv).getFirst();
        JsonNode message = tree(((ImportItem.ReadyMessage) item).json());
        assertEquals("u1", message.path("userId").asText());
        assertEquals("1", message.at("/properties/n").asText());
    }

    @Test
    void aColumnThatIsThereTwiceIsNoColumn() throws IOException {
        String message = String.valueOf(
                assertThrows(CliException.class, () -> items(USER, "user,n,user\nu1,1,u2\n")).getMessage());
        assertTrue(message.contains("'user' more than once"), message);
        assertEquals(List.of("2 u1"), lines(items(USER, "user,n,x,x,,\nu1,1,,,,\n")), "nobody asks for x");
    }

    /** Three people, whom U+FFFD would make one. */
    @Test
    void whatIsNotUtf8IsRefusedAndReadWithItsEncoding() throws IOException {
        byte[] csv = "user,n\nMüller,1\nMöller,2\nMeier,3\nMäller,€\n".getBytes(Charset.forName("windows-1252"));
        List<ImportItem> items = items(USER, csv, TextEncoding.UTF_8);
        assertEquals(List.of("2 not_utf8", "3 not_utf8", "4 Meier", "5 not_utf8"), lines(items));
        assertTrue(((ImportItem.Malformed) items.getFirst()).message().contains("--encoding windows-1252"));
        assertEquals(List.of("2 Müller", "3 Möller", "4 Meier", "5 Mäller"),
                lines(items(USER, csv, TextEncoding.of("windows-1252"))));
        byte[] header = "größe,n\nu,1\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(CliException.class, () -> items(USER, header, TextEncoding.UTF_8));
        try (MessageFile file = MessageFile.open(new ByteArrayInputStream(new byte[]{(byte) 0xfc, '\n'}),
                Optional.empty(),
                "UTF-8", "00")) {
            assertTrue(file.next().orElseThrow().toString().contains("give settings.encoding windows-1252"));
        }
        byte[] utf16 = "user,n\nu1,1\n".getBytes(StandardCharsets.UTF_16);
        String message = String.valueOf(
                assertThrows(CliException.class, () -> items(USER, utf16, TextEncoding.UTF_8)).getMessage());
        assertTrue(message.contains("iconv -f UTF-16 -t UTF-8"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "no-such", "", "IBM1047"})
    void anEncodingThatCannotBeRead(String name) {
        assertThrows(CliException.class, () -> TextEncoding.of(name));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "|", textBlock = """
            []                                      | must be an object
            {"colums": {}}                          | unknown: [colums]
            {"type": "click"}                       | must be one of
            {"columns": {"userId": 1}}              | must be a text
            {"as": {"properties.x": "date"}}        | must be text, number, boolean or json
            {"columns": {"userId": "nobody"}}       | names the column 'nobody'
            {"templates": {"messageId": "{nobody}"}} | names the column 'nobody'
            {                                       | is not JSON
            """)
    void aWrongMappingIsSaidBeforeAnythingIsSent(String mapping, String words) {
        CliException e = assertThrows(CliException.class, () -> items(mapping, "user\nu1\n"));
        assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"2021-03-03 21:27:32.695,2021-03-03T21:27:32.695Z", "2021-03-03 21:27:32 UTC,2021-03-03T21:27:32Z",
            "2021-03-03T21:27:32,2021-03-03T21:27:32Z", "2021-03-03T21:27:32+01:00,2021-03-03T20:27:32Z",
            "2021-03-03,2021-03-03T00:00:00Z", "2021-03-03 21:27:32.5+00,2021-03-03T21:27:32.500Z",
            "1700000000,2023-11-14T22:13:20Z", "1700000000123,2023-11-14T22:13:20.123Z",
            "1700000000123456,2023-11-14T22:13:20.123456Z", "yesterday,yesterday", "03/04/2021,03/04/2021"})
    void timesAreReadAsTheServiceReadsThem(String cell, String time) throws IOException {
        ImportItem item = items("{\"columns\": {\"timestamp\": \"at\"}}", "at\n" + cell + "\n").getFirst();
        assertEquals(time, tree(((ImportItem.ReadyMessage) item).json()).path("timestamp").asText());
    }
}
