package io.selfsame.destination.files;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB over the files of a full export, with a view of each table that has any, and one of what it says now. */
final class Warehouse implements AutoCloseable {

    private final Connection connection;

    Warehouse(Path full, String ending) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        for (Table table : Table.values()) {
            String files = full.resolve(table.text()) + "/*" + ending;
            if (full.resolve(table.text()).toFile().isDirectory()) {
                run("CREATE VIEW " + table.text() + " AS SELECT * FROM '" + files + "'");
            }
        }
        run("CREATE VIEW id_graph AS SELECT * FROM id_graph_updates"
                + " QUALIFY row_number() OVER (PARTITION BY segment_id ORDER BY seq DESC) = 1");
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows as texts, with a bar between two values; in order. */
    List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows.stream().sorted().toList();
    }

    /** Whose each external ID is, by where it was linked and whose that profile is now. */
    List<String> identifiersByMapping() throws SQLException {
        return rows("SELECT external_id_type || ':' || external_id_value, id_graph.canonical_segment_id"
                + " FROM external_id_mapping_updates JOIN id_graph USING (segment_id)");
    }

    /** The same, by the table that says it for each ID. */
    List<String> identifiers() throws SQLException {
        return rows("SELECT type || ':' || value, canonical_segment_id FROM user_identifiers"
                + " QUALIFY row_number() OVER (PARTITION BY type, value ORDER BY seq DESC) = 1");
    }

    List<String> merges() throws SQLException {
        return rows("SELECT segment_id, canonical_segment_id FROM profile_merges"
                + " QUALIFY row_number() OVER (PARTITION BY segment_id ORDER BY seq DESC) = 1");
    }

    /** The traits that each person has now. */
    List<String> traits() throws SQLException {
        return rows("SELECT canonical_segment_id, name, value FROM (SELECT * FROM user_traits"
                + " QUALIFY seq = max(seq) OVER (PARTITION BY canonical_segment_id)) AS latest"
                + " WHERE name IS NOT NULL AND canonical_segment_id IN (SELECT canonical_segment_id FROM id_graph)");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
