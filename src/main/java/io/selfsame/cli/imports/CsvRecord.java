package io.selfsame.cli.imports;

import java.util.ArrayList;
import java.util.List;

/** One record of a CSV file, or why its text is none. Pure. */
sealed interface CsvRecord {

    /** The cells, without their quotes. */
    record Row(List<String> cells) implements CsvRecord {}

    /** A quote is still open where the text ends: the record goes on with the next line. */
    record Unclosed() implements CsvRecord {}

    /**
     * A text that is no record.
     *
     * @param problem in words
     */
    record Broken(String problem) implements CsvRecord {}

    /**
     * Reads one record.
     *
     * @param text of one line, or of several if a cell in quotes holds line ends
     */
    static CsvRecord parse(String text, char delimiter) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            if (at < text.length() && text.charAt(at) == '"') {
                var cell = new StringBuilder();
                at++;
                while (at < text.length() && (text.charAt(at) != '"' || text.startsWith("\"\"", at))) {
                    cell.append(text.charAt(at));
                    at += text.charAt(at) == '"' ? 2 : 1;
                }
                if (at == text.length()) {
                    return new Unclosed();
                }
                at++;
                while (at < text.length() && text.charAt(at) != delimiter && isSpace(text.charAt(at))) {
                    at++;
                }
                if (at < text.length() && text.charAt(at) != delimiter) {
                    return new Broken("After the closing quote of cell " + (cells.size() + 1)
                            + " something follows; write a quote inside a cell twice, and close each that opens");
                }
                cells.add(cell.toString());
            } else {
                int end = text.indexOf(delimiter, at);
                int next = end < 0 ? text.length() : end;
                cells.add(text.substring(at, next));
                at = next;
            }
            if (at == text.length()) {
                return new Row(cells);
            }
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }
}
