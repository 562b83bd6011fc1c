package io.selfsame.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.local.LocalNeo4j;
import io.selfsame.local.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFolderTest {
    @TempDir
    Path data;

    @Test
    void thePasswordIsMadeOnceAndKept() {
        String password;
        try (var folder = DataFolder.open(data, LocalNeo4j.Use.SERVE)) {
            password = folder.password();
            assertTrue(password.matches("[A-Za-z0-9]{32}"), password);
        }
        try (var folder = DataFolder.open(data, LocalNeo4j.Use.SERVE)) {
            assertEquals(password, folder.password());
        }
    }

    @Test
    void everyFolderHasItsOwnPassword(@TempDir Path other) {
        try (var one = DataFolder.open(data, LocalNeo4j.Use.SERVE);
                var two = DataFolder.open(other, LocalNeo4j.Use.SERVE)) {
            assertNotEquals(one.password(), two.password());
        }
    }

    @Test
    void aPasswordFileThatOthersCouldReadIsClosedToThem() throws Exception {
        try (var folder = DataFolder.open(data, LocalNeo4j.Use.SERVE)) {
            folder.password();
            Files.setPosixFilePermissions(folder.passwordFile(), PosixFilePermissions.fromString("rw-r--r--"));
            folder.password();
            assertEquals("rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.passwordFile())));
        }
    }

    @Test
    void aMissingPasswordIsNotReplacedWhenTheStoreHasOne() throws Exception {
        try (var folder = DataFolder.open(data, LocalNeo4j.Use.SERVE)) {
            folder.password();
            folder.markOpenedBy("2026.08.1");
            Files.delete(folder.passwordFile());
            assertSays("neo4j.password is missing", folder::password);
        }
    }

    @Test
    void anEmptyPasswordFileIsNamed() throws Exception {
        Files.createFile(data.resolve("neo4j.password"));
        try (var folder = DataFolder.open(data, LocalNeo4j.Use.SERVE)) {
            assertSays("neo4j.password is empty", folder::password);
        }
    }

    @Test
    void aCopyHasAPasswordOfItsOwnUntilItIsServed(@TempDir Path other) throws Exception {
        String ofTheService;
        try (var folder = DataFolder.open(data, LocalNeo4j.Use.SERVE)) {
            folder.prepareToServe();
            ofTheService = folder.password();
            assertSays("is the data folder of a service", folder::prepareToBrowse);
            assertEquals(ofTheService, folder.password());
        }
        String ofTheCopy;
        try (var copy = DataFolder.open(other, LocalNeo4j.Use.SERVE)) {
            Files.copy(data.resolve("neo4j/served-at"), other.resolve("neo4j/served-at"));
            Files.copy(data.resolve("neo4j.password"), copy.passwordFile());
            copy.prepareToBrowse();
            ofTheCopy = copy.password();
            assertNotEquals(ofTheService, ofTheCopy);
            copy.prepareToBrowse();
            assertEquals(ofTheCopy, copy.password());
            // A newer backup, unpacked over it.
            Files.copy(data.resolve("neo4j.password"), copy.passwordFile(), StandardCopyOption.REPLACE_EXISTING);
            copy.prepareToBrowse();
            ofTheCopy = copy.password();
            assertNotEquals(ofTheService, ofTheCopy);
            copy.prepareToServe();
            assertNotEquals(ofTheCopy, copy.password());
            assertSays("is the data folder of a service", copy::prepareToBrowse);
        }
    }

    @Test
    void aStoreOfANewerNeo4jIsLeftAlone() {
        try (var folder = DataFolder.open(data, LocalNeo4j.Use.SERVE)) {
            folder.markOpenedBy("2026.12.0");
            assertSays("was written by Neo4j 2026.12.0", () -> folder.requireStoreNotNewerThan("2026.08.1"));
            folder.requireStoreNotNewerThan("2026.12.0");
            folder.requireStoreNotNewerThan("2027.01.0");
        }
    }

    @Test
    void aFolderIsOpenOnceAtATime() {
        try (var folder = DataFolder.open(data, LocalNeo4j.Use.SERVE)) {
            assertSays("Another Selfsame is running", () -> DataFolder.open(folder.data(), LocalNeo4j.Use.SERVE));
        }
        DataFolder.open(data, LocalNeo4j.Use.SERVE).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        var file = Files.createFile(data.resolve("file"));
        assertSays("cannot be written", () -> DataFolder.open(file.resolve("data"), LocalNeo4j.Use.SERVE));
        assertSays("SELFSAME_DATA", () -> DataFolder.open(file, LocalNeo4j.Use.SERVE));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026.08.1,     2026.08.1,      0
            2026.08.1,     2026.08.2,     -1
            2026.08.1,     2026.8.1,       0
            2026.12.0,     2026.08.1,      1
            5.26.0,        2026.08.1,     -1
            2026.08.1-dev, 2026.08.1,      0
            """)
    void versionsAreComparedAsNumbers(String one, String other, int order) {
        assertEquals(order, Integer.signum(Versions.compare(one, other)));
    }

    private static void assertSays(String part, Executable call) {
        var message = assertThrows(StartupException.class, call).getMessage();
        assertTrue(message.contains(part), message);
        assertEquals(1, message.lines().count(), message);
    }
}
