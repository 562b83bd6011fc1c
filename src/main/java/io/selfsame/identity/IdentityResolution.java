package io.selfsame.identity;

import io.selfsame.graph.Tx;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Identity resolution for batches: lock and load, decide, write, check. Thread safe. Between batches it keeps the
 * rules, and who the people are whom the last batches were about.
 *
 * <p>Runs inside the caller's transaction and may be run again from the start.
 */
public final class IdentityResolution {

    private final IdentityStore store = new IdentityStore();
    private final RulesStore rulesStore;
    private final WriterCache.WriterCaches shelf = new WriterCache.WriterCaches();

    public IdentityResolution(RulesStore rules) {
        this.rulesStore = rules;
    }

    /**
     * Resolves a batch as if its events came one at a time, and writes the outcome.
     *
     * @param extract the batch under given rules, as rules may name where IDs stand; called again if they just changed
     * @throws RuleBroken if the check in the graph disagrees with the decision
     */
    public BatchResolution resolve(Tx tx, SpaceId space, Function<IdentityRules, List<EventIdentity>> extract) {
        IdentityRules rules = rulesStore.current(space);
        List<EventIdentity> sightings = extract.apply(rules);
        WriterCache before = shelf.take(space);
        Clusters clusters = before.clusters();
        long since = before.since();
        boolean empty = clusters.size() == 0;
        IdentityStore.LockedClusters loaded = store.lockAndLoad(tx, space, sightings, sightings.size(), clusters);
        long first = loaded.next();
        boolean outdated = !empty && before.next() != first;
        boolean otherRules = loaded.rulesVersion() != rules.version();
        if (otherRules) {
            rules = rulesStore.load(tx, space, loaded.rulesVersion());
            sightings = extract.apply(rules);
        }
        if (outdated || otherRules) {
            clusters = new Clusters();
            since = shelf.now();
            loaded = store.lockAndLoad(tx, space, sightings, 0, clusters);
        }
        List<ResolvedEvent> resolved = decide(tx, sightings, clusters, loaded.seen(), first, rules);
        store.write(tx, space, resolved, rules);
        Set<String> types = linkedTypes(resolved);
        rulesStore.join(tx, space, types, Instant.now());
        var after = new WriterCache(first + sightings.size(), clusters, since);
        return new BatchResolution(rules, resolved, types, after, loaded.columnsVersion());
    }

    /** To be called once the transaction of a resolution is committed. */
    public void committed(SpaceId space, BatchResolution resolution) {
        rulesStore.joined(space, resolution.types());
        shelf.put(space, resolution.carried());
    }

    private static Set<String> linkedTypes(List<ResolvedEvent> resolved) {
        Set<String> types = new HashSet<>();
        for (ResolvedEvent event : resolved) {
            for (IdOutcome outcome : event.decision().fates()) {
                if (outcome instanceof IdOutcome.Linked(var id)) {
                    types.add(id.type());
                }
            }
        }
        return types;
    }

    private List<ResolvedEvent> decide(Tx tx, List<EventIdentity> sightings, Clusters clusters, Set<String> stored,
            long first,
            IdentityRules rules) {
        int counted = store.loadClusters(tx, sightings, clusters, rules.maxIdentifiers());
        try {
            return decide(sightings, clusters, stored, first, rules);
        } finally {
            store.counted(counted);
        }
    }

    private static List<ResolvedEvent> decide(List<EventIdentity> sightings, Clusters clusters, Set<String> stored,
            long first,
            IdentityRules rules) {
        Set<String> seen = new HashSet<>(stored);
        var resolver = new Resolver(rules, ProfileId::next);
        List<ResolvedEvent> resolved = new ArrayList<>(sightings.size());
        long seq = first;
        for (int i = 0; i < sightings.size(); i++) {
            EventIdentity identity = sightings.get(i);
            if (seen.contains(identity.messageId())) {
                continue;
            }
            Decision decision = resolver.decide(identity, clusters);
            clusters.apply(decision, seq, identity.at());
            resolved.add(new ResolvedEvent(i, identity, seq, decision));
            if (!(decision instanceof Decision.Refused)) {
                seen.add(identity.messageId());
            }
            seq++;
        }
        return resolved;
    }
}
