package io.selfsame.column;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.neo4j.driver.Record;

/**
 * The columns of each space. Whoever writes events compares {@link Known#version} with the ledger's, under its lock, so that from
 * the moment a column is added every new event has it; {@link #fill} gives it to the older ones. Thread safe.
 */
public final class Columns {

    private static final Statement LIST = Statement.of("column/list");
    private static final Statement ADD = Statement.of("column/add");
    private static final Statement PAGE = Statement.of("column/page");
    private static final Statement FILL = Statement.of("column/fill");
    private static final Statement ADVANCE = Statement.of("column/advance");
    private static final Statement REMOVE = Statement.of("column/remove");

    /** Of events of one name: each is looked for in every such event that comes. */
    static final int MOST = 100;

    /** Events in one transaction of {@link #fill}. */
    private static final int PAGE_SIZE = 4_000;

    /** A moment before that of any event. */
    public static final ZonedDateTime BEGINNING = ZonedDateTime.of(-1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final Graph graph;
    private final Map<SpaceId, Known> cache = new ConcurrentHashMap<>();

    public Columns(Graph graph) {
        this.graph = graph;
    }

    /** A column of events of one name. */
    public record Of(String event, Column column) {}

    /**
     * The columns of a space in one version.
     *
     * @param byEvent every column, by the name of the events that carry it
     * @param ready those that all stored events carry
     */
    public record Known(long version, Map<String, List<Column>> byEvent, Set<Of> ready) {

        static final Known NONE = new Known(0, Map.of(), Set.of());

        /** What an event's node carries beside its body. */
        public void project(String event, com.fasterxml.jackson.databind.JsonNode body,
                Map<String, Object> properties) {
            for (Column column : byEvent.getOrDefault(event, List.of())) {
                column.value(body).ifPresent(value -> properties.put(column.name(), Column.property(value)));
            }
        }

        /** Whether all stored events of that name carry the column. */
        public boolean isReady(String event, Column column) {
            return ready.contains(new Of(event, column));
        }
    }

    /** The columns in the version that the holder of the ledger's lock read. */
    public Known at(Tx tx, SpaceId space, long version) {
        Known known = cache.getOrDefault(space, Known.NONE);
        return known.version() == version ? known : remember(space, tx.run(LIST, Map.of("space", space.value())));
    }

    /** The columns as committed now. */
    public Known latest(SpaceId space) {
        return remember(space, graph.read(LIST, Map.of("space", space.value())));
    }

    private Known remember(SpaceId space, List<Record> rows) {
        Map<String, List<Column>> byEvent = new HashMap<>();
        Set<Of> ready = new java.util.HashSet<>();
        long version = 0;
        for (Record row : rows) {
            version = row.get("version").asLong();
            if (row.get("event").isNull()) {
                continue;
            }
            var one = new Of(row.get("event").asString(), Column.parse(row.get("name").asString()));
            byEvent.computeIfAbsent(one.event(), name -> new ArrayList<>()).add(one.column());
            if (row.get("ready").asBoolean()) {
                ready.add(one);
            }
        }
        var known = new Known(version, byEvent, ready);
        cache.put(space, known);
        return known;
    }

    /**
     * Adds those that are missing, as long as events of a name carry no more than {@value #MOST}. What else is asked for is
     * read from the bodies.
     */
    public void add(SpaceId space, Set<Of> wanted) {
        Known known = latest(space);
        Map<String, Integer> carried = new HashMap<>();
        known.byEvent().forEach((event, columns) -> carried.put(event, columns.size()));
        var missing = wanted.stream().filter(one -> !known.byEvent().getOrDefault(one.event(), List.of())
                .contains(one.column())).filter(one -> carried.merge(one.event(), 1, Integer::sum) <= MOST)
                .map(one -> Map.<String, Object>of("key", key(space, one), "event", one.event(),
                        "name", one.column().name()))
                .toList();
        if (!missing.isEmpty()) {
            graph.write(ADD, Map.of("space", space.value(), "columns", missing, "first", BEGINNING));
            latest(space);
        }
    }

    /** The length keeps names apart that hold slashes. */
    private static String key(SpaceId space, Of one) {
        return space.key(one.event().length() + "/" + one.event() + "/" + one.column().name());
    }

    /** Takes away those that nobody wants; events keep what they carry. */
    public void retain(SpaceId space, Set<Of> wanted) {
        List<String> unwanted = new ArrayList<>();
        latest(space).byEvent().forEach((event, columns) -> columns.stream().map(column -> new Of(event, column))
                .filter(one -> !wanted.contains(one)).forEach(one -> unwanted.add(key(space, one))));
        if (!unwanted.isEmpty()) {
            graph.write(REMOVE, Map.of("space", space.value(), "keys", unwanted));
            latest(space);
        }
    }

    /**
     * Gives columns to some of the stored events that lack them, oldest first, in one transaction.
     *
     * @param fence called in that transaction; throws if the work is no longer ours
     * @return how many events were looked at; 0 when every column is ready
     */
    public int fill(SpaceId space, java.util.function.Consumer<Tx> fence) {
        Known known = latest(space);
        for (var entry : known.byEvent().entrySet()) {
            List<Column> lacking = entry.getValue().stream()
                    .filter(column -> !known.isReady(entry.getKey(), column)).toList();
            if (!lacking.isEmpty()) {
                int filled = graph.write(tx -> {
                    fence.accept(tx);
                    return fill(tx, space, entry.getKey(), lacking);
                });
                latest(space);
                // A page of zero only marks them ready: there may be other columns to fill.
                return Math.max(1, filled);
            }
        }
        return 0;
    }

    /** All columns of one kind of event that are not ready go on from where the hindmost of them is. */
    private static int fill(Tx tx, SpaceId space, String event, List<Column> lacking) {
        var keys = lacking.stream().map(column -> key(space, new Of(event, column))).toList();
        List<Record> page = tx.run(PAGE, Map.of("space", space.value(), "event", event, "columns", keys, "limit",
                PAGE_SIZE));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Record row : page) {
            var body = Json.parse(row.get("body").asString());
            Map<String, Object> values = new HashMap<>();
            lacking.forEach(
                    column -> column.value(body).ifPresent(value -> values.put(column.name(), Column.property(value))));
            if (!values.isEmpty()) {
                rows.add(Map.of("messageId", row.get("messageId").asString(), "values", values));
            }
        }
        tx.run(FILL, Map.of("space", space.value(), "rows", rows));
        Map<String, Object> advance = new HashMap<>(Map.of("columns", keys, "space", space.value()));
        boolean end = page.size() < PAGE_SIZE;
        advance.put("ready", end);
        advance.put("at", page.isEmpty() ? BEGINNING : page.getLast().get("timestamp").asZonedDateTime());
        advance.put("seq", page.isEmpty() ? 0L : page.getLast().get("seq").asLong());
        tx.run(ADVANCE, advance);
        return page.size();
    }
}
