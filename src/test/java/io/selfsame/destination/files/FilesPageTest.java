package io.selfsame.destination.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.destination.DestinationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about files has each table as it is. With {@code -Dexamples=write} it is written. */
class FilesPageTest {

    private static final Path PAGE = Path.of("src/docs/files.md");
    private static final String TABLES = "## Tables\n";

    @Test
    void thePageHasEachTableAsItIs() throws IOException {
        var tables = new StringBuilder();
        for (Table table : Table.values()) {
            Readme.table(tables, table);
        }
        String text = tables.toString().replace("\n## ", "\n### ");
        String page = Files.readString(PAGE);
        String head = page.substring(0, page.indexOf("\n" + TABLES) + 1 + TABLES.length());
        if ("write".equals(System.getProperty("examples"))) {
            Files.writeString(PAGE, head + text);
        }
        assertEquals(head + text, Files.readString(PAGE));
    }

    @Test
    void whatCanBeChosenIsThere() {
        assertEquals(DestinationSettings.FILE_TABLES, Table.names());
        for (Table table : Table.values()) {
            Set<String> names = table.columns().stream().map(Column::name).collect(Collectors.toSet());
            assertEquals(table.columns().size(), names.size(), table.text());
            assertTrue(names.contains("seq"), table.text());
        }
    }

    @Test
    void aFolderIsANameAndNoPath() {
        for (String bad : new String[]{"", "..", ".", "a/b", "/etc", "a\\b", "a..b", ".hidden", "-x", "a\n", "ä",
                "x".repeat(65)}) {
            assertTrue(!DestinationSettings.isFolder(bad), bad);
        }
        assertTrue(DestinationSettings.isFolder("warehouse-1_a"));
    }
}
