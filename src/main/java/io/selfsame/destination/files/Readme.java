package io.selfsame.destination.files;

import io.selfsame.destination.DestinationSettings;
import io.selfsame.space.SpaceId;

/** The page beside the files of a full export: which tables there are, and how to read them. */
final class Readme {

    private Readme() {}

    static String text(DestinationSettings.Files settings, String name, SpaceId space) {
        var text = new StringBuilder("# ").append(name).append("\n\nWritten by Selfsame from the space `").append(space)
                .append("`. Files are only added. ")
                .append("Each file is whole; `manifests/` lists the files of each run, with rows, and is written last.\n")
                .append("`seq` grows with each event of the ledger. What a table says now is in the rows with the highest `seq`.\n");
        for (Table table : Table.values()) {
            if (settings.tables().contains("*") || settings.tables().contains(table.text())) {
                table(text, table);
            }
        }
        return text.toString();
    }

    static void table(StringBuilder text, Table table) {
        text.append("\n## ").append(table.text()).append("\n\n").append(table.description())
                .append("\n\n| column | values | meaning |\n| --- | --- | --- |\n");
        for (Column column : table.columns()) {
            text.append("| `").append(column.name()).append("` | ").append(column.type().words())
                    .append(column.required() ? "" : ", or null").append(" | ").append(column.description())
                    .append(" |\n");
        }
    }
}
