package io.selfsame.embedded;

import io.selfsame.local.LocalNeo4j;
import io.selfsame.local.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The part of the data folder that belongs to Neo4j: its home {@code neo4j/}, and the file {@code neo4j.password} beside it. Only
 * their owner can read them. The folder is locked until this is closed.
 */
final class DataFolder implements AutoCloseable {
    private static final int PASSWORD_LENGTH = 32;
    private static final String PASSWORD_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private static final long MIB = 1L << 20;

    /** A new log file is reserved whole; see {@link Neo4jSettings}. */
    private static final long ROOM_TO_START = 96 * MIB;

    private final Path data;
    private final Path home;
    private final FolderLock lock;

    private DataFolder(Path data, Path home, FolderLock lock) {
        this.data = data;
        this.home = home;
        this.lock = lock;
    }

    static DataFolder open(Path data, LocalNeo4j.Use use) {
        try {
            Files.createDirectories(data, PrivateFiles.ownerOnly("rwx------"));
            var realData = data.toRealPath();
            var home = Files.createDirectories(realData.resolve("neo4j"), PrivateFiles.ownerOnly("rwx------"));
            return new DataFolder(realData, home, FolderLock.acquire(data, home, use));
        } catch (IOException e) {
            throw new StartupException("The data folder " + data.toAbsolutePath() + " cannot be written (" + e
                    + "): give the user who starts Selfsame the right to, or set SELFSAME_DATA to another folder.", e);
        }
    }

    /**
     * Requires a store, for commands that do not create one.
     *
     * @throws StartupException if there is none, or it cannot be read
     */
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

    /**
     * Checks the free space. Without it Neo4j would try for ever to create its files, and say nothing.
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

    /** Whether a start was completed; before that the store may be incomplete. */
    boolean storeIsComplete() {
        return Files.exists(versionFile());
    }

    /** Reads the password, and creates one if there is no store yet, which would have another. */
    String password() {
        var file = passwordFile();
        try {
            if (!Files.exists(file)) {
                if (storeIsComplete() || Files.exists(home.resolve("data/databases"))) {
                    throw new StartupException("The password file " + file + " is missing, but the store beside it has"
                            + " a password: put the file back from a backup, or move " + home + " away to begin anew.");
                }
                PrivateFiles.write(file, newPassword());
            }
            if (PrivateFiles.isPosix()) {
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

    /** Requires a store that this version of Neo4j can open: it opens older ones, and fails late and at length on newer ones. */
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
     * Prepares for a service. A copy that was opened for browsing has other users, and a password that people know: both are replaced.
     * The folder is marked as that of a service.
     */
    void prepareToServe() {
        try {
            if (Files.exists(passwordOfCopy())) {
                forgetUsers();
                PrivateFiles.write(passwordFile(), newPassword());
                Files.delete(passwordOfCopy());
            }
            if (!isServed()) {
                PrivateFiles.write(servedAt(), data.toString());
            }
        } catch (IOException e) {
            throw new StartupException("The folder " + home + " cannot be written (" + e
                    + "): give the user who starts Selfsame the right to.", e);
        }
    }

    /**
     * Prepares a copy for browsing, with a new password and without other users. Users and passwords that are changed while browsing
     * are lost at the next start.
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
                PrivateFiles.write(passwordFile(), password);
                PrivateFiles.write(passwordOfCopy(), password);
            }
        } catch (IOException e) {
            throw new StartupException("The copy " + data + " cannot be given a password of its own (" + e
                    + "): give the user who starts this the right to write there.", e);
        }
    }

    /** Requires a store that was last opened by this version, so that opening it does not change it. */
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

    /** The password that was created for browsing a copy; missing where a service has started since. */
    private Path passwordOfCopy() {
        return home.resolve("password-of-copy");
    }

    /** Contains the folder in which a service was last started on this store. */
    private Path servedAt() {
        return home.resolve("served-at");
    }

    private boolean isServed() throws IOException {
        return Files.exists(servedAt()) && Files.readString(servedAt()).strip().equals(data.toString());
    }

    /**
     * Deletes the users, and Neo4j's next start creates them anew. The file with the version is deleted first and written last, so
     * that an interrupted start is repeated.
     */
    private void forgetUsers() throws IOException {
        Files.deleteIfExists(versionFile());
        PrivateFiles.deleteTree(home.resolve("data/databases/system"));
        PrivateFiles.deleteTree(home.resolve("data/transactions/system"));
    }

    void markOpenedBy(String version) {
        try {
            PrivateFiles.write(versionFile(), version);
        } catch (IOException e) {
            throw new StartupException("The file " + versionFile() + " cannot be written (" + e + ").", e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }

    private Path versionFile() {
        return home.resolve("version");
    }

    private static String newPassword() {
        var random = new SecureRandom();
        return random.ints(PASSWORD_LENGTH, 0, PASSWORD_LETTERS.length()).map(PASSWORD_LETTERS::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
