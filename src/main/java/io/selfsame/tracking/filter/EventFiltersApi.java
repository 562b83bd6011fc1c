package io.selfsame.tracking.filter;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Operation;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import io.selfsame.tracking.filter.FilterCounts.Dropped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.neo4j.driver.Record;

/** Management: the filters of events of a space. Thread safe. */
public final class EventFiltersApi {

    private static final int BODY = 512 * 1024;
    private static final String TAG = "Event filters";
    private static final String PATH = "/v1/spaces/{space}/event-filters";

    private static final Statement CURRENT = Statement.of("tracking/eventFilters");
    private static final Statement CHANGE = Statement.of("tracking/changeEventFilters");

    private static final Operation GET = Operation.of(TAG, "getEventFilters", "Read the event filters of a space")
            .describedAs("With how many events each has dropped.").answers(200, "The filters", "EventFiltersAnswer");
    private static final Operation PUT = Operation
            .of(TAG, "replaceEventFilters", "Replace the event filters of a space")
            .describedAs("They hold for the events that follow; on other instances after 5 seconds at most.")
            .takes("EventFilters").answers(200, "The filters", "EventFiltersAnswer").fails("validation_error");

    private final Graph graph;
    private final FilterCounts counts;
    private final Function<SpaceId, Set<String>> sources;
    private final Consumer<SpaceId> changed;

    /**
     * Serves nothing before {@link #routes}.
     *
     * @param sources the IDs of the write keys and sources of a space
     * @param changed is told of spaces whose filters have changed
     */
    public EventFiltersApi(Graph graph, FilterCounts counts, Function<SpaceId, Set<String>> sources,
            Consumer<SpaceId> changed) {
        this.graph = graph;
        this.counts = counts;
        this.sources = sources;
        this.changed = changed;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        endpoints.get(PATH, Access.VIEWER, GET, ctx -> answer(ctx, stored(Endpoints.space(ctx))));
        endpoints.put(PATH, Access.ADMIN, PUT, this::replace);
    }

    /** Filters as they are stored. */
    private record StoredFilters(int version, List<EventFilter> filters, Optional<Instant> updatedAt,
            Optional<String> updatedBy) {

        Set<String> names() {
            Set<String> names = new HashSet<>(Set.of(EventFilters.OPTED_OUT));
            filters.forEach(filter -> names.add(filter.name()));
            return names;
        }
    }

    /** How many events were kept out. */
    @ApiSchema("DroppedEvents")
    record DroppedFields(long dropped, Optional<Instant> lastDroppedAt) {

        static DroppedFields of(Map<String, Dropped> counts, String filter) {
            Optional<Dropped> dropped = Optional.ofNullable(counts.get(filter));
            return new DroppedFields(dropped.map(Dropped::events).orElse(0L), dropped.map(Dropped::last));
        }
    }

    /** A filter, with how many events it has dropped. */
    @ApiSchema("EventFilter")
    record EventFilterFields(String name, Optional<String> description, @JsonProperty("if") Optional<String> condition,
            boolean drop, boolean enabled, Optional<List<String>> sourceIds, @JsonUnwrapped DroppedFields counted) {

        static EventFilterFields of(EventFilter filter, Map<String, Dropped> counts) {
            return new EventFilterFields(filter.name(), filter.description(), filter.text(), filter.drop(),
                    filter.enabled(),
                    Optional.of(List.copyOf(new TreeSet<>(filter.sourceIds()))).filter(ids -> !ids.isEmpty()),
                    DroppedFields.of(counts, filter.name()));
        }
    }

    /**
     * The filters of a space.
     *
     * @param integrations events whose senders wanted them kept out
     */
    @ApiSchema
    record CurrentEventFilters(int version, List<EventFilterFields> filters, DroppedFields integrations,
            Optional<Instant> updatedAt, Optional<String> updatedBy) {}

    /** At the top, and once more under {@code data}, where Segment's Public API has its answers. */
    @ApiSchema
    record EventFiltersAnswer(@JsonUnwrapped CurrentEventFilters filters, CurrentEventFilters data) {}

    private void replace(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        List<EventFilter> filters = EventFiltersJson.read(Bodies.json(ctx, BODY), sources.apply(space));
        StoredFilters before = stored(space);
        graph.write(CHANGE, Map.of("space", space.value(), "json", EventFiltersJson.write(filters), "at",
                Instant.now().atZone(ZoneOffset.UTC), "by", Endpoints.caller(ctx).id()));
        changed.accept(space);
        StoredFilters after = stored(space);
        Set<String> gone = before.names();
        gone.removeAll(after.names());
        counts.forget(space, gone);
        answer(ctx, after);
    }

    private StoredFilters stored(SpaceId space) {
        for (Record row : graph.read(CURRENT, Map.of("space", space.value()))) {
            return new StoredFilters(row.get("version").asInt(),
                    EventFiltersJson.stored(Json.parse(row.get("json").asString())),
                    Optional.of(row.get("updatedAt").asZonedDateTime().toInstant()),
                    Optional.of(row.get("updatedBy").asString()));
        }
        return new StoredFilters(0, List.of(), Optional.empty(), Optional.empty());
    }

    private void answer(Context ctx, StoredFilters stored) {
        Map<String, Dropped> dropped = counts.of(Endpoints.space(ctx), stored.names());
        List<EventFilterFields> filters = new ArrayList<>();
        stored.filters().forEach(filter -> filters.add(EventFilterFields.of(filter, dropped)));
        var current = new CurrentEventFilters(stored.version(), filters,
                DroppedFields.of(dropped, EventFilters.OPTED_OUT),
                stored.updatedAt(), stored.updatedBy());
        Bodies.answer(ctx, new EventFiltersAnswer(current, current));
    }
}
