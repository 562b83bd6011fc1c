package io.selfsame.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file of messages, read as {@code import} reads it, for whoever does not send them by HTTP: JSON Lines, or CSV with a mapping, plain
 * or gzip. Not thread-safe.
 */
public final class MessageFile implements AutoCloseable {

    /** What people say the encoding with. */
    private static final String SETTING = "settings.encoding";

    private final ImportItems items;

    private MessageFile(ImportItems items) {
        this.items = items;
    }

    /** What one line turned out to be. Lines count from 1; in CSV the header row is line 1. */
    public sealed interface FileRow {

        long line();

        /** What stands in the file, as it was found; of a line that is too long its beginning. */
        String raw();

        /** A JSON object with a message ID, which is the same whenever the same file is read. */
        record MessageRow(long line, String json, String raw) implements FileRow {}

        /** No message. */
        record BadRow(long line, String code, String message, String raw) implements FileRow {}
    }

    /**
     * Why files cannot be read so; empty if they can.
     *
     * @param mapping of CSV, as {@code import --map} takes it; empty for JSON Lines
     * @param encoding how files are written, such as {@code UTF-8}
     */
    public static Optional<String> problem(Optional<JsonNode> mapping, String encoding) {
        try {
            TextEncoding.of(encoding);
            mapping.ifPresent(each -> CsvMapping.parse(each.toString()));
            return Optional.empty();
        } catch (CliException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** The SHA-256 of a file as it lies on the disk, in hexadecimal digits. */
    public static String hash(InputStream raw) throws IOException {
        MessageDigest digest = MessageIds.digest();
        new DigestInputStream(raw, digest).transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Opens a file.
     *
     * @param raw the file as it lies on the disk; it is closed with what is returned, and if there is nothing to return
     * @param hash of the file, of which the IDs of its messages are made
     * @throws CliException if it cannot be read so; the message is for people
     */
    public static MessageFile open(InputStream raw, Optional<JsonNode> mapping, String encoding, String hash)
            throws IOException {
        try {
            var text = TextEncoding.of(encoding, SETTING);
            var ids = new MessageIds(Optional.of(hash));
            InputStream in = ImportSource.gunzip(raw);
            return new MessageFile(mapping.isPresent()
                    ? new CsvRows(in, text, CsvMapping.parse(mapping.get().toString()), ids)
                    : new JsonLines(in, text, ids));
        } catch (IOException | CliException e) {
            raw.close();
            throw e;
        }
    }

    /** The next row; empty at the end. */
    public Optional<FileRow> next() throws IOException {
        return items.next().map(item -> switch (item) {
            case ImportItem.ReadyMessage(long line, String json, String raw) -> new FileRow.MessageRow(line, json, raw);
            case ImportItem.Malformed(long line, String code, String message, String raw) ->
                new FileRow.BadRow(line, code, message, raw);
        });
    }

    @Override
    public void close() throws IOException {
        items.close();
    }
}
