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

/** Management: the events that were not taken, with the reason. Thread safe. */
public final class RejectedApi {

    private static final Statement REJECTED = Statement.of("tracking/rejected");
    private static final Cursor<NewestFirst> CURSOR = Cursor.of("rejected", NewestFirst::text,
            NewestFirst::parse);

    private final Graph graph;

    public RejectedApi(Graph graph) {
        this.graph = graph;
    }

    /** Adds the route. */
    public void routes(Endpoints endpoints) {
        endpoints.get("/v1/spaces/{space}/rejected", Access.VIEWER, TrackingOperations.REJECTED, this::list);
    }

    private void list(Context ctx) {
        SpaceId space = Endpoints.space(ctx);
        int limit = Paging.limit(ctx, 25, 200);
        NewestFirst after = CURSOR.next(ctx).orElse(NewestFirst.START);
        RowPage<Record> page = graph.page(REJECTED, Map.of("space", space.value(), "codes",
                List.copyOf(Paging.list(ctx, "code")), "at", after.at().atZone(ZoneOffset.UTC), "key", after.key(),
                "limit", limit + 1), Paging.PageSize.MOST, row -> row);
        Paging.answer(ctx, page.rows(), page.more(), limit,
                row -> Json.object().put("message_id", row.get("messageId").asString())
                        .put("code", row.get("code").asString()).put("message", row.get("message").asString())
                        .put("received_at", received(row).toString()).put("source_id", row.get("sourceId").asString())
                        .put("times", row.get("times").asInt()).put("body", row.get("body").asString()),
                row -> CURSOR.text(new NewestFirst(received(row), row.get("key").asString())));
    }

    private static Instant received(Record row) {
        return row.get("receivedAt").asZonedDateTime().toInstant();
    }
}
