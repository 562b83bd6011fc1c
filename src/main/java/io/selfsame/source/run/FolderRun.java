package io.selfsame.source.run;

import io.selfsame.cli.CliException;
import io.selfsame.cli.imports.MessageFile;
import io.selfsame.cli.imports.MessageFile.FileRow;
import io.selfsame.source.SourceSettings;
import io.selfsame.tracking.EventFeed;
import io.selfsame.tracking.EventFeed.Fed;
import io.selfsame.tracking.EventFeed.FedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes the files that appear in a folder, one after the other, in the order of their names. A file that is through goes to {@code done},
 * one that cannot be read to {@code failed}, each with a report beside it. After a crash it goes on behind the last batch that was
 * committed.
 */
final class FolderRun {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** So long a file must be as it is before it is taken: whoever still writes it changes it more often. */
    private static final Duration STEADY = Duration.ofSeconds(3);

    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final String PROGRESS = ".progress";
    private static final String DONE = "done";
    private static final String FAILED = "failed";
    private static final String REPORT = ".report.json";
    private static final String REJECTS = ".rejects.jsonl";

    private final Hold hold;
    private final SourceSettings.Folder settings;
    private final Path root;
    private final Path folder;
    private final Map<String, Look> looks = new HashMap<>();

    /** A file as it was seen, since when it is so. */
    private record Look(long size, Instant changed, long since) {}

    /** @param root below which the folders of all spaces are */
    FolderRun(Hold hold, SourceSettings.Folder settings, Path root) {
        this.hold = hold;
        this.settings = settings;
        this.root = root;
        this.folder = root.resolve(hold.source().space().value()).resolve(settings.folder());
    }

    /** Takes files until it is told to end; else the reason why it cannot, as a clause. */
    Optional<String> run() {
        try {
            do {
                Optional<String> link = link();
                if (link.isPresent()) {
                    return link;
                }
                List<Path> waiting = waiting();
                hold.tally().lag(waiting.size());
                for (Path file : waiting) {
                    if (isSteady(file)) {
                        take(file);
                        looks.remove(name(file));
                    }
                    if (!hold.goesOn()) {
                        break;
                    }
                }
            } while (hold.pause(PAUSE));
            return Optional.empty();
        } catch (HeldStream.Ended e) {
            return Optional.empty();
        } catch (IOException e) {
            // Not where it is: whoever makes sources learns nothing of the machine.
            return Optional.of("the folder " + settings.folder() + " cannot be read or written ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Makes the folders that are missing; why they are not used, if one leads elsewhere. */
    private Optional<String> link() throws IOException {
        Files.createDirectories(folder);
        if (!folder.toRealPath().equals(root.toRealPath().resolve(hold.source().space().value())
                .resolve(settings.folder()))) {
            return Optional.of("the folder " + settings.folder() + ", or that of the space, is a symbolic link");
        }
        for (String part : List.of(PROGRESS, DONE, FAILED)) {
            Files.createDirectories(folder.resolve(part));
            if (Files.isSymbolicLink(folder.resolve(part))) {
                return Optional.of(part + " in the folder " + settings.folder() + " is a symbolic link");
            }
        }
        return Optional.empty();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Files that are there, in order. What begins with a dot or ends in {@code .part} or {@code .tmp} is still being written. */
    private List<Path> waiting() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !name(file).matches("\\..*|.*\\.(part|tmp)")).sorted().toList();
            looks.keySet().retainAll(files.stream().map(FolderRun::name).toList());
            return files;
        }
    }

    private boolean isSteady(Path file) throws IOException {
        var now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Look before = looks.get(name(file));
        if (before != null && before.size() == now.size()
                && before.changed().equals(now.lastModifiedTime().toInstant())) {
            return System.nanoTime() - before.since() >= STEADY.toNanos();
        }
        looks.put(name(file), new Look(now.size(), now.lastModifiedTime().toInstant(), System.nanoTime()));
        return false;
    }

    private void take(Path file) throws IOException {
        String hash;
        try (InputStream raw = open(file)) {
            hash = MessageFile.hash(raw);
        }
        FileReport report = FileReport.load(folder.resolve(PROGRESS).resolve(name(file)), hash);
        Path rejects = folder.resolve(PROGRESS).resolve(name(file) + REJECTS);
        Optional<String> problem = Optional.empty();
        try (MessageFile rows = MessageFile.open(open(file), settings.mapping(), settings.encoding(), hash);
                FileChannel out = rejects(rejects, report)) {
            if (!take(file, rows, report, out)) {
                return;
            }
        } catch (CliException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            problem = Optional.of("The file is compressed, and cannot be unpacked to its end");
        }
        end(file, report, rejects, problem);
    }

    /** Not through a link, also if somebody has put one in its place meanwhile. */
    private InputStream open(Path file) throws IOException {
        return new HeldStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), hold);
    }

    /** What stands there behind the last batch that is sure is cut off. */
    private static FileChannel rejects(Path file, FileReport report) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        channel.truncate(report.rejectsBytes());
        channel.position(channel.size());
        return channel;
    }

    /** Brings all rows that are not sure; false if it was told to end before. */
    private boolean take(Path file, MessageFile rows, FileReport report, FileChannel rejects) throws IOException {
        List<FileRow> batch = new ArrayList<>();
        int bytes = 0;
        long first = report.nextLine();
        Optional<FileRow> next = rows.next();
        while (next.isPresent()) {
            FileRow row = next.get();
            if (row.line() >= first) {
                batch.add(row);
                bytes += row.raw().length();
            }
            next = rows.next();
            if (!batch.isEmpty() && (next.isEmpty() || batch.size() == EventFeed.MOST || bytes > MOST_BYTES)) {
                if (!take(file, batch, report, rejects)) {
                    return false;
                }
                batch.clear();
                bytes = 0;
            }
        }
        return true;
    }

    private boolean take(Path file, List<FileRow> batch, FileReport report, FileChannel rejects) throws IOException {
        List<FileRow.MessageRow> messages = new ArrayList<>();
        List<FedEvent> events = new ArrayList<>();
        for (FileRow row : batch) {
            switch (row) {
                case FileRow.MessageRow message -> {
                    messages.add(message);
                    events.add(new FedEvent(message.json().getBytes(StandardCharsets.UTF_8), "", Optional.empty(),
                            "file " + name(file) + ", line " + message.line()));
                }
                case FileRow.BadRow(long line, String code, String message, String raw) -> {
                    report.reject(code);
                    write(rejects, FileReport.rejectedRow(line, code, message, raw));
                }
            }
        }
        Fed fed = hold.take(events);
        while (fed instanceof Fed.Later(Duration after, String reason)) {
            if (!hold.pause(after)) {
                return false;
            }
            fed = hold.take(events);
        }
        if (fed instanceof Fed.Committed committed) {
            report.count(committed.accepted(), committed.repeated());
            for (var each : committed.rejected().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
                FileRow.MessageRow message = messages.get(each.getKey());
                report.reject(each.getValue().code());
                write(rejects, FileReport.rejectedRow(message.line(), each.getValue().code(), each.getValue().message(),
                        message.raw()));
            }
        }
        report.save(batch.getLast().line() + 1, rejects.position());
        return hold.goesOn();
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        var buffer = java.nio.ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** The report is there before the file is moved; after a crash in between both are done again. */
    private void end(Path file, FileReport report, Path rejects, Optional<String> problem) throws IOException {
        Path to = free(folder.resolve(problem.isPresent() ? FAILED : DONE), name(file));
        report.publish(to.resolveSibling(name(to) + REPORT), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                problem);
        if (Files.isRegularFile(rejects, LinkOption.NOFOLLOW_LINKS) && Files.size(rejects) > 0) {
            Files.copy(rejects, to.resolveSibling(name(to) + REJECTS), StandardCopyOption.REPLACE_EXISTING,
                    LinkOption.NOFOLLOW_LINKS);
        }
        Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(rejects);
        report.delete();
    }

    /** A file of the same name that was there before is kept. */
    private static Path free(Path where, String name) {
        Path to = where.resolve(name);
        for (int i = 2; Files.exists(to, LinkOption.NOFOLLOW_LINKS); i++) {
            to = where.resolve(i + "-" + name);
        }
        return to;
    }
}
