package io.selfsame.destination.files;

import java.time.Instant;
import java.util.List;

/**
 * What one run has written. Written beside the files, last of all.
 *
 * @param from behind this place of the ledger
 * @param to up to this
 */
record Manifest(int version, String destination, String space, String fullExport, long run, long from, long to,
        boolean everybody, Instant finishedAt, List<WrittenFile> files) {

    /** The version of this form. */
    static final int VERSION = 1;

    /** @param path in the folder of the full export */
    record WrittenFile(String table, String path, long rows, long bytes) {}

    long rows() {
        return files.stream().mapToLong(WrittenFile::rows).sum();
    }

    long bytes() {
        return files.stream().mapToLong(WrittenFile::bytes).sum();
    }
}
