package io.selfsame.identity;

import java.util.List;
import java.util.Set;

/**
 * A batch as decided and written inside a transaction that is not committed yet.
 *
 * @param rules what it was decided under
 * @param resolved the events that were new, in ledger order; the others had been seen before
 * @param types the types of the IDs that were linked
 * @param carried the graph as it is once this is committed
 * @param columnsVersion of what events are to carry beside their bodies, read under the ledger's lock
 */
public record Resolution(IdentityRules rules, List<Resolved> resolved, Set<String> types, Carried carried,
        long columnsVersion) {

    /** For a batch without events. */
    public static final Resolution NOTHING = new Resolution(IdentityRules.defaults(), List.of(), Set.of(),
            Carried.NOTHING, 0);
}
