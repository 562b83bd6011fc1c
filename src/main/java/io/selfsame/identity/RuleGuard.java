package io.selfsame.identity;

import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * The third guard against wrong merges, after {@link Resolver} and the lock on the ledger: counts in the graph, in the transaction
 * that wrote, whether a rule is broken now. Thread safe.
 */
final class RuleGuard {

    private static final Statement CHECK = Statement.of("identity/check");
    private static final Statement COUNT_BEFORE = Statement.of("identity/countBefore");

    private RuleGuard() {}

    /** A write would break the rules. The transaction is rolled back, and nothing is stored. */
    static final class RuleBroken extends RuntimeException {

        private static final long serialVersionUID = 1;

        RuleBroken(String message) {
            super(message);
        }
    }

    /**
     * Counts in the graph what each event of a batch has led to.
     *
     * @throws RuleBroken if the graph breaks a rule that it did not break before
     */
    static void check(Tx tx, List<ResolvedEvent> batch, IdentityRules rules) {
        var events = batch.stream().filter(ResolvedEvent::changesIdentity)
                .map(event -> Map.<String, Object>of("profile", event.decision().eventProfile().orElseThrow().value(),
                        "seq",
                        event.seq(),
                        "at", IdentityStore.datetime(event.identity().at())))
                .toList();
        if (events.isEmpty()) {
            return;
        }
        Map<String, Object> limits = new HashMap<>();
        Stream.concat(Stream.concat(rules.rules().keySet().stream(), Stream.of(ExternalId.USER_ID, ExternalId.EMAIL)),
                batch.stream().flatMap(event -> event.decision().outcomes().stream())
                        .map(outcome -> outcome.id().type()))
                .forEach(type -> limits.computeIfAbsent(type, t -> limit(rules.of(t))));
        var suspects = tx.run(CHECK, Map.of("events", events, "limits", limits, "standard",
                limit(IdentifierRule.standard("")), "maxMerges", rules.maxMerges(), "maxIdentifiers",
                rules.maxIdentifiers()));
        if (suspects.isEmpty()) {
            return;
        }
        var before = tx.run(COUNT_BEFORE, Map.of("suspects", suspects.stream().map(r -> r.get("suspect").asMap())
                .toList()));
        for (Record row : before) {
            Value suspect = row.get("suspect");
            if (suspect.get("total").asLong() > row.get("before").asLong()) {
                throw new RuleBroken("Refused to write: event at ledger position " + suspect.get("seq").asLong()
                        + " would give a person " + suspect.get("total").asLong() + " " + suspect.get("what").asString()
                        + ", the limit is " + suspect.get("limit").asLong());
            }
        }
    }

    private static Map<String, Object> limit(IdentifierRule rule) {
        Map<String, Object> limit = new HashMap<>();
        limit.put("limit", rule.limit());
        rule.period().length().ifPresent(length -> limit.put("seconds", length.toSeconds()));
        return limit;
    }
}
