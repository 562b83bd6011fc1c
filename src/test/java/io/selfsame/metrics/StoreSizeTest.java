package io.selfsame.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSizeTest {

    @Test
    void addsUpTheFilesOfAllFolders(@TempDir Path home) throws IOException {
        write(home.resolve("data/databases/neo4j/nodes"), 1_000);
        write(home.resolve("data/databases/system/nodes"), 20);
        write(home.resolve("data/transactions/neo4j/log.0"), 3);
        var store = new StoreSize(home);
        assertEquals(1_020, store.databases());
        assertEquals(3, store.transactionLogs());
        assertTrue(store.free() > 0);
    }

    @Test
    void whatIsNotThereIsNoNumber(@TempDir Path home) {
        var store = new StoreSize(home.resolve("none"));
        assertTrue(Double.isNaN(store.databases()) && Double.isNaN(store.transactionLogs())
                && Double.isNaN(store.free()));
    }

    private static void write(Path file, int bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
    }
}
