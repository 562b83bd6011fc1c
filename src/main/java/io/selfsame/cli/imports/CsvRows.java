package io.selfsame.cli.imports;

import io.selfsame.cli.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file with a header, as messages. A row has the number of the line that it begins in. What separates cells is
 * told by the header: comma, semicolon or tab. Not thread-safe.
 */
final class CsvRows implements ImportItems {

    /** Bytes of a line, and characters of a row of several lines: far above what a service takes, low enough for memory. */
    private static final int LONGEST = 1 << 20;

    /** Each line with a quote makes a row of many lines be read anew, from its beginning; one that is never closed costs no more. */
    private static final int MOST_PARSES = 10_000;

    private final InputStream in;
    private final LineReader reader;
    private final TextEncoding encoding;
    private final char delimiter;
    private final int columns;
    private final CsvMessages messages;

    /** Lines that were read as a part of a row that was none, and are read again. */
    private final Deque<Line> again = new ArrayDeque<>();
    private long number;
    private long emptyRows;

    /** @throws CliException if there is no header, or it lacks a column that the mapping names */
    CsvRows(InputStream in, TextEncoding encoding, CsvMapping mapping, MessageIds ids) throws IOException {
        this.in = in;
        this.reader = new LineReader(in, LONGEST);
        this.encoding = encoding;
        Line header = readable(filled());
        Set<String> named = mapping.columnNames();
        if (header.text().matches("(?i)sep=.")) {
            // So Excel says what separates cells.
            this.delimiter = header.text().charAt(4);
            header = readable(filled());
        } else {
            String text = header.text();
            this.delimiter = Stream.of(',', ';', '\t').max(Comparator.comparingInt(each -> fit(text, each, named)))
                    .get();
        }
        long headerLine = header.number();
        List<String> names = row(header).orElseThrow(() -> new CliException(
                "The header in line " + headerLine + " is no CSV: a quote is not closed, or something follows one."));
        this.columns = names.size();
        this.messages = new CsvMessages(mapping, names, ids);
    }

    private static Line readable(@Nullable Line header) {
        if (header == null) {
            throw new CliException("The CSV file is empty; its first row must name the columns.");
        }
        ImportItem.Malformed problem = header.problem();
        if (problem != null) {
            throw new CliException("The header of the CSV file cannot be read. " + problem.message());
        }
        return header;
    }

    /** How well a character would separate the header: by the columns that the mapping looks for, then by their number. */
    private static int fit(String header, char delimiter, Set<String> named) {
        return CsvRecord.parse(header, delimiter) instanceof CsvRecord.Row(var cells)
                ? (int) cells.stream().map(String::strip).filter(named::contains).distinct().count() * 1_000
                        + Math.min(cells.size(), 999)
                : -1;
    }

    /** A line of the file, or why it cannot be read. */
    private record Line(long number, String text, ImportItem.@Nullable Malformed problem) {}

    private @Nullable Line line() throws IOException {
        if (!again.isEmpty()) {
            return again.removeFirst();
        }
        Optional<LineReader.RawLine> raw = reader.next();
        if (raw.isEmpty()) {
            return null;
        }
        number++;
        if (raw.get().tooLong()) {
            return new Line(number, "", new ImportItem.Malformed(number, "line_too_long",
                    "The line is longer than " + LONGEST + " bytes.", encoding.shown(raw.get().bytes())));
        }
        Optional<String> text = encoding.read(raw.get().bytes(), number == 1);
        return text.isPresent()
                ? new Line(number, text.get().endsWith("\r")
                        ? text.get().substring(0, text.get().length() - 1)
                        : text.get(), null)
                : new Line(number, "",
                        new ImportItem.Malformed(number, encoding.code(), encoding.problem("line"),
                                encoding.shown(raw.get().bytes())));
    }

    /** The next line that is not blank. */
    private @Nullable Line filled() throws IOException {
        Line line = line();
        while (line != null && line.problem() == null && line.text().isBlank()) {
            line = line();
        }
        return line;
    }

    @Override
    public Optional<ImportItem> next() throws IOException {
        Line line = filled();
        while (line != null && line.problem() == null && isOfEmptyCells(line.text())) {
            emptyRows++;
            line = filled();
        }
        if (line == null) {
            return Optional.empty();
        }
        ImportItem.Malformed problem = line.problem();
        return Optional.of(problem == null ? item(line) : problem);
    }

    private boolean isOfEmptyCells(String text) {
        return text.indexOf(delimiter) >= 0 && text.chars().allMatch(c -> c == delimiter || Character.isWhitespace(c));
    }

    @Override
    public long emptyRows() {
        return emptyRows;
    }

    private ImportItem item(Line first) throws IOException {
        var text = new StringBuilder(first.text());
        List<Line> more = new ArrayList<>();
        CsvRecord record = record(text, more);
        String raw = text.toString();
        return switch (record) {
            case CsvRecord.Row(var cells) -> item(first.number(), more.size(), cells, raw);
            case CsvRecord.Unclosed open -> setAside(first, more, "unclosed_quote",
                    "A quote opens in this row and is not closed. The row is left out, and what follows is read from the"
                            + " next line on.");
            case CsvRecord.Broken(String problem) -> setAside(first, more, "not_csv", problem + "."
                    + (more.isEmpty()
                            ? ""
                            : " The quote opens in line " + first.number() + " and closes in line "
                                    + more.getLast().number() + "; what lies between is read as rows."));
        };
    }

    /**
     * The record that begins with a line, which goes on while a quote is open.
     *
     * @param text of the line; those that belong to it, too, are added
     * @param more these lines, and the first that cannot be read
     */
    private CsvRecord record(StringBuilder text, List<Line> more) throws IOException {
        CsvRecord record = CsvRecord.parse(text.toString(), delimiter);
        int parses = 0;
        while (record instanceof CsvRecord.Unclosed && text.length() < LONGEST && parses < MOST_PARSES) {
            Line next = line();
            if (next == null) {
                break;
            }
            more.add(next);
            if (next.problem() != null) {
                break;
            }
            text.append('\n').append(next.text());
            // Only such a line can end it.
            if (next.text().indexOf('"') >= 0) {
                parses++;
                record = CsvRecord.parse(text.toString(), delimiter);
            }
        }
        return record;
    }

    /** Lines that a quote has swallowed are rows of their own. */
    private ImportItem setAside(Line first, List<Line> more, String code, String message) {
        more.reversed().forEach(again::addFirst);
        return new ImportItem.Malformed(first.number(), code, message, first.text());
    }

    private ImportItem item(long line, int more, List<String> cells, String raw) {
        if (cells.size() != columns) {
            return new ImportItem.Malformed(line, "wrong_columns",
                    "The header has " + columns + " columns, this row " + cells.size() + "." + (more == 0
                            ? ""
                            : " It goes to line " + (line + more) + "; perhaps a quote in it was meant as a sign."),
                    raw);
        }
        try {
            return new ImportItem.ReadyMessage(line, messages.message(cells.toArray(String[]::new), line),
                    raw);
        } catch (CsvMessages.BadCell e) {
            return new ImportItem.Malformed(line, e.code, String.valueOf(e.getMessage()), raw);
        }
    }

    /** The header, which may have line ends in quotes, too. */
    private Optional<List<String>> row(Line header) throws IOException {
        CsvRecord record = record(new StringBuilder(header.text()), new ArrayList<>());
        return record instanceof CsvRecord.Row(var cells) ? Optional.of(cells) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
