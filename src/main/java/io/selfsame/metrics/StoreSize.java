package io.selfsame.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much the embedded Neo4j takes on disk. Looks at its files each time it is asked: they are some hundred, and whoever asks
 * comes every few seconds. What cannot be read is not a number. Thread safe.
 *
 * @param home Neo4j's home folder
 */
record StoreSize(Path home) {

    double databases() {
        return size(home.resolve("data/databases"));
    }

    double transactionLogs() {
        return size(home.resolve("data/transactions"));
    }

    double free() {
        try {
            return Files.getFileStore(home).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static double size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(StoreSize::sizeOf).sum();
        } catch (IOException | UncheckedIOException e) {
            return Double.NaN;
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            // Neo4j removes logs while we look.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
