package io.selfsame.tracking;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Graph.RowPage;
import io.selfsame.graph.Statement;
import io.selfsame.http.Auth;
import io.selfsame.http.Paging;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/** Management: the events that were not taken, with the reason. Thread safe. */
public final class RejectedApi {

    private static final Statement REJECTED = Statement.of("tracking/rejected");

    private final Graph graph;
    private final Auth auth;

    public RejectedApi(Graph graph, Auth auth) {
        this.graph = graph;
        this.auth = auth;
    }

    /** Adds the route. */
    public void routes(RoutesConfig routes) {
        routes.get("/v1/spaces/{space}/rejected", this::list);
    }

    private void list(Context ctx) {
        SpaceId space = auth.managed(ctx);
        int limit = Paging.limit(ctx, 25, 200);
        String[] after = Paging.next(ctx).map(text -> text.split("\\|", 2))
                .orElse(new String[]{"9999-12-31T00:00:00Z", ""});
        Instant at;
        try {
            at = OffsetDateTime.parse(after[0]).toInstant();
        } catch (DateTimeException e) {
            throw Paging.badNext();
        }
        RowPage<Record> page = graph.page(REJECTED, Map.of("space", space.value(), "codes",
                List.copyOf(Paging.list(ctx, "code")), "at", at.atZone(ZoneOffset.UTC), "key",
                after.length > 1 ? after[1] : "", "limit", limit + 1), Paging.PageSize.MOST, row -> row);
        Paging.answer(ctx, page.rows(), page.more(), limit,
                row -> Json.object().put("message_id", row.get("messageId").asString())
                        .put("code", row.get("code").asString()).put("message", row.get("message").asString())
                        .put("received_at", received(row)).put("source_id", row.get("sourceId").asString())
                        .put("times", row.get("times").asInt()).put("body", row.get("body").asString()),
                row -> received(row) + "|" + row.get("key").asString());
    }

    private static String received(Record row) {
        return row.get("receivedAt").asZonedDateTime().toInstant().toString();
    }
}
