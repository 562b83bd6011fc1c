package io.selfsame.column;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.Statement;
import io.selfsame.graph.StatementFailed;
import io.selfsame.graph.Tx;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.neo4j.driver.Record;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The columns of each space. Whoever writes events compares {@link ColumnSet#version} with the ledger's, under its lock, so that from
 * the moment a column is added every new event has it; {@link #fill} gives it to the older ones. Thread safe.
 */
public final class EventColumns {

    private static final Logger LOG = LoggerFactory.getLogger(EventColumns.class);

    private static final Statement LIST = Statement.of("column/list");
    private static final Statement ADD = Statement.of("column/add");
    private static final Statement REMOVE = Statement.of("column/remove");

    /** Of events of one name: each is looked for in every such event that comes. */
    static final int MOST = 100;

    /** Events in one transaction of {@link #fill}: some tenths of a second. */
    private static final int PAGE_SIZE = 4_000;

    /** A moment before that of any event. */
    public static final Instant BEGINNING = Instant.parse("-0001-01-01T00:00:00Z");

    /** How long a column that could not be made is not tried again. */
    private static final Duration REFUSAL = Duration.ofMinutes(10);

    private final Graph graph;
    private final int pageSize;
    private final Map<SpaceId, ColumnSet> cache = new ConcurrentHashMap<>();

    /** Columns that could not be made, by key, and why. */
    private final Cache<String, String> refused = Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REFUSAL)
            .build();

    public EventColumns(Graph graph) {
        this(graph, PAGE_SIZE);
    }

    /** @param pageSize events in one transaction of {@link #fill} */
    public EventColumns(Graph graph, int pageSize) {
        this.graph = graph;
        this.pageSize = pageSize;
    }

    /** A column of events of one name. */
    public record ColumnOf(String event, EventColumn column) {}

    /**
     * What {@link #add} has led to.
     *
     * @param known the columns that are there now
     * @param impossible those that could not be made, and why
     */
    public record Added(ColumnSet known, Map<ColumnOf, String> impossible) {}

    /**
     * What {@link #fill} has done.
     *
     * @param looked at how many events; 0 when every column is ready
     * @param skipped how many of them cannot be read or written
     * @param first of those the first: its message ID and the person's ID
     */
    public record Filled(int looked, long skipped, Optional<String> first) {}

    /**
     * The columns of a space in one version.
     *
     * @param byEvent every column, by the name of the events that carry it
     * @param ready those that all stored events carry
     */
    public record ColumnSet(long version, Map<String, List<EventColumn>> byEvent, Set<ColumnOf> ready) {

        static final ColumnSet NONE = new ColumnSet(0, Map.of(), Set.of());

        /** What an event's node carries beside its body. */
        public void project(String event, com.fasterxml.jackson.databind.JsonNode body,
                Map<String, Object> properties) {
            EventColumn.project(byEvent.getOrDefault(event, List.of()), body, properties);
        }

        /** Whether all stored events of that name carry the column. */
        public boolean isReady(String event, EventColumn column) {
            return ready.contains(new ColumnOf(event, column));
        }
    }

    /** The columns in the version that the holder of the ledger's lock read. */
    public ColumnSet at(Tx tx, SpaceId space, long version) {
        ColumnSet known = cache.getOrDefault(space, ColumnSet.NONE);
        return known.version() == version ? known : remember(space, tx.run(LIST, Map.of("space", space.value())));
    }

    /** The columns as committed now. */
    public ColumnSet latest(SpaceId space) {
        return remember(space, graph.read(LIST, Map.of("space", space.value())));
    }

    /** Nothing of a name that none of ours can be: somebody has changed it by hand. */
    private static Optional<ColumnOf> read(Record row) {
        try {
            return Optional
                    .of(new ColumnOf(row.get("event").asString(), EventColumn.parse(row.get("name").asString())));
        } catch (RuntimeException e) {
            LOG.debug("A column that is none", e);
            return Optional.empty();
        }
    }

    private ColumnSet remember(SpaceId space, List<Record> rows) {
        Map<String, List<EventColumn>> byEvent = new HashMap<>();
        Set<ColumnOf> ready = new java.util.HashSet<>();
        long version = 0;
        for (Record row : rows) {
            version = row.get("version").asLong();
            if (row.get("event").isNull()) {
                continue;
            }
            Optional<ColumnOf> readable = read(row);
            if (readable.isEmpty()) {
                continue;
            }
            ColumnOf one = readable.get();
            byEvent.computeIfAbsent(one.event(), name -> new ArrayList<>()).add(one.column());
            if (row.get("ready").asBoolean()) {
                ready.add(one);
            }
        }
        var known = new ColumnSet(version, byEvent, ready);
        cache.put(space, known);
        return known;
    }

    /**
     * Adds those that are missing, as long as events of a name carry no more than {@value #MOST}; what else is asked for is read
     * from the bodies. One that cannot be made, like that of a name which is too long for an index, does not keep the
     * others from being made.
     *
     * @param fence called in every write transaction; throws if the work is no longer ours
     */
    public Added add(SpaceId space, Set<ColumnOf> wanted, Consumer<Tx> fence) {
        ColumnSet known = latest(space);
        Map<ColumnOf, String> impossible = new HashMap<>();
        List<ColumnOf> missing = new ArrayList<>();
        Map<String, Integer> carried = new HashMap<>();
        known.byEvent().forEach((event, columns) -> carried.put(event, columns.size()));
        for (ColumnOf one : wanted) {
            String why = refused.getIfPresent(key(space, one));
            if (why != null) {
                impossible.put(one, why);
            } else if (!known.byEvent().getOrDefault(one.event(), List.of()).contains(one.column())
                    && carried.merge(one.event(), 1, Integer::sum) <= MOST) {
                missing.add(one);
            }
        }
        if (missing.isEmpty()) {
            return new Added(known, impossible);
        }
        try {
            add(space, missing, fence);
        } catch (GraphUnavailable e) {
            throw e;
        } catch (StatementFailed | Neo4jException e) {
            for (ColumnOf one : missing) {
                addAlone(space, one, fence).ifPresent(why -> impossible.put(one, why));
            }
        }
        return new Added(latest(space), impossible);
    }

    private Optional<String> addAlone(SpaceId space, ColumnOf one, Consumer<Tx> fence) {
        try {
            add(space, List.of(one), fence);
            return Optional.empty();
        } catch (GraphUnavailable e) {
            throw e;
        } catch (StatementFailed | Neo4jException e) {
            String name = one.column().name();
            String why = "Events named '" + shortened(one.event()) + "' cannot be given the column '" + shortened(name)
                    + "' (" + name.length() + " characters): Neo4j refuses it";
            LOG.warn("{}, in {}", why, space, StatementFailed.loggable(e));
            refused.put(key(space, one), why);
            return Optional.of(why);
        }
    }

    private static String shortened(String name) {
        return name.length() > 100 ? name.substring(0, 100) + "…" : name;
    }

    private void add(SpaceId space, List<ColumnOf> columns, Consumer<Tx> fence) {
        var rows = columns.stream().map(one -> Map.<String, Object>of("key", key(space, one), "event", one.event(),
                "name", one.column().name())).toList();
        graph.write(tx -> {
            fence.accept(tx);
            return tx.run(ADD, Map.of("space", space.value(), "columns", rows, "first",
                    BEGINNING.atZone(ZoneOffset.UTC)));
        });
    }

    /** The length keeps names apart that hold slashes. */
    private static String key(SpaceId space, ColumnOf one) {
        return space.key(one.event().length() + "/" + one.event() + "/" + one.column().name());
    }

    /**
     * Takes away those that nobody wants; events keep what they carry. Nothing happens if the definitions change meanwhile.
     *
     * @param version of the set of definitions that want these
     * @param fence called in the transaction; throws if the work is no longer ours
     */
    public void retain(SpaceId space, Set<ColumnOf> wanted, long version, Consumer<Tx> fence) {
        List<String> unwanted = new ArrayList<>();
        latest(space).byEvent().forEach((event, columns) -> columns.stream().map(column -> new ColumnOf(event, column))
                .filter(one -> !wanted.contains(one)).forEach(one -> unwanted.add(key(space, one))));
        if (!unwanted.isEmpty()) {
            graph.write(tx -> {
                fence.accept(tx);
                return tx.run(REMOVE, Map.of("space", space.value(), "version", version, "keys", unwanted));
            });
            latest(space);
        }
    }

    /**
     * Gives columns to one page of the stored events that lack them, oldest first.
     *
     * @param known the columns as they were committed a moment ago
     * @param fence called in every write transaction; throws if the work is no longer ours
     */
    public Filled fill(SpaceId space, ColumnSet known, Consumer<Tx> fence) {
        for (var entry : known.byEvent().entrySet()) {
            List<EventColumn> lacking = entry.getValue().stream()
                    .filter(column -> !known.isReady(entry.getKey(), column)).toList();
            if (!lacking.isEmpty()) {
                var keys = lacking.stream().map(column -> key(space, new ColumnOf(entry.getKey(), column))).toList();
                return new ColumnFill(graph, space, entry.getKey(), lacking, keys, pageSize, fence).page();
            }
        }
        return new Filled(0, 0, Optional.empty());
    }
}
