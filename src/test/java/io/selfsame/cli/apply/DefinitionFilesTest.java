package io.selfsame.cli.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionFilesTest {

    @TempDir
    Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private String problems() {
        return assertThrows(CliException.class, () -> DefinitionFiles.read(List.of(folder), Map.of())).getMessage();
    }

    @Test
    void yamlAndJsonOfAFolderAreRead() throws IOException {
        file("b/shop.yaml", """
                # Two documents.
                kind: Audience
                key: big
                name: Big spenders
                query: |
                  event('Order').count() > 1
                    AND trait('vip')
                options:
                  filterByExternalIds: [user_id]
                ---
                kind: ComputedTrait
                key: orders
                name: Orders
                description: All of them
                audienceType: accounts
                enabled: false
                query: event('Order').count()
                """);
        file("a.json", """
                [{"kind":"Audience","key":"a","name":"A","query":"trait('a')"},
                 {"kind":"Audience","key":"b","name":"B","query":"trait('b')"}]
                """);
        file("notes.txt", "not read");
        List<FileDefinition> read = DefinitionFiles.read(List.of(folder), Map.of()).definitions();
        assertEquals(List.of("Audience a", "Audience b", "Audience big", "ComputedTrait orders (ACCOUNTS)"),
                read.stream().map(wanted -> wanted.identity().toString()).toList());
        assertEquals("{\"name\":\"Big spenders\",\"description\":\"\",\"enabled\":true,\"definition\":{\"query\":"
                + "\"event('Order').count() > 1\\n  AND trait('vip')\"},\"options\":{\"filterByExternalIds\":"
                + "[\"user_id\"]},\"key\":\"big\",\"audienceType\":\"USERS\"}", CliJson.write(read.get(2).create()));
        assertTrue(read.get(3).place().endsWith("shop.yaml, line 11"), read.get(3).place());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {kind: Audience, key: a, name: A}                               | query is missing
            {kind: Audience, key: 1, name: A, query: x}                     | key is no text; put it in quotes
            {kind: Audience, key: a, name: '', query: x}                    | name is empty
            {kind: Audience, key: a, name: A, query: x, enable: true}       | unknown field 'enable'
            {kind: Audience, key: a, name: A, query: x, enabled: maybe}     | enabled is true or false
            {kind: Audience, key: a, name: A, query: x, options: 7}         | options is a group
            {kind: Audience, key: a, name: A, query: x, audienceType: DOGS} | USERS or ACCOUNTS
            {kind: Segment, key: a, name: A, query: x}                      | kind is Audience, ComputedTrait, Destination or Source
            {kind: Destination, name: D, type: webhook, url: x}             | unknown field 'url'; there are kind, name, type
            {kind: Destination, type: webhook}                              | name is missing
            {kind: Destination, name: D, type: 7}                           | type is no text, or empty
            {kind: Audience, key: a, key: a, name: A, query: x}             | Duplicate field 'key'
            just text                                                       | not a definition
            {kind: Audience, key: a, name: &n A, description: *n, query: x} | aliases like *n are not understood
            query: event('A').within(parent: 1 days)                        | write "query: |" and the query on the next line
            query: 'A' AND 'B'                                              | write "query: |" and the query on the next line
            query: event('Order #1').count()                                | what follows # is a comment
            """)
    void mistakesAreNamedWithTheirPlace(String document, String problem) throws IOException {
        file("one.yaml", "kind: Audience\nkey: fine\nname: Fine\nquery: x\n---\n" + document + "\n");
        String problems = problems();
        assertTrue(problems.contains(folder.resolve("one.yaml") + ", line 6: "), problems);
        assertTrue(problems.contains(problem), problems);
    }

    @Test
    void allMistakesOfAllFilesAreNamedAtOnce() throws IOException {
        file("a.json", "{\"kind\":\"Audience\"");
        file("b.yaml", "kind: Audience\nkey: a\nname: A\n\tquery: x\n");
        file("c.yaml", "kind: Audience\nkey: same\nname: A\nquery: x\n");
        file("d.yaml", "kind: ComputedTrait\nkey: same\nname: A\nquery: x\n");
        String problems = problems();
        assertTrue(problems.contains("a.json, line "), problems);
        assertTrue(problems.contains("b.yaml, line 4"), problems);
        assertTrue(problems.contains("d.yaml, line 1: the key 'same' stands also at "), problems);
        assertTrue(problems.contains("c.yaml, line 1"), problems);
    }

    @Test
    void otherEncodingsAreNamed() throws IOException {
        Files.write(folder.resolve("latin.yaml"), "name: Caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(problems().contains("latin.yaml: not UTF-8"), problems());
    }

    @Test
    void aPlaceWithoutFilesIsAMistake() {
        assertTrue(problems().contains("There is no .yaml, .yml or .json file in "));
        assertThrows(CliException.class, () -> DefinitionFiles.read(List.of(folder.resolve("none")), Map.of()));
    }
}
