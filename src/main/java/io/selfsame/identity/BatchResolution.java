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
public record BatchResolution(IdentityRules rules, List<ResolvedEvent> resolved, Set<String> types, WriterCache carried,
        long columnsVersion) {

    /** For a batch without events. */
    public static final BatchResolution NOTHING = new BatchResolution(IdentityRules.defaults(), List.of(), Set.of(),
            WriterCache.NOTHING, 0);
}
