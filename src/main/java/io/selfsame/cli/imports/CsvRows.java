package io.selfsame.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.selfsame.cli.CliException;
import io.selfsame.json.Factories;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The rows of a CSV file with a header, as messages. Rows count as lines, the header being line 1. Not thread-safe. */
final class CsvRows implements ImportItems {
    private static final ObjectReader ROWS = new CsvMapper(Factories.closed(CsvFactory.builder()))
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES).readerFor(String[].class);

    private final MappingIterator<String[]> rows;
    private final CsvMessages messages;
    private final int columns;
    private long line = 1;
    private long lastFault = -1;

    /** @throws CliException if there is no header, or it lacks a column that the mapping names */
    CsvRows(InputStream in, CsvMapping mapping, MessageIds ids) throws IOException {
        this.rows = ROWS.readValues(new InputStreamReader(in, StandardCharsets.UTF_8));
        if (!rows.hasNextValue()) {
            throw new CliException("The CSV file is empty; its first row must name the columns.");
        }
        String[] header = rows.nextValue();
        if (header.length > 0 && header[0].startsWith("\uFEFF")) {
            header[0] = header[0].substring(1);
        }
        this.columns = header.length;
        this.messages = new CsvMessages(mapping, List.of(header), ids);
    }

    @Override
    public Optional<ImportItem> next() throws IOException {
        try {
            if (!rows.hasNextValue()) {
                return Optional.empty();
            }
            String[] row = rows.nextValue();
            line++;
            return Optional.of(item(row));
        } catch (JsonProcessingException e) {
            long at = rows.getCurrentLocation().getCharOffset();
            if (at == lastFault) {
                return Optional.empty();
            }
            lastFault = at;
            line++;
            return Optional.of(new ImportItem.Malformed(line, "not_csv", e.getOriginalMessage(), ""));
        }
    }

    private ImportItem item(String[] row) {
        String raw = String.join(",", row);
        String start = raw.substring(0, Math.min(2000, raw.length()));
        if (row.length != columns) {
            return new ImportItem.Malformed(line, "wrong_columns",
                    "The header has " + columns + " columns, this row " + row.length + ".", start);
        }
        try {
            return new ImportItem.ReadyMessage(line, messages.message(row, line));
        } catch (CsvMessages.BadCell e) {
            return new ImportItem.Malformed(line, e.code, String.valueOf(e.getMessage()), start);
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
