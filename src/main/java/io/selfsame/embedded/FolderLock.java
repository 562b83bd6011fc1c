package io.selfsame.embedded;

import io.selfsame.local.LocalNeo4j;
import io.selfsame.local.StartupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The lock of a data folder: one process at a time, and one {@link DataFolder} in it. Thread safe. */
final class FolderLock implements AutoCloseable {

    /** Locks belong to the process, and closing any channel on the file releases them, so this process must not open it twice. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private FolderLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Acquires it.
     *
     * @param data as messages name it
     * @param home Neo4j's folder in it, as a real path
     * @param use what it is opened for, so that the message can say what to do
     * @throws StartupException if another has it
     */
    static FolderLock acquire(Path data, Path home, LocalNeo4j.Use use) throws IOException {
        if (!OPEN.add(home)) {
            throw lockedByAnother(data, use);
        }
        try {
            return new FolderLock(home, lock(data, home.resolve("lock"), use));
        } catch (Throwable e) {
            OPEN.remove(home);
            throw e;
        }
    }

    private static FileChannel lock(Path data, Path file, LocalNeo4j.Use use) throws IOException {
        var channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PrivateFiles.ownerOnly("rw-------"));
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // The same file by another name (a hard link, a bind mount), so it is locked.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw lockedByAnother(data, use);
    }

    static StartupException lockedByAnother(Path data, LocalNeo4j.Use use) {
        return new StartupException("Another Selfsame is running on the data folder " + data.toAbsolutePath()
                + ": stop it, or " + switch (use) {
                    case SERVE -> "set SELFSAME_DATA to another folder.";
                    case INSPECT -> "ask it by Bolt: set SELFSAME_NEO4J_URI to the Bolt address that it printed at its"
                            + " start, and SELFSAME_NEO4J_PASSWORD to what " + data.resolve("neo4j.password")
                            + " holds.";
                    case BROWSE -> "name another copy.";
                });
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("The lock of " + home + " is still held.", e);
        } finally {
            OPEN.remove(home);
        }
    }
}
