package io.selfsame.identity;

/**
 * A decided event.
 *
 * @param index of the event in what was handed in
 * @param seq its place in the space's ledger: the order in which events were committed
 */
public record ResolvedEvent(int index, EventIdentity identity, long seq, Decision decision) {

    /** Whether the ledger needs an entry of its own, for the event's node cannot tell the story alone. */
    boolean notable() {
        return !(decision instanceof Decision.Attached)
                || decision.outcomes().stream().anyMatch(outcome -> !(outcome instanceof IdOutcome.Known));
    }

    /** Whether an ID was linked or people were merged: what the check in Cypher must look at. */
    public boolean changesIdentity() {
        return switch (decision) {
            case Decision.Created d -> true;
            case Decision.Merged d -> true;
            case Decision.Attached d -> d.outcomes().stream().anyMatch(IdOutcome.Linked.class::isInstance);
            case Decision.Refused d -> false;
        };
    }
}
