package io.selfsame.destination.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A file with a key, which its owner alone can read. Only one process uses it at a time. */
final class KeyFile {

    private static final int LONGEST = 1_000;

    private final Path file;

    KeyFile(Path file) {
        this.file = file;
    }

    /**
     * The key in the file; empty if there is no file.
     *
     * @throws IOException if it cannot be read, or holds no key
     */
    Optional<EncryptionKey> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException("it is too long");
        }
        try {
            return Optional.of(EncryptionKey.parse(Files.readString(file, StandardCharsets.UTF_8).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException("it " + e.getMessage());
        }
    }

    /** Writes a key: all of it or nothing, also when the machine stops in between. */
    void write(EncryptionKey key) throws IOException {
        Files.createDirectories(folder(), ownerOnly("rwx------"));
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(half);
        try (var channel = FileChannel.open(half, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly("rw-------"))) {
            var bytes = ByteBuffer.wrap((key.text() + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path folder() {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
