package io.selfsame.source.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a file has been taken, and what became of its rows. It is written after a batch was committed and never before: what it says
 * is sure, and at most one batch is brought twice. Not thread-safe.
 */
final class FileReport {

    private static final String CODES = "rejectedByCode";

    private final Path file;
    private final String hash;
    private long nextLine = 1;
    private long accepted;
    private long repeated;
    private final Map<String, Long> rejected = new TreeMap<>();
    private long rejectsBytes;

    private FileReport(Path file, String hash) {
        this.file = file;
        this.hash = hash;
    }

    /** Of the same file, if there is one; else a new one. */
    static FileReport load(Path file, String hash) throws IOException {
        var report = new FileReport(file, hash);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                JsonNode json = Json.parse(Files.readString(file));
                if (json.path("sha256").asText().equals(hash)) {
                    report.nextLine = json.path("nextLine").asLong(1);
                    report.accepted = json.path("accepted").asLong();
                    report.repeated = json.path("repeated").asLong();
                    report.rejectsBytes = json.path("rejectsBytes").asLong();
                    json.path(CODES).properties()
                            .forEach(each -> report.rejected.put(each.getKey(), each.getValue().asLong()));
                }
            } catch (IllegalStateException e) {
                // Nobody else writes it. What is there already is known by its message IDs.
            }
        }
        return report;
    }

    long nextLine() {
        return nextLine;
    }

    long rejectsBytes() {
        return rejectsBytes;
    }

    void count(long more, long again) {
        accepted += more;
        repeated += again;
    }

    void reject(String code) {
        rejected.merge(code, 1L, Long::sum);
    }

    /** Writes it: all or nothing, also if the machine stops in between. */
    void save(long line, long bytes) throws IOException {
        nextLine = line;
        rejectsBytes = bytes;
        write(file, json().put("nextLine", nextLine).put("rejectsBytes", rejectsBytes));
    }

    private ObjectNode json() {
        ObjectNode json = Json.object().put("sha256", hash).put("accepted", accepted).put("repeated", repeated).put(
                "rejected",
                rejected.values().stream().mapToLong(each -> each).sum());
        ObjectNode codes = json.putObject(CODES);
        rejected.forEach(codes::put);
        return json;
    }

    /**
     * Writes what people read of it.
     *
     * @param problem why the file could not be read to its end
     */
    void publish(Path place, String finishedAt, Optional<String> problem) throws IOException {
        ObjectNode json = json().put("finishedAt", finishedAt);
        problem.ifPresent(why -> json.put("problem", why).put("line", nextLine));
        write(place, json);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private static void write(Path place, ObjectNode json) throws IOException {
        Path half = place.resolveSibling(place.getFileName() + ".new");
        // Whoever may write there could have put a link in its place.
        try (FileChannel channel = FileChannel.open(half, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS)) {
            var text = ByteBuffer.wrap((Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(half, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A line of the file with the rows that were not taken. */
    static byte[] rejectedRow(long line, String code, String message, String raw) {
        return (Json.write(Json.object().put("line", line).put("code", code).put("message", message).put("source", raw))
                + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
