package io.selfsame.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.IdOutcome.Violation;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How a decision is kept: once for programs, and once as a sentence for whoever finds it in the graph. */
final class LedgerEntry {

    private static final String BLOCKED = "blocked_value";

    /** Refused IDs that are tied to an entry; its list names all. An event may carry a hundred that nobody will send again. */
    private static final int MOST_TIED = 10;

    private LedgerEntry() {}

    /** The properties of a {@code Decision} node, whom it is about, and refused IDs that are tied to it. */
    static Map<String, Object> row(SpaceId space, ResolvedEvent event, int rulesVersion) {
        Decision decision = event.decision();
        List<Map<String, Object>> refused = new ArrayList<>();
        List<String> notAllowed = new ArrayList<>();
        Set<String> codes = new LinkedHashSet<>();
        for (IdOutcome outcome : decision.outcomes()) {
            switch (outcome) {
                case IdOutcome.Dropped f -> {
                    refused.add(refused(space, f.id(), f.violation().code()));
                    codes.add(f.violation().code());
                }
                case IdOutcome.Blocked f -> {
                    refused.add(refused(space, f.id(), BLOCKED));
                    codes.add(BLOCKED);
                }
                case IdOutcome.NotAllowed f -> {
                    notAllowed.add(f.id().toString());
                    codes.add(IdOutcome.NotAllowed.CODE);
                }
                case IdOutcome.Linked f -> {
                }
                case IdOutcome.Known f -> {
                }
            }
        }
        if (decision instanceof Decision.Refused refusal) {
            codes.add(refusal.code());
        }
        Map<String, Object> properties = new HashMap<>();
        // A refused event is not stored, so it may come again: it keeps the one entry.
        properties.put("key", space.key(decision instanceof Decision.Refused
                ? "refused/" + event.identity().messageId()
                : Long.toString(event.seq())));
        properties.put("space", space.value());
        properties.put("seq", event.seq());
        properties.put("messageId", event.identity().messageId());
        properties.put("timestamp", IdentityStore.datetime(event.identity().at()));
        properties.put("outcome", decision.outcome());
        properties.put("summary", summary(decision));
        properties.put("identifiers", Json.write(decision.outcomes().stream().map(LedgerEntry::json).toList()));
        properties.put("refused", refused.stream().map(id -> id.get("name")).toList());
        if (!notAllowed.isEmpty()) {
            // Apart from those refused, which tell what glues people together: anybody may send these with a public key.
            properties.put("notAllowed", notAllowed);
        }
        properties.put("codes", List.copyOf(codes));
        properties.put("rulesVersion", rulesVersion);
        Set<ProfileId> about = new LinkedHashSet<>();
        switch (decision) {
            case Decision.Created(var profile, var outcomes) -> about.add(profile);
            case Decision.Attached(var profile, var outcomes) -> about.add(profile);
            case Decision.Merged(var profile, var merges, var outcomes) -> {
                about.add(profile);
                merges.forEach(merge -> about.addAll(List.of(merge.child(), merge.parent())));
                properties.put("merged", merges.stream().map(m -> m.child() + ">" + m.parent()).toList());
            }
            // Whoever forgets refused events forgets each with its entry.
            case Decision.Refused(var outcomes) -> properties.put("sourceId", event.identity().sourceId());
        }
        if (!about.isEmpty()) {
            properties.put("segmentId", about.iterator().next().value());
        }
        return Map.of("properties", properties, "about", Owner.values(about), "refused",
                refused.subList(0, Math.min(MOST_TIED, refused.size())), "refusal", !codes.isEmpty());
    }

    private static Map<String, Object> refused(SpaceId space, ExternalId id, String code) {
        return Map.of("key", id.key(space), "type", id.type(), "value", id.value(), "name", id.toString(), "code",
                code);
    }

    /** One entry of {@code identifiers}, as the decisions API shows it. */
    static ObjectNode json(IdOutcome outcome) {
        ObjectNode entry = Json.object().put("type", outcome.id().type()).put("id", outcome.id().value());
        switch (outcome) {
            case IdOutcome.Linked f -> entry.put("fate", "linked");
            case IdOutcome.Known f -> entry.put("fate", "known");
            case IdOutcome.Dropped(var id, var violation) -> {
                entry.put("fate", "dropped").put("code", violation.code());
                ObjectNode rule = entry.putObject("rule");
                switch (violation) {
                    case Violation.LimitExceeded(var broken, var count) -> rule.put("type", broken.type())
                            .put("limit", broken.limit()).put("period", broken.period().text()).put("count", count);
                    case Violation.KeptApart(var pair) -> pair
                            .forEach(profile -> rule.withArray("between").add(profile.value()));
                    case Violation.MergeLimit(var limit, var count) -> rule.put("type", "maxMerges")
                            .put("limit", limit).put("count", count);
                    case Violation.IdentifierLimit(var limit, var count) -> rule.put("type", "maxIdentifiers")
                            .put("limit", limit).put("count", count);
                }
            }
            case IdOutcome.Blocked(var id, var by) -> entry.put("fate", "blocked").put("code", BLOCKED)
                    .putObject("rule").put("type", id.type()).put("blocked", by);
            case IdOutcome.NotAllowed(var id) -> entry.put("fate", "blocked").put("code", IdOutcome.NotAllowed.CODE)
                    .putObject("rule").put("type", id.type()).put("keys", Grant.KeyKind.BROWSER.text());
        }
        return entry;
    }

    private static String summary(Decision decision) {
        String start = switch (decision) {
            case Decision.Created d -> "new person";
            case Decision.Attached d -> "known person";
            case Decision.Merged d -> d.merges().size() + 1 + " people are one, tied by " + d.merges().getFirst().via();
            case Decision.Refused d -> "refused: no identifier left";
        };
        return start + decision.outcomes().stream().map(LedgerEntry::words).collect(Collectors.joining());
    }

    private static String words(IdOutcome outcome) {
        return switch (outcome) {
            case IdOutcome.Linked(var id) -> "; linked " + id;
            case IdOutcome.Known(var id) -> "";
            case IdOutcome.Blocked(var id, var by) -> "; blocked " + id;
            case IdOutcome.NotAllowed(var id) -> "; blocked " + id + " (not allowed to browser keys)";
            case IdOutcome.Dropped(var id, var violation) -> "; dropped " + id + " (" + switch (violation) {
                case Violation.LimitExceeded(var rule, var count) -> rule + ", would be " + count;
                case Violation.KeptApart(var pair) -> "kept apart by a person";
                case Violation.MergeLimit(var limit, var count) -> "at most " + limit + " merges";
                case Violation.IdentifierLimit(var limit, var count) -> "at most " + limit + " identifiers";
            } + ")";
        };
    }
}
