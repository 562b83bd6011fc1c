package io.selfsame.tracking;

import io.javalin.http.Context;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Graph.RowPage;
import io.selfsame.graph.Statement;
import io.selfsame.http.Cursor;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Paging;
import io.selfsame.json.TimeText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.neo4j.driver.Record;

/**
 * A route that lists what a space keeps for its owner, the newest first; {@code ?code=} selects. Thread safe.
 *
 * @param statement takes {@code space}, {@code codes}, {@code at}, {@code key} and {@code limit}
 * @param time the property that orders the rows
 * @param shown makes the answer of a row
 */
record NewestFirstList(Graph graph, Statement statement, Cursor<ListPlace> cursor, String time,
        Function<Record, ?> shown) {

    NewestFirstList(Graph graph, Statement statement, String name, String time, Function<Record, ?> shown) {
        this(graph, statement, Cursor.of(name, ListPlace::text, ListPlace::parse), time,
                shown);
    }

    /**
     * A place in a list that begins with the newest.
     *
     * @param at when it came
     * @param key tells those of one instant apart
     */
    record ListPlace(Instant at, String key) {

        /** The newest comes first. */
        static final ListPlace START = new ListPlace(TimeText.LAST, "");

        static ListPlace parse(String text) {
            int bar = Math.max(0, text.indexOf('|'));
            return new ListPlace(TimeText.ours(text.substring(0, bar)), text.substring(bar + 1));
        }

        String text() {
            return at + "|" + key;
        }
    }

    void answer(Context ctx) {
        int limit = Paging.limit(ctx, 25, 200);
        ListPlace after = cursor.next(ctx).orElse(ListPlace.START);
        RowPage<Record> page = graph.page(statement, Map.of("space", Endpoints.space(ctx).value(), "codes",
                List.copyOf(Paging.list(ctx, "code")), "at", after.at().atZone(ZoneOffset.UTC), "key", after.key(),
                "limit", limit + 1), Paging.PageSize.MOST, row -> row);
        Paging.answer(ctx, page.rows(), page.more(), limit, shown,
                row -> cursor.text(new ListPlace(instant(row, time), row.get("key").asString())));
    }

    static Instant instant(Record row, String property) {
        return row.get(property).asZonedDateTime().toInstant();
    }
}
