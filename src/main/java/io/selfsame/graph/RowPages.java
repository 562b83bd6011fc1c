package io.selfsame.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.neo4j.driver.types.TypeSystem;

/** Reads rows whose values may be long: no more of them than go on a page. */
final class RowPages {

    /** Rows that the server sends ahead. */
    private static final int AHEAD = 20;

    private static final TypeSystem TYPES = TypeSystem.getDefault();

    private RowPages() {}

    static <T> Graph.RowPage<T> read(Graph graph, Statement statement, Map<String, Object> parameters, long most,
            Function<Record, T> made) {
        return graph.read(statement, parameters, AHEAD, read -> {
            List<T> rows = new ArrayList<>();
            long length = 0;
            while (read.hasNext() && length < most) {
                Record row = read.next();
                length += row.values().stream().mapToLong(RowPages::length).sum();
                rows.add(made.apply(row));
            }
            return new Graph.RowPage<>(rows, read.hasNext());
        });
    }

    /** Characters of a value. */
    private static long length(Value value) {
        if (value.hasType(TYPES.STRING())) {
            return value.asString().length();
        }
        long length = 0;
        if (value.hasType(TYPES.LIST()) || value.hasType(TYPES.NODE()) || value.hasType(TYPES.MAP())) {
            for (Value part : value.values()) {
                length += length(part);
            }
        }
        return length;
    }
}
