package io.selfsame.tracking;

import io.javalin.http.Context;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Graph.RowPage;
import io.selfsame.graph.Statement;
import io.selfsame.http.Access;
import io.selfsame.http.Cursor;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Paging;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/** Management: the parts of events that could not be read, so that the events were taken without them. Thread safe. */
public final class ViolationsApi {

    private static final Statement VIOLATIONS = Statement.of("tracking/violations");
    private static final Cursor<NewestFirst> CURSOR = Cursor.of("violations", NewestFirst::text, NewestFirst::parse);

    private final Graph graph;

    public ViolationsApi(Graph graph) {
        this.graph = graph;
    }

    /** Adds the route. */
    public void routes(Endpoints endpoints) {
        endpoints.get("/v1/spaces/{space}/violations", Access.VIEWER, TrackingOperations.VIOLATIONS, this::list);
    }

    private void list(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        int limit = Paging.limit(ctx, 25, 200);
        NewestFirst after = CURSOR.next(ctx).orElse(NewestFirst.START);
        RowPage<Record> page = graph.page(VIOLATIONS, Map.of("space", space.value(), "codes",
                List.copyOf(Paging.list(ctx, "code")), "at", after.at().atZone(ZoneOffset.UTC), "key", after.key(),
                "limit", limit + 1), Paging.PageSize.MOST, row -> row);
        Paging.answer(ctx, page.rows(), page.more(), limit,
                row -> Json.object().put("code", row.get("code").asString()).put("field", row.get("field").asString())
                        .put("value", row.get("value").asString()).put("message_id", row.get("messageId").asString())
                        .put("source_id", row.get("sourceId").asString()).put("count", row.get("times").asLong())
                        .put("first_seen", time(row, "firstSeenAt").toString())
                        .put("last_seen", time(row, "seenAt").toString()),
                row -> CURSOR.text(new NewestFirst(time(row, "seenAt"), row.get("key").asString())));
    }

    private static Instant time(Record row, String name) {
        return row.get(name).asZonedDateTime().toInstant();
    }
}
