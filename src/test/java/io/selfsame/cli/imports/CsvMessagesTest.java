package io.selfsame.cli.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.cli.CliException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvMessagesTest {
    private static List<ImportItem> items(String mapping, String csv) throws IOException {
        List<ImportItem> items = new ArrayList<>();
        try (ImportItems rows = new CsvRows(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
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
                                + "\"userId\":\"u1\",\"timestamp\":\"2026-01-02T03:04:05.678Z\"}"),
                        new ImportItem.ReadyMessage(3,
                                "{\"type\":\"track\",\"properties\":{\"source\":\"shop\",\"total\":1E+2},"
                                        + "\"messageId\":\"u2-a \\\"big\\\" one-3\",\"userId\":\"u2\","
                                        + "\"timestamp\":\"2023-11-14T22:13:20Z\",\"context\":{\"traits\":{\"email\":\"x@y.example\\n\"},"
                                        + "\"externalIds\":[{\"id\":\"AD\",\"type\":\"ios.idfa\",\"collection\":\"users\",\"encoding\":\"none\"}]}}")),
                items(mapping, csv));
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

    @Test
    void aSyntaxErrorInTheMiddleEndsNeitherInALoopNorInAnException() throws IOException {
        List<ImportItem> items = items("{\"columns\": {\"userId\": \"user\"}}",
                "user,n\nu1,1\n\"u2\"x,2\nu3,3\n\"u4,4\n");
        assertTrue(items.getFirst() instanceof ImportItem.ReadyMessage, items.toString());
        assertTrue(items.stream().anyMatch(ImportItem.Malformed.class::isInstance), items.toString());
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
            "2021-03-03T21:27:32,2021-03-03T21:27:32Z", "2021-03-03T21:27:32+01:00,2021-03-03T21:27:32+01:00",
            "1700000000123,2023-11-14T22:13:20.123Z", "yesterday,yesterday"})
    void timesAreWrittenAsIso8601(String cell, String iso) {
        assertEquals(iso, CsvMessages.time(cell));
    }
}
