package io.selfsame.destination.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.DestinationSettings.FileFormat;
import io.selfsame.destination.files.ExportState.Plan;
import io.selfsame.space.SpaceId;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much room exports take, whose turn it is, and what is said of what cannot be written. */
class ExportRoomTest {

    private static final SpaceId SPACE = new SpaceId("shop");
    private static final SpaceId OTHER = new SpaceId("other");
    private static final SpaceId THIRD = new SpaceId("third");

    @TempDir
    Path root;

    private ExportRoom room(long most, long free) {
        return new ExportRoom(root, SPACE, most, free, () -> {});
    }

    private static DestinationSettings.Files settings(boolean escapes) {
        return new DestinationSettings.Files(FileFormat.CSV, "warehouse", Set.of("*"), 60, false, escapes);
    }

    @Test
    void allFilesOfASpaceCountAndNoneOfAnother() throws IOException {
        Files.createDirectories(root.resolve("shop/warehouse/full-1/tracks"));
        Files.createDirectories(root.resolve("other/warehouse"));
        Files.write(root.resolve("shop/warehouse/full-1/tracks/a.csv"), new byte[600]);
        Files.write(root.resolve("shop/LATEST"), new byte[100]);
        Files.write(root.resolve("other/warehouse/a.csv"), new byte[5_000]);
        Files.createSymbolicLink(root.resolve("shop/link"), root.resolve("other"));
        ExportRoom room = room(1_000, 0);
        room.require(300);
        assertThrows(ExportRoom.SpaceFull.class, () -> room.require(301));
        room.added(300);
        room.require(0);
        assertEquals(
                "the files of the space take 1001 bytes, and may take 1000 bytes (SELFSAME_FILES_SPACE_GB); delete old full"
                        + " exports, and resume",
                assertThrows(ExportRoom.SpaceFull.class, () -> room.require(1)).getMessage());
        room(0, 0).require(Long.MAX_VALUE);
    }

    @Test
    void theDiskKeepsSomeRoom() {
        IOException full = assertThrows(ExportRoom.DiskFull.class, () -> room(0, Long.MAX_VALUE).require(0));
        assertTrue(full.getMessage().matches("the disk has [0-9.]+ [GMb].* left, and .* stay free"), full.getMessage());
    }

    @Test
    void aRunThatHasNoMoreRoomEndsInTheMiddleAndLeavesNothing() throws IOException {
        ExportFolder folder = ExportFolder.open(root, SPACE, "warehouse", "full-1");
        var plan = new Plan(1, 0, 100_000, 0, null);
        int[] written = {0};
        assertThrows(ExportRoom.SpaceFull.class, () -> {
            try (var slice = new Slice(folder, settings(false), plan, room(200_000, 0))) {
                while (written[0] < 100_000) {
                    slice.write(Table.PROFILE_MERGES, Arrays.asList("x".repeat(1_000), "y"));
                    written[0]++;
                }
            }
        });
        assertTrue(written[0] < 1_000, () -> "" + written[0]);
        try (var files = Files.walk(root)) {
            assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
        }
    }

    @Test
    void spacesTakeTurnsHoweverMuchOneHas() {
        var now = new AtomicReference<>(Instant.EPOCH);
        var turns = new ExportTurns(now::get);
        turns.waits(SPACE);
        turns.waits(OTHER);
        turns.waits(THIRD);
        assertTrue(turns.isTurnOf(SPACE));
        assertFalse(turns.isTurnOf(OTHER));
        turns.leaves(SPACE);
        // It has more to do, and waits behind the others.
        turns.waits(SPACE);
        assertTrue(turns.isTurnOf(OTHER));
        assertTrue(turns.doOthersWait(OTHER));
        now.set(Instant.EPOCH.plusSeconds(50));
        turns.waits(THIRD);
        turns.waits(SPACE);
        now.set(Instant.EPOCH.plusSeconds(70));
        assertTrue(turns.isTurnOf(THIRD), "who says nothing for a minute no longer waits");
        turns.leaves(THIRD);
        assertTrue(turns.isTurnOf(SPACE));
        assertFalse(turns.doOthersWait(SPACE));
    }

    @Test
    void noPathOfTheMachineIsShown() throws IOException {
        Path file = root.resolve("shop/warehouse/a.csv");
        Path link = root.resolveSibling(root.getFileName() + "-link");
        Files.createSymbolicLink(link, root);
        for (Path folder : List.of(root, link)) {
            assertEquals("Files cannot be written: no access to shop/warehouse/a.csv",
                    FilesExport.why(new AccessDeniedException(file.toString()), folder));
            assertEquals("Files cannot be written: No space left on device: the folder of all exports",
                    FilesExport.why(new FileSystemException("/etc", null, "No space left on device"), folder));
        }
        Files.delete(link);
        Files.createDirectories(root.resolve("shop"));
        Files.writeString(root.resolve("shop/warehouse"), "");
        IOException taken = assertThrows(IOException.class, () -> ExportFolder.open(root, SPACE, "warehouse"));
        assertEquals("Files cannot be written: 'warehouse' is no folder, or a link to one; links are not followed",
                FilesExport.why(taken, root));
        assertEquals("Files cannot be written: see the log of the service",
                FilesExport.why(new IOException("at " + file), root));
    }

    @Test
    void spreadsheetsComputeNothingIfThatIsWanted() {
        List<Column> columns = List.of(Column.needed("a", Column.ColumnType.TEXT, ""),
                Column.needed("b", Column.ColumnType.JSON, ""), Column.needed("c", Column.ColumnType.NUMBER, ""));
        for (String text : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx")) {
            assertEquals("\"'" + text + "\",\"-1\",-1\r\n",
                    new TextFile.Csv(true).line(columns, Arrays.asList(text, "-1", -1L)));
            assertEquals("\"" + text + "\",\"-1\",-1\r\n",
                    new TextFile.Csv(false).line(columns, Arrays.asList(text, "-1", -1L)));
        }
        assertEquals("\"a=1\",\"{}\",1\r\n", new TextFile.Csv(true).line(columns, Arrays.asList("a=1", "{}", 1L)));
        assertEquals("\"\",,1\r\n", new TextFile.Csv(true).line(columns, Arrays.asList("", null, 1L)));
    }
}
