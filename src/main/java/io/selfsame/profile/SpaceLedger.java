package io.selfsame.profile;

import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.graph.Graph.RowPage;
import io.selfsame.graph.Statement;
import io.selfsame.http.Bodies;
import io.selfsame.http.Cursor;
import io.selfsame.http.Paging;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.profile.LedgerAnswers.Blob;
import io.selfsame.profile.LedgerAnswers.BlobsAnswer;
import io.selfsame.profile.LedgerAnswers.DecisionFields;
import io.selfsame.profile.LedgerAnswers.Glue;
import io.selfsame.profile.LedgerAnswers.IdentityEdge;
import io.selfsame.profile.LedgerAnswers.Tie;
import io.selfsame.space.SpaceId;
import java.util.ArrayList;
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
            throw new Invalid("outcome is a comma list of created, attached, merged and refused");
        }
        Set<String> wanted = outcomes.isEmpty() ? OUTCOMES : outcomes;
        long after = CURSOR.next(ctx).orElse(0L);
        var entries = entries(space, after, wanted, codes, limit + 1);
        Paging.answer(ctx, entries.rows(), entries.more(), limit, entry -> entry, entry -> CURSOR.text(entry.seq()));
    }

    /** From the smallest index that holds all that is wanted: refusals, ledger entries, or all events. */
    private RowPage<DecisionFields> entries(SpaceId space, long after, Set<String> outcomes, Set<String> codes,
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
    private static RowPage<DecisionFields> inOrder(RowPage<DecisionFields> some,
            RowPage<DecisionFields> others) {
        long end = Stream.of(some, others).filter(RowPage::more)
                .mapToLong(rows -> rows.rows().getLast().seq()).min().orElse(Long.MAX_VALUE);
        return new RowPage<>(Stream.concat(some.rows().stream(), others.rows().stream())
                .filter(entry -> entry.seq() <= end).sorted(Comparator.comparingLong(DecisionFields::seq)).toList(),
                some.more() || others.more());
    }

    private static DecisionFields entry(Record row) {
        Value profile = row.get("decision").get("segmentId");
        return ProfileLedger.entry(row.get("decision"),
                profile.isNull() ? Optional.empty() : Optional.of(new ProfileId(profile.asString())));
    }

    /** The people most likely to be several, with the ID that glues each. */
    void blobs(Context ctx, SpaceId space) {
        Bodies.answer(ctx, new BlobsAnswer(reader.read(space, BLOBS,
                Map.of("space", space.value(), "limit", Paging.limit(ctx, 10, 100))).stream().map(SpaceLedger::blob)
                .toList()));
    }

    private static Blob blob(Record row) {
        Glue glue = ExternalId.parse(row.get("glue").asString())
                .map(id -> new Glue(Optional.of(id.type()), Optional.of(id.value()),
                        Optional.of(row.get("glueMerges").asLong()), Optional.of(row.get("glueRefusals").asLong())))
                .orElse(Glue.NONE);
        return new Blob(row.get("root").asString(), Optional.ofNullable(row.get("name").asString(null)),
                row.get("tooLarge").asBoolean(), why(row), row.get("score").asLong(), row.get("children").asLong(),
                row.get("identifiers").asLong(), row.get("refusals").asLong(), glue);
    }

    private static String why(Record row) {
        List<String> reasons = new ArrayList<>();
        long children = row.get("children").asLong();
        long refused = row.get("glueRefusals").asLong(0);
        long brought = row.get("glueMerges").asLong(0) + row.get("glueLinks").asLong(0);
        String glue = row.get("glue").asString("");
        if (row.get("tooLarge").asBoolean()) {
            long personal = row.get("personal").asLong(0);
            reasons.add("too large for one person: " + row.get("identifiers").asLong() + " external IDs"
                    + (personal > 1 ? ", " + personal + " of them " + row.get("personalType").asString() : ""));
        }
        if (children > 0) {
            reasons.add(children + (children == 1 ? " profile was" : " profiles were") + " merged into this one");
        }
        if (brought > 0) {
            reasons.add(brought + " of the merges and IDs came with " + glue);
        }
        if (refused > 0) {
            reasons.add(glue + " was refused to others " + (refused == 1 ? "once" : refused + " times"));
        }
        return String.join("; ", reasons);
    }

    /** {@code ?from=email:a@x&to=user_id:1}: the chain of edges between them, or why there is none. */
    void explain(Context ctx, SpaceId space) {
        ExternalId from = id(ctx, "from");
        ExternalId to = id(ctx, "to");
        Optional<ProfileId> fromRoot = reader.root(new ProfileRef.ById(space, from));
        Optional<ProfileId> toRoot = reader.root(new ProfileRef.ById(space, to));
        Tie tie;
        if (fromRoot.isEmpty() || toRoot.isEmpty()) {
            tie = nobody(from, to, fromRoot.isEmpty() ? from : to, fromRoot.or(() -> toRoot), space);
        } else if (fromRoot.equals(toRoot)) {
            tie = tied(space, from, to, reader.read(space, PATH, Map.of("space", space.value(), "from",
                    from.key(space), "to", to.key(space))).getFirst());
        } else {
            tie = notTied(space, from, to, fromRoot.get(), toRoot.get());
        }
        Bodies.answerData(ctx, tie);
    }

    private static ExternalId id(Context ctx, String name) {
        return ExternalId.parse(Optional.ofNullable(ctx.queryParam(name)).orElse(""))
                .orElseThrow(() -> new Invalid(name + " is an identifier like email:a@example.com; encode '+' as %2B"));
    }

    private Tie tied(SpaceId space, ExternalId from, ExternalId to, Record row) {
        List<IdentityEdge> chain = new ArrayList<>();
        chain.add(link(space, row.get("from")));
        row.get("merges").values().forEach(merge -> chain.add(ProfileLedger.merge(merge, Optional.empty())));
        chain.add(link(space, row.get("to")));
        return Tie.tied(from, to, row.get("root").asString(), chain);
    }

    /** An ID and its profile, with the rule of its type at the time. */
    private IdentityEdge link(SpaceId space, Value link) {
        String type = link.get(0).asString();
        Optional<Integer> version = link.get(5).isNull() ? Optional.empty() : Optional.of(link.get(5).asInt());
        return IdentityEdge.link(type + ":" + link.get(1).asString(), link.get(2).asString(),
                Times.instant(link.get(3)), link.get(4).asString(),
                version.map(rule -> rules.version(space, rule).of(type).toString()), version, Optional.empty());
    }

    private Tie notTied(SpaceId space, ExternalId from, ExternalId to, ProfileId one, ProfileId other) {
        var apart = reader.read(space, KEPT_APART, Map.of("one", one.value(), "other", other.value()));
        List<DecisionFields> refusals = reader.read(space, WHY_NOT,
                Map.of("one", one.value(), "other", other.value(), "limit", MOST_REASONS)).stream()
                .map(SpaceLedger::entry).toList();
        String reason;
        String message;
        if (!apart.isEmpty()) {
            reason = "kept_apart";
            message = "A person has kept them apart: " + apart.getFirst().get("reason").asString("");
        } else if (!refusals.isEmpty()) {
            reason = REFUSED;
            message = "Events tried to tie them, and the rules refused: see refusals";
        } else {
            reason = "never_together";
            message = "No event has carried identifiers of both. Alias calls merge nobody: send both identifiers in one"
                    + " event, such as an identify call";
        }
        return Tie.none(from, to, Optional.of(one.value()), Optional.of(other.value()), Optional.of(refusals), reason,
                message);
    }

    /** One of the two is nobody's. Events that carried it together with IDs of the other's person may say why. */
    private Tie nobody(ExternalId from, ExternalId to, ExternalId id, Optional<ProfileId> other, SpaceId space) {
        List<DecisionFields> refusals = other
                .map(root -> reader.read(space, WHY_NOBODY, Map.of("root", root.value(), "id", id.toString(),
                        "limit", MOST_REASONS)))
                .orElse(List.of()).stream().map(SpaceLedger::entry).toList();
        return refusals.isEmpty()
                ? Tie.none(from, to, Optional.empty(), Optional.empty(), Optional.empty(), "unknown",
                        id + " identifies nobody: no event linked it")
                : Tie.none(from, to, Optional.empty(), Optional.empty(), Optional.of(refusals), REFUSED, id
                        + " identifies nobody: events carried it together with the other, and it was refused: see"
                        + " refusals");
    }
}
