package io.selfsame.profile;

import io.javalin.http.Context;
import io.selfsame.graph.Statement;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Paging;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.profile.LedgerAnswers.DecisionFields;
import io.selfsame.profile.LedgerAnswers.IdentityAnswer;
import io.selfsame.profile.LedgerAnswers.IdentityEdge;
import io.selfsame.profile.LedgerAnswers.IdentityNode;
import io.selfsame.profile.LedgerAnswers.KnownId;
import io.selfsame.profile.LedgerAnswers.MergedPair;
import io.selfsame.profile.LedgerAnswers.MergedSubgraph;
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
                entry -> CURSOR.text(entry.seq()));
    }

    /** An entry of an event, with what its own ledger node says or, where it has none, with all IDs known. */
    static DecisionFields entry(Record row) {
        var profile = new ProfileId(row.get("segmentId").asString());
        if (!row.get("decision").isNull()) {
            return entry(row.get("decision"), Optional.of(profile));
        }
        Value event = row.get("event");
        List<KnownId> identifiers = event.get("externalIds").asList(Value::asString).stream()
                .flatMap(text -> ExternalId.parse(text).stream()).map(KnownId::of).toList();
        return new DecisionFields(event.get("messageId").asString(), Times.instant(event.get("timestamp")),
                event.get("seq").asLong(), event.get("outcome").asString(), profile.value(), Optional.empty(),
                Json.tree(identifiers), List.of(), event.get("rulesVersion").asInt(), Optional.empty());
    }

    /**
     * An entry from its ledger node.
     *
     * @param profile whose it is; empty if the event was refused
     */
    static DecisionFields entry(Value decision, Optional<ProfileId> profile) {
        return new DecisionFields(decision.get("messageId").asString(), Times.instant(decision.get("timestamp")),
                decision.get("seq").asLong(), decision.get("outcome").asString(),
                profile.map(ProfileId::value).orElse(null),
                profile.isEmpty() ? Optional.of("no_identifiers") : Optional.empty(),
                Json.parse(decision.get("identifiers").asString()),
                decision.get("merged").asList(ProfileLedger::merged, List.of()), decision.get("rulesVersion").asInt(),
                Optional.of(decision.get("summary").asString()));
    }

    private static MergedPair merged(Value pair) {
        String text = pair.asString();
        int arrow = text.indexOf('>');
        return new MergedPair(text.substring(0, arrow), text.substring(arrow + 1));
    }

    void identity(Context ctx, ProfileApi.RequestedProfile person) {
        var rows = reader.read(person.space(), IDENTITY, Map.of("root", person.root().value(), "limit", MOST + 1));
        if (rows.isEmpty()) {
            throw ProfileApi.notFound();
        }
        Record row = rows.getFirst();
        List<IdentityNode> nodes = new ArrayList<>();
        List<IdentityEdge> edges = new ArrayList<>();
        List<Value> shownLinks = some(row, "links", 1);
        List<Value> shownMerges = some(row, "merges", 4);
        boolean truncated = row.get("profiles").size() > MOST || row.get("links").size() > shownLinks.size()
                || row.get("merges").size() > shownMerges.size();
        some(row, "profiles", 0).forEach(profile -> nodes.add(IdentityNode.profile(profile.get(0).asString(),
                Times.instant(profile.get(1)), profile.get(2).asLong(), profile.get(0).equals(row.get("root")))));
        shownLinks.forEach(link -> {
            String type = link.get(0).asString();
            String value = link.get(1).asString();
            String name = type + ":" + value;
            nodes.add(IdentityNode.externalId(name, type, value));
            edges.add(IdentityEdge.link(name, link.get(2).asString(), Times.instant(link.get(3)),
                    link.get(4).asString(), Optional.empty(), Optional.empty(), Optional.of(link.get(5).asLong())));
        });
        shownMerges.forEach(merge -> edges.add(merge(merge, Optional.of(merge.get(6).asLong()))));
        Bodies.answer(ctx, new IdentityAnswer(new MergedSubgraph(row.get("root").asString(), nodes, edges,
                truncated ? Optional.of(true) : Optional.empty())));
    }

    /** @param text which field of an item may be long */
    private static List<Value> some(Record row, String list, int text) {
        int[] characters = new int[1];
        return row.get(list).asList(value -> value).stream().limit(MOST)
                .takeWhile(item -> (characters[0] += item.get(text).asString().length()) <= MOST_TEXT).toList();
    }

    /** A merge from {@code [child, parent, at, messageId, via, rule]}. */
    static IdentityEdge merge(Value merge, Optional<Long> seq) {
        return IdentityEdge.merge(merge.get(0).asString(), merge.get(1).asString(), Times.instant(merge.get(2)),
                merge.get(3).asString(), merge.get(4).asString(), merge.get(5).asString(), seq);
    }
}
