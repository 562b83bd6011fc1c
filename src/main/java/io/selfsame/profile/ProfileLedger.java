package io.selfsame.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.graph.Statement;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Paging;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Why a person is as they are: the decisions, and the merged subgraph. */
final class ProfileLedger {

    private static final Statement IDENTITY = Statement.of("profile/identity");
    private static final Statement DECISIONS = Statement.of("profile/decisions");
    private static final Cursor<Long> CURSOR = Cursor.numbers("profile-decisions");

    /** Profiles, links and merges each, in one drawing: more than anybody can look at. */
    private static final int MOST = 5_000;

    /** Characters of IDs, of links and of merges each: they stand in its nodes, and again in its edges. */
    private static final int MOST_TEXT = 1024 * 1024;

    private final ProfileReader reader;

    ProfileLedger(ProfileReader reader) {
        this.reader = reader;
    }

    void decisions(Context ctx, ProfileApi.RequestedProfile person) {
        int limit = Paging.limit(ctx, 25, 1_000);
        var entries = reader.page(person.space(), DECISIONS,
                Map.of("root", person.root().value(), "after", CURSOR.next(ctx).orElse(0L), "limit", limit + 1),
                ProfileLedger::entry);
        Paging.answer(ctx, entries.rows(), entries.more(), limit, entry -> entry,
                entry -> CURSOR.text(entry.get("seq").asLong()));
    }

    /** An entry of an event, with what its own ledger node says or, where it has none, with all IDs known. */
    static ObjectNode entry(Record row) {
        if (!row.get("decision").isNull()) {
            return entry(row.get("decision"), Optional.of(new ProfileId(row.get("segmentId").asString())));
        }
        Value event = row.get("event");
        ObjectNode entry = start(event).put("segment_id", row.get("segmentId").asString());
        var identifiers = entry.putArray("identifiers");
        event.get("externalIds").asList(Value::asString)
                .forEach(text -> ExternalId.parse(text).ifPresent(id -> identifiers
                        .addObject().put("type", id.type()).put("id", id.value()).put("fate", "known")));
        entry.putArray("merged");
        return entry.put("rules_version", event.get("rulesVersion").asInt());
    }

    /**
     * An entry from its ledger node.
     *
     * @param profile whose it is; empty if the event was refused
     */
    static ObjectNode entry(Value decision, Optional<ProfileId> profile) {
        ObjectNode entry = start(decision);
        if (profile.isEmpty()) {
            entry.putNull("segment_id").put("code", "no_identifiers");
        } else {
            entry.put("segment_id", profile.get().value());
        }
        entry.set("identifiers", Json.parse(decision.get("identifiers").asString()));
        var merged = entry.putArray("merged");
        decision.get("merged").asList(Value::asString, List.of()).forEach(pair -> {
            int arrow = pair.indexOf('>');
            merged.addObject().put("child", pair.substring(0, arrow)).put("parent", pair.substring(arrow + 1));
        });
        return entry.put("rules_version", decision.get("rulesVersion").asInt())
                .put("summary", decision.get("summary").asString());
    }

    private static ObjectNode start(Value node) {
        return Json.object().put("message_id", node.get("messageId").asString())
                .put("timestamp", Times.text(node.get("timestamp"))).put("seq", node.get("seq").asLong())
                .put("outcome", node.get("outcome").asString());
    }

    void identity(Context ctx, ProfileApi.RequestedProfile person) {
        var rows = reader.read(person.space(), IDENTITY, Map.of("root", person.root().value(), "limit", MOST + 1));
        if (rows.isEmpty()) {
            throw ProfileApi.notFound();
        }
        Record row = rows.getFirst();
        ObjectNode answer = Json.object();
        ObjectNode identity = answer.putObject("identity").put("canonical", row.get("root").asString());
        var nodes = identity.putArray("nodes");
        var edges = identity.putArray("edges");
        List<Value> shownLinks = some(row, "links", 1);
        List<Value> shownMerges = some(row, "merges", 4);
        boolean truncated = row.get("profiles").size() > MOST || row.get("links").size() > shownLinks.size()
                || row.get("merges").size() > shownMerges.size();
        some(row, "profiles", 0).forEach(profile -> nodes.addObject().put("id", profile.get(0).asString())
                .put("kind", "profile").put("created_at", Times.text(profile.get(1)))
                .put("seq", profile.get(2).asLong()).put("canonical", profile.get(0).equals(row.get("root"))));
        List<ObjectNode> links = new ArrayList<>();
        shownLinks.forEach(link -> {
            String name = link.get(0).asString() + ":" + link.get(1).asString();
            nodes.addObject().put("id", name).put("kind", "external_id").put("type", link.get(0).asString())
                    .put("value", link.get(1).asString());
            links.add(Json.object().put("kind", "identifies").put("from", name).put("to", link.get(2).asString())
                    .put("since", Times.text(link.get(3))).put("message_id", link.get(4).asString())
                    .put("seq", link.get(5).asLong()));
        });
        links.forEach(edges::add);
        shownMerges.forEach(merge -> edges.add(merge(merge).put("seq", merge.get(6).asLong())));
        if (truncated) {
            identity.put("truncated", true);
        }
        Bodies.answer(ctx, answer);
    }

    /** @param text which field of an item may be long */
    private static List<Value> some(Record row, String list, int text) {
        int[] characters = new int[1];
        return row.get(list).asList(value -> value).stream().limit(MOST)
                .takeWhile(item -> (characters[0] += item.get(text).asString().length()) <= MOST_TEXT).toList();
    }

    /** A merge from {@code [child, parent, at, messageId, via, rule]}. */
    static ObjectNode merge(Value merge) {
        return Json.object().put("kind", "merged_into").put("from", merge.get(0).asString())
                .put("to", merge.get(1).asString()).put("at", Times.text(merge.get(2)))
                .put("message_id", merge.get(3).asString()).put("via", merge.get(4).asString())
                .put("rule", merge.get(5).asString());
    }
}
