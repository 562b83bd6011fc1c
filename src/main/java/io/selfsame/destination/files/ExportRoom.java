package io.selfsame.destination.files;

import io.selfsame.space.SpaceId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/**
 * Watches how much room the files of one space take, and how much the disk has left. Files are only added, so without this any space could
 * fill a disk that the store may be on. For one thread.
 */
final class ExportRoom {

    /** What stays free on the disk, in bytes. */
    static final long FREE = 2L << 30;

    private static final int RENEW_AFTER = 10_000;

    private final Path root;
    private final Path folder;
    private final long most;
    private final long free;
    private final Runnable keepRight;
    private long used = -1;
    private int looked;

    /** The files of the space take as much room as they may. Only a person can mend that. */
    static final class SpaceFull extends IOException {

        private static final long serialVersionUID = 1;

        SpaceFull(String message) {
            super(message);
        }
    }

    /** The disk has too little room. Somebody may make more at any time. */
    static final class DiskFull extends IOException {

        private static final long serialVersionUID = 1;

        DiskFull(String message) {
            super(message);
        }
    }

    /**
     * Nothing is looked at before it is asked for.
     *
     * @param root the folder of all exports, which is there when it is asked
     * @param most bytes that the files of the space may have; 0: any number
     * @param free bytes that stay free
     * @param keepRight called now and then while files are counted
     */
    ExportRoom(Path root, SpaceId space, long most, long free, Runnable keepRight) {
        this.root = root;
        this.folder = root.resolve(space.value());
        this.most = most;
        this.free = free;
        this.keepRight = keepRight;
    }

    /**
     * Requires room.
     *
     * @param more bytes that are written and not yet {@link #added}
     * @throws SpaceFull if the space takes as much as it may
     * @throws DiskFull if the disk has too little left
     */
    void require(long more) throws IOException {
        if (most > 0) {
            if (used < 0) {
                used = count();
            }
            if (used + more > most) {
                throw new SpaceFull("the files of the space take " + text(used + more) + ", and may take " + text(most)
                        + " (SELFSAME_FILES_SPACE_GB); delete old full exports, and resume");
            }
        }
        long left = Files.getFileStore(root).getUsableSpace();
        if (left < free) {
            throw new DiskFull("the disk has " + text(left) + " left, and " + text(free) + " stay free");
        }
    }

    /** Counts files that are there now. */
    void added(long bytes) {
        if (used >= 0) {
            used += bytes;
        }
    }

    private long count() throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        long[] bytes = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
                if (++looked % RENEW_AFTER == 0) {
                    keepRight.run();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                // Somebody has deleted it in this moment, or may read what we may not.
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }

    private static String text(long bytes) {
        return bytes < 1 << 20
                ? bytes + " bytes"
                : bytes < 1 << 30
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1 << 20))
                        : String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1 << 30));
    }
}
