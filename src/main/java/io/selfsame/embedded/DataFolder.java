package io.selfsame.embedded;

import io.selfsame.local.LocalNeo4j;
import io.selfsame.local.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The part of the data folder that is Neo4j's, locked as long as this is open: {@code neo4j/} is its home,
 * {@code neo4j.password} stands beside it. Nobody but the owner can read either.
 */
final class DataFolder implements AutoCloseable {
    private static final int PASSWORD_LENGTH = 32;
    private static final String PASSWORD_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private static final long MIB = 1L << 20;

    /** A new log file is reserved whole; see {@link Neo4jSettings}. */
    private static final long ROOM_TO_START = 96 * MIB;

    /** Locks belong to the process, and closing any channel on a file drops them: this keeps us from a second one. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path data;
    private final Path home;
    private final FileChannel lock;

    private DataFolder(Path data, Path home, FileChannel lock) {
        this.data = data;
        this.home = home;
        this.lock = lock;
    }

    static DataFolder open(Path data, LocalNeo4j.Use use) {
        try {
            Files.createDirectories(data, ownerOnly("rwx------"));
            var realData = data.toRealPath();
            var home = Files.createDirectories(realData.resolve("neo4j"), ownerOnly("rwx------"));
            if (!OPEN.add(home)) {
                throw lockedByAnother(data, use);
            }
            try {
                return new DataFolder(realData, home,
                        lock(home.resolve("lock")).orElseThrow(() -> lockedByAnother(data, use)));
            } catch (Throwable e) {
                OPEN.remove(home);
                throw e;
            }
        } catch (IOException e) {
            throw new StartupException("The data folder " + data.toAbsolutePath() + " cannot be written (" + e
                    + "): give the user who starts Selfsame the right to, or set SELFSAME_DATA to another folder.", e);
        }
    }

    /** For those who do not make one. */
    static void requireStore(Path data) {
        if (Files.exists(data) && !(Files.isReadable(data) && Files.isExecutable(data))) {
            throw new StartupException("This user may not read " + data.toAbsolutePath()
                    + ": run this as the user whom the folder belongs to.");
        }
        if (!Files.isDirectory(data.resolve("neo4j/data/databases/neo4j"))) {
            throw new StartupException("There is no store in " + data.toAbsolutePath()
                    + ": name a data folder of Selfsame, the one with the folder neo4j and the file neo4j.password in it.");
        }
    }

    /** Empty if another process has it. */
    private static Optional<FileChannel> lock(Path file) throws IOException {
        var channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                ownerOnly("rw-------"));
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            // The same file by another name (a hard link, a bind mount): as good as locked.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
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

    /**
     * Neo4j that finds no room for its files at a start tries for ever, and says nothing.
     *
     * @throws StartupException if there is less room than a start may take
     */
    void requireRoom() {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            if (free < ROOM_TO_START) {
                throw new StartupException("The disk of the data folder " + data + " is full (" + free / MIB
                        + " MiB are free): make room for " + ROOM_TO_START / MIB + " MiB at least. Nothing is lost.");
            }
        } catch (IOException e) {
            throw new StartupException("The data folder " + data + " cannot be looked at (" + e + ")", e);
        }
    }

    Path data() {
        return data;
    }

    Path home() {
        return home;
    }

    Path logs() {
        return home.resolve("logs");
    }

    Path passwordFile() {
        return data.resolve("neo4j.password");
    }

    /** True once a start has come to its end; before that, the store may be half made. */
    boolean storeIsComplete() {
        return Files.exists(versionFile());
    }

    /** Reads the password; makes one when there is no store yet that would know another. */
    String password() {
        var file = passwordFile();
        try {
            if (!Files.exists(file)) {
                if (storeIsComplete() || Files.exists(home.resolve("data/databases"))) {
                    throw new StartupException("The password file " + file + " is missing, but the store beside it has"
                            + " a password: put the file back from a backup, or move " + home + " away to begin anew.");
                }
                writeForOwnerOnly(file, newPassword());
            }
            if (isPosix()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            var password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new StartupException("The password file " + file + " is empty: put it back from a backup.");
            }
            return password;
        } catch (IOException e) {
            throw new StartupException(
                    "The password file " + file + " cannot be used (" + e + "): make it readable for this user.", e);
        }
    }

    /** Neo4j reads older stores and not newer ones, and says so late and in many words. */
    void requireStoreNotNewerThan(String version) {
        try {
            if (storeIsComplete()) {
                var opened = Files.readString(versionFile()).strip();
                if (Versions.compare(opened, version) > 0) {
                    throw new StartupException("The store " + home + " was written by Neo4j " + opened
                            + ", and this Selfsame brings the older " + version
                            + ": start the newer Selfsame again, or restore a backup from before the upgrade.");
                }
            }
        } catch (IOException e) {
            throw new StartupException("The file " + versionFile() + " cannot be read (" + e + ").", e);
        }
    }

    /**
     * What was opened for people to look at has users of theirs, and a password that they know: both go before it is served. From now on
     * this folder is that of a service.
     */
    void prepareToServe() {
        try {
            if (Files.exists(passwordOfCopy())) {
                forgetUsers();
                writeForOwnerOnly(passwordFile(), newPassword());
                Files.delete(passwordOfCopy());
            }
            if (!isServed()) {
                writeForOwnerOnly(servedAt(), data.toString());
            }
        } catch (IOException e) {
            throw new StartupException("The folder " + home + " cannot be written (" + e
                    + "): give the user who starts Selfsame the right to.", e);
        }
    }

    /**
     * Gives a copy users and a password of its own. Whoever changed their password, or made users, is as before after the next start.
     *
     * @throws StartupException if this is where a service has its data
     */
    void prepareToBrowse() {
        try {
            if (isServed()) {
                throw new StartupException(data + " is the data folder of a service: copy it to another place while the"
                        + " service is stopped, and name the copy.");
            }
            forgetUsers();
            // Another password may have been unpacked over that of the copy.
            if (!Files.exists(passwordOfCopy()) || !Files.exists(passwordFile())
                    || Files.mismatch(passwordOfCopy(), passwordFile()) >= 0) {
                String password = newPassword();
                writeForOwnerOnly(passwordFile(), password);
                writeForOwnerOnly(passwordOfCopy(), password);
            }
        } catch (IOException e) {
            throw new StartupException("The copy " + data + " cannot be given a password of its own (" + e
                    + "): give the user who starts this the right to write there.", e);
        }
    }

    /** Whether the store was last opened by this version, so that opening it changes nothing about it. */
    void requireStoreOf(String version) {
        try {
            if (storeIsComplete() && Versions.compare(Files.readString(versionFile()).strip(), version) != 0) {
                throw new StartupException(
                        "The store " + home + " was written by another version of Neo4j than this Selfsame"
                                + " brings: use the Selfsame that wrote it, or start the service of this one first.");
            }
        } catch (IOException e) {
            throw new StartupException("The file " + versionFile() + " cannot be read (" + e + ").", e);
        }
    }

    /** The password that was made for people who look at a copy; there is none where a service has started. */
    private Path passwordOfCopy() {
        return home.resolve("password-of-copy");
    }

    /** Says in which folder a service has last been started on this store. */
    private Path servedAt() {
        return home.resolve("served-at");
    }

    private boolean isServed() throws IOException {
        return Files.exists(servedAt()) && Files.readString(servedAt()).strip().equals(data.toString());
    }

    /** For the next start to make one. The mark of the version goes first and comes last: a start in between begins anew. */
    private void forgetUsers() throws IOException {
        Files.deleteIfExists(versionFile());
        deleteTree(home.resolve("data/databases/system"));
        deleteTree(home.resolve("data/transactions/system"));
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    void markOpenedBy(String version) {
        try {
            writeForOwnerOnly(versionFile(), version);
        } catch (IOException e) {
            throw new StartupException("The file " + versionFile() + " cannot be written (" + e + ").", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("The lock of " + home + " is still held.", e);
        } finally {
            OPEN.remove(home);
        }
    }

    private Path versionFile() {
        return home.resolve("version");
    }

    private static String newPassword() {
        var random = new SecureRandom();
        return random.ints(PASSWORD_LENGTH, 0, PASSWORD_LETTERS.length()).map(PASSWORD_LETTERS::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** All of it or nothing, also when the machine stops in between. */
    private static void writeForOwnerOnly(Path file, String line) throws IOException {
        var half = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(half);
        try (var channel = FileChannel.open(half, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly("rw-------"))) {
            var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
