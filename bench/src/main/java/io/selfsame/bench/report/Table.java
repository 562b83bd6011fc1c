package io.selfsame.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, as columns for a terminal or as a markdown table; all but the first column are set to the right. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> header) {
        rows.add(header);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    /** Columns with spaces between, header first. */
    String columns() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(String.format("%-" + widths[0] + "s", row.get(0)));
            for (int i = 1; i < widths.length; i++) {
                text.append("  ").append(" ".repeat(widths[i] - row.get(i).length())).append(row.get(i));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** A table for a README. */
    String markdown() {
        StringBuilder text = new StringBuilder(markdown(rows.getFirst()));
        text.append("| --- |").append(" ---: |".repeat(rows.getFirst().size() - 1)).append('\n');
        rows.stream().skip(1).map(Table::markdown).forEach(text::append);
        return text.toString();
    }

    private static String markdown(List<String> row) {
        return "| " + String.join(" | ", row) + " |\n";
    }
}
