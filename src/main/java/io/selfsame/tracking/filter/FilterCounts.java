package io.selfsame.tracking.filter;

import io.selfsame.flow.LogThrottle;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.StatementFailed;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many events each filter has kept out. Dropping an event shall cost no transaction, so the counts of {@value #SECONDS} seconds are
 * written together; an instance that is killed loses those that are not written yet. Thread safe.
 */
public final class FilterCounts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FilterCounts.class);

    private static final int SECONDS = 5;

    private static final Statement COUNT = Statement.of("tracking/countFiltered");
    private static final Statement COUNTS = Statement.of("tracking/filterCounts");
    private static final Statement FORGET = Statement.of("tracking/forgetFilterCounts");

    private final Graph graph;
    private final LogThrottle failures = new LogThrottle(Duration.ofMinutes(1));

    /** Not written yet. Guarded by this. */
    private Map<Place, Dropped> waiting = new HashMap<>();
    private boolean planned;

    /** @param filter its name, or {@link EventFilters#OPTED_OUT} */
    private record Place(SpaceId space, String filter) {

        String key() {
            return space.key(filter);
        }
    }

    /** How many events a filter has kept out since it is there, and when it last did. */
    record Dropped(long events, Instant last) {

        Dropped and(Dropped more) {
            return new Dropped(events + more.events, more.last.isAfter(last) ? more.last : last);
        }
    }

    public FilterCounts(Graph graph) {
        this.graph = graph;
    }

    /** Counts what filters of a space have kept out, by their names. */
    public void add(SpaceId space, Map<String, Integer> dropped) {
        if (!dropped.isEmpty()) {
            Instant now = Instant.now();
            Map<Place, Dropped> more = new HashMap<>();
            dropped.forEach((filter, events) -> more.put(new Place(space, filter), new Dropped(events, now)));
            add(more);
        }
    }

    private synchronized void add(Map<Place, Dropped> more) {
        more.forEach((place, dropped) -> waiting.merge(place, dropped, Dropped::and));
        if (!planned) {
            planned = true;
            CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS, Thread::startVirtualThread)
                    .execute(this::write);
        }
    }

    private synchronized Map<Place, Dropped> take() {
        Map<Place, Dropped> taken = waiting;
        waiting = new HashMap<>();
        planned = false;
        return taken;
    }

    /** Writes what waits. What cannot be written waits on. */
    private void write() {
        Map<Place, Dropped> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        taken.forEach((place, dropped) -> rows.add(Map.of("key", place.key(), "dropped", dropped.events(), "at",
                dropped.last().atZone(ZoneOffset.UTC))));
        try {
            graph.write(COUNT, Map.of("counts", rows));
        } catch (RuntimeException e) {
            failures.say(more -> log.warn("What filters have dropped is not counted yet{}: {}",
                    LogThrottle.others(more, "failures"), StatementFailed.loggable(e).getMessage()));
            add(taken);
        }
    }

    /** Those of some filters of a space, by name. What other instances have counted in the last seconds may be missing. */
    Map<String, Dropped> of(SpaceId space, Collection<String> filters) {
        write();
        Map<String, String> names = new HashMap<>();
        filters.forEach(filter -> names.put(space.key(filter), filter));
        Map<String, Dropped> counts = new HashMap<>();
        for (Record row : graph.read(COUNTS, Map.of("keys", List.copyOf(names.keySet())))) {
            counts.put(names.getOrDefault(row.get("key").asString(), ""), new Dropped(row.get("dropped").asLong(),
                    row.get("lastDroppedAt").asZonedDateTime().toInstant()));
        }
        return counts;
    }

    /** Forgets those of filters that are gone. */
    void forget(SpaceId space, Collection<String> filters) {
        if (!filters.isEmpty()) {
            graph.write(FORGET, Map.of("keys", filters.stream().map(space::key).toList()));
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        write();
    }
}
