package io.selfsame.column;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.Statement;
import io.selfsame.graph.StatementFailed;
import io.selfsame.graph.Tx;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.neo4j.driver.Record;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One page of stored events gets columns. An event whose body cannot be read, or that cannot be written, is left out, so that it
 * does not keep the others from theirs: it is counted, and named in the log. For one thread.
 */
final class ColumnFill {

    private static final Logger LOG = LoggerFactory.getLogger(ColumnFill.class);

    private static final Statement PAGE = Statement.of("column/page");
    private static final Statement FILL = Statement.of("column/fill");
    private static final Statement ADVANCE = Statement.of("column/advance");

    /** Bodies that the server sends ahead. */
    private static final int AHEAD = 50;

    /** Characters of bodies after which a page ends: whoever sends events chooses how long these are. */
    private static final int ENOUGH = 2_000_000;

    private final Graph graph;
    private final SpaceId space;
    private final String event;
    private final List<EventColumn> lacking;
    private final List<String> keys;
    private final int pageSize;
    private final Consumer<Tx> fence;

    private long skipped;
    private Optional<String> first = Optional.empty();

    /**
     * Prepares a page.
     *
     * @param lacking the columns, all of events of that name
     * @param keys of the columns' nodes
     * @param fence called in every write transaction; throws if the work is no longer ours
     */
    ColumnFill(Graph graph, SpaceId space, String event, List<EventColumn> lacking, List<String> keys, int pageSize,
            Consumer<Tx> fence) {
        this.graph = graph;
        this.space = space;
        this.event = event;
        this.lacking = lacking;
        this.keys = keys;
        this.pageSize = pageSize;
        this.fence = fence;
    }

    /** An event to be given its columns. */
    private record FillRow(String messageId, String owner, Map<String, Object> values) {

        Map<String, Object> parameters() {
            return Map.of("messageId", messageId, "values", values);
        }
    }

    /**
     * What was read of one page.
     *
     * @param last place of the last event, as {@code advance.cypher} takes it
     * @param end whether there are no more
     */
    private record FillPage(List<FillRow> rows, int looked, Map<String, Object> last, boolean end) {}

    /** All columns of one kind of event that are not ready go on from the least advanced of them. */
    EventColumns.Filled page() {
        FillPage page = graph.read(PAGE,
                Map.of("space", space.value(), "event", event, "columns", keys, "limit", pageSize),
                AHEAD, this::page);
        Map<String, Object> advance = new HashMap<>(Map.of("columns", keys, "space", space.value()));
        advance.put("ready", page.end());
        advance.putAll(page.last());
        try {
            write(page.rows(), advance);
        } catch (StatementFailed | Neo4jException e) {
            writeInParts(page.rows());
            write(List.of(), advance);
        }
        if (skipped > 0) {
            LOG.warn("{} of {} events '{}' in {} got no columns, as they cannot be read or written; the first is {}",
                    skipped, page.looked(), event, space, first.orElse(""));
        }
        // A page of zero only marks them ready: there may be other columns to fill.
        return new EventColumns.Filled(Math.max(1, page.looked()), skipped, first);
    }

    /** Each body is let go of before the next is read. */
    private FillPage page(Iterator<Record> all) {
        skipped = 0;
        first = Optional.empty();
        List<FillRow> rows = new ArrayList<>();
        Map<String, Object> last = Map.of("at", EventColumns.BEGINNING.atZone(ZoneOffset.UTC), "seq", 0L);
        int looked = 0;
        long length = 0;
        while (all.hasNext() && length < ENOUGH) {
            Record row = all.next();
            looked++;
            length += row.get("body").asObject() instanceof String body ? body.length() : 0;
            last = Map.of("at", row.get("timestamp").asZonedDateTime(), "seq", row.get("seq").asLong());
            Optional<FillRow> made = read(row).filter(one -> !one.values().isEmpty());
            made.ifPresent(rows::add);
            length += made.map(one -> one.values().values().stream().mapToLong(EventColumn::length).sum()).orElse(0L);
        }
        return new FillPage(rows, looked, last, looked < pageSize && length < ENOUGH);
    }

    private Optional<FillRow> read(Record row) {
        String messageId = row.get("messageId").asString("");
        String owner = row.get("owner").asString("");
        try {
            JsonNode body = Json.parse(row.get("body").asString());
            Map<String, Object> values = new HashMap<>();
            EventColumn.project(lacking, body, values);
            return Optional.of(new FillRow(messageId, owner, values));
        } catch (RuntimeException | StackOverflowError e) {
            skip(messageId, owner);
            return Optional.empty();
        }
    }

    private void skip(String messageId, String owner) {
        skipped++;
        if (first.isEmpty()) {
            first = Optional.of(messageId + " of " + owner);
        }
    }

    private void write(List<FillRow> rows, Map<String, Object> advance) {
        graph.write(tx -> {
            fence.accept(tx);
            fill(tx, rows);
            Map<String, Object> all = new HashMap<>(advance);
            all.put("skipped", skipped);
            tx.run(ADVANCE, all);
            return rows;
        });
    }

    private void fill(Tx tx, List<FillRow> rows) {
        if (!rows.isEmpty()) {
            tx.run(FILL, Map.of("space", space.value(), "rows", rows.stream().map(FillRow::parameters).toList()));
        }
    }

    /** Halves them until those stand alone that cannot be written. */
    private void writeInParts(List<FillRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try {
            graph.write(tx -> {
                fence.accept(tx);
                fill(tx, rows);
                return rows;
            });
        } catch (GraphUnavailable e) {
            throw e;
        } catch (StatementFailed | Neo4jException e) {
            if (rows.size() == 1) {
                skip(rows.getFirst().messageId(), rows.getFirst().owner());
            } else {
                writeInParts(rows.subList(0, rows.size() / 2));
                writeInParts(rows.subList(rows.size() / 2, rows.size()));
            }
        }
    }
}
