package io.selfsame.destination.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.selfsame.json.Json;
import io.selfsame.destination.files.Column.ColumnType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A row a line, in UTF-8. */
final class TextFile implements TableFile {

    private static final int BUFFER = 64 * 1024;

    private final Table table;
    private final TextForm form;
    private final Writer out;

    /** How rows are written as text. */
    sealed interface TextForm {

        /** What stands at the beginning; the empty text: nothing. */
        String head(List<Column> columns);

        /** With the end of its line. */
        String line(List<Column> columns, List<@Nullable Object> row);
    }

    TextFile(Table table, Path path, boolean gzip, TextForm form) throws IOException {
        this.table = table;
        this.form = form;
        OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            OutputStream bytes = gzip ? new GZIPOutputStream(file, BUFFER) : file;
            this.out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), BUFFER);
            out.write(form.head(table.columns()));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        out.write(form.line(table.columns(), row));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).toString();
    }

    /**
     * RFC 4180, with a head. A missing value is empty, an empty text is {@code ""}. Lines end with CR LF.
     *
     * @param escapesFormulas whether a text that a spreadsheet might compute has a {@code '} before it
     */
    record Csv(boolean escapesFormulas) implements TextForm {

        private static final String FORMULAS = "=+-@\t\r\n";

        private static final String END = "\r\n";

        @Override
        public String head(List<Column> columns) {
            return String.join(",", columns.stream().map(Column::name).toList()) + END;
        }

        @Override
        public String line(List<Column> columns, List<@Nullable Object> row) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                if (i > 0) {
                    line.append(',');
                }
                Object value = row.get(i);
                if (value instanceof Instant at) {
                    line.append(time(at));
                } else if (value instanceof String text) {
                    // JSON begins with none of these but for a number below 0.
                    line.append('"').append(
                            escapesFormulas && columns.get(i).type() == ColumnType.TEXT && isFormula(text) ? "'" : "")
                            .append(text.replace("\"", "\"\"")).append('"');
                } else if (value != null) {
                    line.append(value);
                }
            }
            return line.append(END).toString();
        }

        private static boolean isFormula(String text) {
            return !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0;
        }
    }

    /** An object a line; a missing value is null. */
    static final class JsonLines implements TextForm {

        @Override
        public String head(List<Column> columns) {
            return "";
        }

        @Override
        public String line(List<Column> columns, List<@Nullable Object> row) {
            ObjectNode line = Json.object();
            for (int i = 0; i < row.size(); i++) {
                Column column = columns.get(i);
                Object value = row.get(i);
                if (value == null) {
                    line.putNull(column.name());
                } else {
                    switch (column.type()) {
                        case TEXT -> line.put(column.name(), (String) value);
                        case JSON -> line.putRawValue(column.name(), new RawValue((String) value));
                        case NUMBER -> line.put(column.name(), (Long) value);
                        case TIME -> line.put(column.name(), time((Instant) value));
                    }
                }
            }
            return Json.write(line) + "\n";
        }
    }
}
