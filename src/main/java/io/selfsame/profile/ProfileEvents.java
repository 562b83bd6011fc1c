package io.selfsame.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.http.Cursor;
import io.selfsame.http.Paging;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.json.TimeText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.Record;

/** What a person did, by the time it happened. */
final class ProfileEvents {

    private static final Statement NEWEST_FIRST = Statement.of("profile/eventsNewestFirst");
    private static final Statement OLDEST_FIRST = Statement.of("profile/eventsOldestFirst");
    private static final Statement STREAMS_NEWEST_FIRST = Statement.of("profile/streamsNewestFirst");
    private static final Statement STREAMS_OLDEST_FIRST = Statement.of("profile/streamsOldestFirst");
    private static final Set<String> TYPES = Set.of("track", "page", "screen", "identify", "group", "alias");
    static final Set<String> PERFORMED = Set.of("track", "page", "screen");

    private static final Cursor<EventPlace> CURSOR = Cursor.of("events", EventPlace::text, EventPlace::parse);

    private final ProfileReader reader;

    ProfileEvents(ProfileReader reader) {
        this.reader = reader;
    }

    void list(Context ctx, ProfileApi.RequestedProfile person) {
        int limit = Paging.limit(ctx, 10, 100);
        String sort = ctx.queryParam("sort");
        boolean oldestFirst = "asc".equals(sort);
        if (sort != null && !sort.isEmpty() && !oldestFirst && !sort.equals("desc")) {
            throw new Invalid("sort is asc or desc");
        }
        Set<String> types = Paging.list(ctx, "type");
        if (!TYPES.containsAll(types)) {
            throw new Invalid("type is a comma list of track, page, screen, identify, group and alias");
        }
        Set<String> wanted = types.isEmpty() ? PERFORMED : types;
        Set<String> include = Paging.list(ctx, "include");
        Set<String> exclude = Paging.list(ctx, "exclude");
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("root", person.root().value());
        parameters.put("types", List.copyOf(wanted));
        parameters.put("include", List.copyOf(include));
        parameters.put("exclude", List.copyOf(exclude));
        parameters.put("start", time(ctx, "start", TimeText.FIRST).atZone(ZoneOffset.UTC));
        parameters.put("end", time(ctx, "end", TimeText.LAST).atZone(ZoneOffset.UTC));
        place(ctx, oldestFirst, parameters);
        parameters.put("limit", limit + 1);
        List<Record> rows = reader.read(person.space(), tx -> read(tx, oldestFirst, parameters,
                EventStreams.of(tx, person.root(), wanted, include, exclude)));
        Paging.answer(ctx, rows, limit, row -> event(row, person.root()),
                row -> CURSOR.text(new EventPlace(Times.instant(row.get("timestamp")), row.get("seq").asLong())));
    }

    /** From the index, if the person has many events; else by looking at all, which needs no second question. */
    private static List<Record> read(Tx tx, boolean oldestFirst, Map<String, Object> parameters,
            Optional<List<EventStreams.EventStream>> streams) {
        if (streams.isPresent()) {
            Map<String, Object> some = new HashMap<>(parameters);
            some.put("streams", streams.get().stream().map(EventStreams.EventStream::parameters).toList());
            return tx.run(oldestFirst ? STREAMS_OLDEST_FIRST : STREAMS_NEWEST_FIRST, some);
        }
        return tx.run(oldestFirst ? OLDEST_FIRST : NEWEST_FIRST, parameters);
    }

    private static void place(Context ctx, boolean oldestFirst, Map<String, Object> parameters) {
        // No event lies outside the range; where a page begins that has none before it, is one step further.
        EventPlace place = CURSOR.next(ctx).orElse(oldestFirst
                ? new EventPlace(TimeText.FIRST.minusSeconds(1), -1)
                : new EventPlace(TimeText.LAST.plusSeconds(1), Long.MAX_VALUE));
        parameters.put("at", place.at().atZone(ZoneOffset.UTC));
        parameters.put("seq", place.seq());
    }

    /** When an event happened, and its place in the ledger. */
    private record EventPlace(Instant at, long seq) {

        static EventPlace parse(String text) {
            int colons = Math.max(0, text.lastIndexOf("::"));
            return new EventPlace(TimeText.ours(text.substring(0, colons)),
                    Long.parseLong(text, colons + 2, text.length(), 10));
        }

        String text() {
            return at + "::" + seq;
        }
    }

    private static Instant time(Context ctx, String name, Instant standard) {
        String text = ctx.queryParam(name);
        if (text == null || text.isEmpty()) {
            return standard;
        }
        try {
            return TimeText.given(name, text);
        } catch (Invalid e) {
            throw new Invalid(e.getMessage() + "; a + in a URL is written %2B");
        }
    }

    private static ObjectNode event(Record row, ProfileId root) {
        JsonNode body = Json.parse(row.get("body").asString());
        ObjectNode event = Json.object();
        var ids = event.putArray("external_ids");
        row.get("externalIds").asList(value -> value.asString()).forEach(text -> ExternalId.parse(text)
                .ifPresent(
                        id -> ids.addObject().put("collection", "users").put("type", id.type()).put("id", id.value())
                                .put("encoding", "none")));
        event.set("context", body.path("context").isObject() ? body.path("context") : Json.object());
        String type = row.get("type").asString();
        event.put("type", type).put("message_id", row.get("messageId").asString())
                .put("source_id", row.get("sourceId").asString()).put("timestamp", Times.text(row.get("timestamp")));
        ObjectNode properties = body.path("properties") instanceof ObjectNode own ? own : Json.object();
        if (body.path("name").isTextual() && PERFORMED.contains(type) && !type.equals("track")
                && !properties.has(type + "_name")) {
            properties.set(type + "_name", body.path("name"));
        }
        if (PERFORMED.contains(type)) {
            event.set("properties", properties);
            event.put("event", row.get("name").asString());
        }
        if (body.path("traits").isObject()) {
            event.set("traits", body.path("traits"));
        }
        for (String field : List.of("groupId", "previousId")) {
            if (body.hasNonNull(field)) {
                event.set(field.equals("groupId") ? "group_id" : "previous_id", body.path(field));
            }
        }
        event.putObject("related").put("users", root.value());
        return event;
    }
}
