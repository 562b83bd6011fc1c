package io.selfsame.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.graph.Graph.RowPage;
import io.selfsame.graph.Statement;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.HttpError;
import io.selfsame.http.Paging;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** What an operator asks of a whole space: its ledger, its blobs, and how two identifiers are tied. Thread safe. */
final class SpaceLedger {

    private static final Statement LEDGER = Statement.of("profile/ledger");
    private static final Statement CHANGES = Statement.of("profile/ledgerChanges");
    private static final Statement REFUSALS = Statement.of("profile/refusals");
    private static final Statement BLOBS = Statement.of("profile/blobs");
    private static final Statement PATH = Statement.of("profile/explainPath");
    private static final Statement WHY_NOT = Statement.of("profile/explainRefusals");
    private static final Statement WHY_NOBODY = Statement.of("profile/explainRefusedId");
    private static final Statement KEPT_APART = Statement.of("profile/keptApart");
    private static final Cursor<Long> CURSOR = Cursor.numbers("decisions");
    private static final String REFUSED = "refused";
    private static final Set<String> OUTCOMES = Set.of("created", "attached", "merged", REFUSED);
    private static final int MOST_REASONS = 20;

    private final ProfileReader reader;
    private final RulesStore rules;

    SpaceLedger(ProfileReader reader, RulesStore rules) {
        this.reader = reader;
        this.rules = rules;
    }

    /** {@code ?outcome=}, {@code ?code=} (of refused IDs), oldest first. */
    void decisions(Context ctx, SpaceId space) {
        int limit = Paging.limit(ctx, 25, 1_000);
        Set<String> outcomes = Paging.list(ctx, "outcome");
        Set<String> codes = Paging.list(ctx, "code");
        if (!OUTCOMES.containsAll(outcomes)) {
            throw HttpError.badRequest("validation_error",
                    "outcome is a comma list of created, attached, merged and refused");
        }
        Set<String> wanted = outcomes.isEmpty() ? OUTCOMES : outcomes;
        long after = CURSOR.next(ctx).orElse(0L);
        var entries = entries(space, after, wanted, codes, limit + 1);
        Paging.answer(ctx, entries.rows(), entries.more(), limit, entry -> entry, entry -> CURSOR.text(place(entry)));
    }

    /** From the smallest index that holds all that is wanted: refusals, ledger entries, or all events. */
    private RowPage<ObjectNode> entries(SpaceId space, long after, Set<String> outcomes, Set<String> codes,
            int limit) {
        if (!codes.isEmpty() || outcomes.equals(Set.of(REFUSED))) {
            return reader.page(space, REFUSALS,
                    Map.of("space", space.value(), "after", after, "outcomes", List.copyOf(outcomes),
                            "codes", List.copyOf(codes), "limit", limit),
                    SpaceLedger::entry);
        }
        Map<String, Object> parameters = Map.of("space", space.value(), "after", after, "outcomes",
                List.copyOf(outcomes), "limit", limit);
        if (!outcomes.contains("attached")) {
            return reader.page(space, CHANGES, parameters, SpaceLedger::entry);
        }
        var taken = reader.page(space, LEDGER, parameters, ProfileLedger::entry);
        return outcomes.contains(REFUSED)
                // Refused events are not stored, so they have nothing but their entries.
                ? inOrder(taken, reader.page(space, REFUSALS, Map.of("space", space.value(), "after", after, "outcomes",
                        List.of(REFUSED), "codes", List.of(), "limit", limit), SpaceLedger::entry))
                : taken;
    }

    /** Both, up to where one of them was not read any further. */
    private static RowPage<ObjectNode> inOrder(RowPage<ObjectNode> some,
            RowPage<ObjectNode> others) {
        long end = Stream.of(some, others).filter(RowPage::more)
                .mapToLong(rows -> place(rows.rows().getLast())).min().orElse(Long.MAX_VALUE);
        return new RowPage<>(Stream.concat(some.rows().stream(), others.rows().stream())
                .filter(entry -> place(entry) <= end).sorted(Comparator.comparingLong(SpaceLedger::place)).toList(),
                some.more() || others.more());
    }

    private static long place(ObjectNode entry) {
        return entry.get("seq").asLong();
    }

    private static ObjectNode entry(Record row) {
        Value profile = row.get("decision").get("segmentId");
        return ProfileLedger.entry(row.get("decision"),
                profile.isNull() ? Optional.empty() : Optional.of(new ProfileId(profile.asString())));
    }

    /** The people most likely to be several, with the ID that glues each. */
    void blobs(Context ctx, SpaceId space) {
        ObjectNode answer = Json.object();
        var data = answer.putArray("data");
        for (Record row : reader.read(space, BLOBS,
                Map.of("space", space.value(), "limit", Paging.limit(ctx, 10, 100)))) {
            String glue = row.get("glue").asString();
            data.addObject().put("segment_id", row.get("root").asString()).put("score", row.get("score").asLong())
                    .put("children", row.get("children").asLong()).put("identifiers", row.get("identifiers").asLong())
                    .put("refusals", row.get("refusals").asLong()).set("glue", ExternalId.parse(glue)
                            .map(id -> Json.object().put("type", id.type()).put("id", id.value()).put("merges",
                                    row.get("glueMerges").asLong()).put("refusals", row.get("glueRefusals").asLong()))
                            .orElseGet(Json::object));
        }
        Bodies.answer(ctx, answer);
    }

    /** {@code ?from=email:a@x&to=user_id:1}: the chain of edges between them, or why there is none. */
    void explain(Context ctx, SpaceId space) {
        ExternalId from = id(ctx, "from");
        ExternalId to = id(ctx, "to");
        Optional<ProfileId> fromRoot = reader.root(new ProfileRef.ById(space, from));
        Optional<ProfileId> toRoot = reader.root(new ProfileRef.ById(space, to));
        ObjectNode answer = Json.object();
        ObjectNode data = answer.putObject("data").put("from", from.toString()).put("to", to.toString());
        if (fromRoot.isEmpty() || toRoot.isEmpty()) {
            nobody(space, data, fromRoot.isEmpty() ? from : to, fromRoot.or(() -> toRoot));
        } else if (fromRoot.equals(toRoot)) {
            tied(space, data, reader.read(space, PATH, Map.of("space", space.value(), "from", from.key(space), "to",
                    to.key(space))).getFirst());
        } else {
            notTied(space, data, fromRoot.get(), toRoot.get());
        }
        Bodies.answer(ctx, answer);
    }

    private static ExternalId id(Context ctx, String name) {
        return ExternalId.parse(Optional.ofNullable(ctx.queryParam(name)).orElse(""))
                .orElseThrow(() -> HttpError.badRequest("validation_error",
                        name + " is an identifier like email:a@example.com; encode '+' as %2B"));
    }

    private void tied(SpaceId space, ObjectNode data, Record row) {
        data.put("tied", true).put("segment_id", row.get("root").asString());
        var chain = data.putArray("chain");
        chain.add(link(space, row.get("from")));
        row.get("merges").values().forEach(merge -> chain.add(ProfileLedger.merge(merge)));
        chain.add(link(space, row.get("to")));
    }

    /** An ID and its profile, with the rule of its type at the time. */
    private ObjectNode link(SpaceId space, Value link) {
        ObjectNode edge = Json.object().put("kind", "identifies")
                .put("from", link.get(0).asString() + ":" + link.get(1).asString())
                .put("to", link.get(2).asString()).put("since", Times.text(link.get(3)))
                .put("message_id", link.get(4).asString());
        if (!link.get(5).isNull()) {
            int version = link.get(5).asInt();
            edge.put("rule", rules.version(space, version).of(link.get(0).asString()).toString()).put("rules_version",
                    version);
        }
        return edge;
    }

    private void notTied(SpaceId space, ObjectNode data, ProfileId one, ProfileId other) {
        data.put("tied", false).put("from_segment_id", one.value()).put("to_segment_id", other.value());
        var apart = reader.read(space, KEPT_APART, Map.of("one", one.value(), "other", other.value()));
        var refusals = reader.read(space, WHY_NOT,
                Map.of("one", one.value(), "other", other.value(), "limit", MOST_REASONS));
        var reasons = data.putArray("refusals");
        refusals.forEach(row -> reasons.add(entry(row)));
        if (!apart.isEmpty()) {
            data.put("reason", "kept_apart").put("message", "A person has kept them apart: "
                    + apart.getFirst().get("reason").asString(""));
        } else if (!refusals.isEmpty()) {
            data.put("reason", REFUSED).put("message",
                    "Events tried to tie them, and the rules refused: see refusals");
        } else {
            data.put("reason", "never_together").put("message", "No event has carried identifiers of both");
        }
    }

    /** One of the two is nobody's. Events that carried it together with IDs of the other's person may say why. */
    private void nobody(SpaceId space, ObjectNode data, ExternalId id, Optional<ProfileId> other) {
        data.put("tied", false);
        List<Record> refusals = other
                .map(root -> reader.read(space, WHY_NOBODY, Map.of("root", root.value(), "id", id.toString(),
                        "limit", MOST_REASONS)))
                .orElse(List.of());
        if (refusals.isEmpty()) {
            data.put("reason", "unknown").put("message", id + " identifies nobody: no event linked it");
        } else {
            var reasons = data.putArray("refusals");
            refusals.forEach(row -> reasons.add(entry(row)));
            data.put("reason", REFUSED).put("message", id
                    + " identifies nobody: events carried it together with the other, and it was refused: see refusals");
        }
    }
}
