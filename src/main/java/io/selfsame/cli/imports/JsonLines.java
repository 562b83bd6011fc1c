package io.selfsame.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * One message a line. A message without an ID gets one, and loses {@code sentAt}, which meant something only on the day it
 * was sent; otherwise it goes on as it was written. Blank lines are passed over. Not thread-safe.
 */
final class JsonLines implements ImportItems {
    /** Far above what a service takes, low enough for memory. */
    private static final int MAX_LINE_BYTES = 1 << 20;

    /** What to do with JSON of another form. */
    static final String HINT = "Make one message a line of it with jq: jq -c '.[]' FILE for an array, jq -c . FILE for others.";

    private final InputStream in;
    private final LineReader lines;
    private final TextEncoding encoding;
    private final MessageIds ids;
    private long line;

    JsonLines(InputStream in, TextEncoding encoding, MessageIds ids) {
        this.in = in;
        this.encoding = encoding;
        this.lines = new LineReader(in, MAX_LINE_BYTES);
        this.ids = ids;
    }

    @Override
    public Optional<ImportItem> next() throws IOException {
        while (true) {
            Optional<LineReader.RawLine> read = lines.next();
            if (read.isEmpty()) {
                return Optional.empty();
            }
            line++;
            if (!isBlank(read.get().bytes())) {
                return Optional.of(item(read.get()));
            }
        }
    }

    /** Whether a first line is that of an array, or of JSON that goes over several lines. */
    static boolean beginsAnotherForm(String line) {
        String text = line.strip();
        return text.startsWith("[") || text.equals("{");
    }

    private ImportItem item(LineReader.RawLine read) {
        String raw = encoding.shown(read.bytes());
        if (read.tooLong()) {
            return malformed("line_too_long", "The line is longer than " + MAX_LINE_BYTES + " bytes.", raw);
        }
        Optional<String> decoded = encoding.read(read.bytes(), line == 1);
        if (decoded.isEmpty()) {
            return malformed(encoding.code(), encoding.problem("line"), raw);
        }
        String text = decoded.get().strip();
        JsonNode node;
        try {
            node = CliJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return malformed("not_json", CliJson.reason(e), raw);
        }
        if (!(node instanceof ObjectNode message)) {
            return malformed("not_object", "A message is a JSON object on a line of its own. " + HINT, raw);
        }
        // The clock skew of back then says nothing about now: with it, the service would move the event to today.
        if (message.remove("sentAt") != null) {
            text = CliJson.write(message);
        }
        if (message.path("messageId").isMissingNode() || message.path("messageId").isNull()
                || message.path("messageId").asText(" ").isBlank()) {
            text = CliJson.write(message.put("messageId", ids.of(line, text)));
        }
        return new ImportItem.ReadyMessage(line, text, raw);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private ImportItem malformed(String code, String message, String raw) {
        return new ImportItem.Malformed(line, code, message, raw);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
