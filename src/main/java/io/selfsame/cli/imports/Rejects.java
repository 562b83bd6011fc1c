package io.selfsame.cli.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file of lines that did not get in, one JSON object a line. It comes into being with the first reject. */
final class Rejects {
    private final Path file;
    private long length;

    /** What was written after {@code length} belongs to a batch that was not acknowledged, and is cut off. */
    Rejects(Path file, long length) throws IOException {
        this.file = file;
        this.length = length;
        if (length == 0) {
            Files.deleteIfExists(file);
        } else if (Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
        }
    }

    Path file() {
        return file;
    }

    /** In bytes. */
    long length() {
        return length;
    }

    void add(long line, String messageId, String code, String message, String raw) throws IOException {
        ObjectNode json = CliJson.MAPPER.createObjectNode().put("line", line).put("code", code).put("message", message);
        if (!messageId.isEmpty()) {
            json.put("messageId", messageId);
        }
        json.put("source", raw);
        byte[] bytes = (CliJson.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        length += bytes.length;
    }
}
