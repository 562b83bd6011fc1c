package io.selfsame.destination.files;

import io.selfsame.space.SpaceId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * A folder below the root of all exports, in which files appear whole: they are written under a hidden name, forced to the disk, and renamed. No
 * link is followed below the root, and no name comes from anywhere but the service and a checked setting. Immutable.
 */
final class ExportFolder {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

    private final Path folder;

    /** Something else is where a folder is to be. */
    static final class NoFolder extends IOException {

        private static final long serialVersionUID = 1;

        NoFolder(String message) {
            super(message);
        }
    }

    private ExportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder if it is not there.
     *
     * @param root the folder of all exports; the operator may have made a link of it
     * @param name what somebody has chosen
     * @param below names of folders in it, which the service has made up
     * @throws IOException also if there is a link, or a file, where a folder is to be
     */
    static ExportFolder open(Path root, SpaceId space, String name, String... below) throws IOException {
        Files.createDirectories(root);
        Path folder = root.toRealPath();
        folder = inside(inside(folder, space.value()), name);
        for (String part : below) {
            folder = inside(folder, part);
        }
        return new ExportFolder(folder);
    }

    /** A folder in another. */
    private static Path inside(Path parent, String name) throws IOException {
        Path folder = parent.resolve(part(name));
        try {
            Files.createDirectory(folder);
            force(parent);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoFolder("'" + name + "' is no folder, or a link to one; links are not followed");
            }
        }
        return folder;
    }

    private static String part(String name) {
        if (!PART.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name of a file");
        }
        return name;
    }

    /** Where a file is written until it is whole. What a run that was cut off has left there goes. */
    Path hidden(String part, String name) throws IOException {
        return hidden(inside(folder, part), name);
    }

    private static Path hidden(Path in, String name) throws IOException {
        Path path = in.resolve("." + part(name) + ".tmp");
        Files.deleteIfExists(path);
        return path;
    }

    /**
     * Shows a file that is whole. One of the same name, which a run that was cut off has left, is replaced.
     *
     * @return its bytes
     */
    long publish(String part, String name) throws IOException {
        return publish(inside(folder, part), name);
    }

    private static long publish(Path in, String name) throws IOException {
        Path hidden = in.resolve("." + part(name) + ".tmp");
        force(hidden);
        long bytes = Files.size(hidden);
        Files.move(hidden, in.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(in);
        return bytes;
    }

    /** Writes a small file, in the same way. */
    void write(String part, String name, String text) throws IOException {
        write(inside(folder, part), name, text);
    }

    /** The same, in the folder itself. */
    void write(String name, String text) throws IOException {
        write(folder, name, text);
    }

    private static void write(Path in, String name, String text) throws IOException {
        Path hidden = hidden(in, name);
        Files.writeString(hidden, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        publish(in, name);
    }

    /** Forces a file, or the names in a folder, to the disk. */
    private static void force(Path path) throws IOException {
        boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        try (var channel = FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            // Some systems have no such thing for folders.
            if (!isFolder) {
                throw e;
            }
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
