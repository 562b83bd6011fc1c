package io.selfsame.identity;

import io.selfsame.graph.Tx;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Identity resolution for batches: lock and load, decide, write, check. Thread safe. Between batches it keeps the
 * rules, and who the people are whom the last batches were about.
 *
 * <p>Runs inside the caller's transaction and may be run again from the start.
 */
public final class IdentityResolution {

    private final IdentityStore store = new IdentityStore();
    private final RulesStore rulesStore;
    private final WriterCache.WriterCaches caches = new WriterCache.WriterCaches();

    public IdentityResolution(RulesStore rules) {
        this.rulesStore = rules;
    }

    /** The rules of a space, as this instance knows them. */
    public IdentityRules rules(SpaceId space) {
        return rulesStore.current(space);
    }

    /** The ledger of a space, locked until the transaction ends, and the people whom a batch is about. For one transaction. */
    public static final class LockedLedger {

        private final SpaceId space;
        private final IdentityRules rules;
        private final Clusters clusters;
        private final long since;
        private final IdentityStore.LockedClusters loaded;
        private final boolean isCurrent;

        private LockedLedger(SpaceId space, IdentityRules rules, Clusters clusters, long since,
                IdentityStore.LockedClusters loaded, boolean isCurrent) {
            this.space = space;
            this.rules = rules;
            this.clusters = clusters;
            this.since = since;
            this.loaded = loaded;
            this.isCurrent = isCurrent;
        }

        /** The rules in force, which nobody changes before the transaction ends. They may say that IDs stand elsewhere in events. */
        public IdentityRules rules() {
            return rules;
        }
    }

    /**
     * Locks the ledger of a space, and loads whom a batch is about.
     *
     * @param events as {@code rules} say where IDs stand
     */
    public LockedLedger lock(Tx tx, SpaceId space, List<EventIdentity> events, IdentityRules rules) {
        WriterCache before = caches.take(space);
        Clusters clusters = before.clusters();
        boolean empty = clusters.size() == 0;
        IdentityStore.LockedClusters loaded = store.lockAndLoad(tx, space, events, events.size(), clusters);
        boolean outdated = !empty && before.next() != loaded.next();
        boolean otherRules = loaded.rulesVersion() != rules.version();
        IdentityRules inForce = otherRules ? rulesStore.load(tx, space, loaded.rulesVersion()) : rules;
        return new LockedLedger(space, inForce, clusters, before.since(), loaded, !outdated && !otherRules);
    }

    /**
     * Resolves a batch as if its events came one at a time, and writes the outcome.
     *
     * @param events the same, as the rules in force say where IDs stand
     * @throws RuleGuard.RuleBroken if the check in the graph disagrees with the decision
     */
    public BatchResolution resolve(Tx tx, LockedLedger ledger, List<EventIdentity> events) {
        SpaceId space = ledger.space;
        IdentityRules rules = ledger.rules;
        long first = ledger.loaded.next();
        Clusters clusters = ledger.clusters;
        long since = ledger.since;
        IdentityStore.LockedClusters loaded = ledger.loaded;
        if (!ledger.isCurrent) {
            clusters = new Clusters();
            since = caches.now();
            loaded = store.lockAndLoad(tx, space, events, 0, clusters);
        }
        List<ResolvedEvent> resolved = decide(tx, events, clusters, loaded.seen(), first, rules);
        store.write(tx, space, resolved, rules);
        store.markBlobs(tx, blobs(resolved, clusters));
        Set<String> types = linkedTypes(resolved);
        rulesStore.join(tx, space, types, Instant.now());
        var after = new WriterCache(first + events.size(), clusters, since);
        return new BatchResolution(rules, resolved, types, after, loaded.columnsVersion());
    }

    /**
     * Of events those that would be refused whoever is known already, as no identifier is left of them. Pure.
     *
     * @return with their places in what was handed in
     */
    public static List<ResolvedEvent> refused(List<EventIdentity> events, IdentityRules rules) {
        var resolver = new Resolver(rules, ProfileId::next);
        return IntStream.range(0, events.size()).boxed().flatMap(i -> resolver.refusal(events.get(i)).stream()
                .map(refusal -> new ResolvedEvent(i, events.get(i), 0, refusal))).toList();
    }

    /** To be called once the transaction of a resolution is committed. */
    public void committed(SpaceId space, BatchResolution resolution) {
        rulesStore.joined(space, resolution.types());
        caches.put(space, resolution.carried());
    }

    /** The people whom these events made larger, of those who are too large. */
    private static Set<Clusters.Cluster> blobs(List<ResolvedEvent> resolved, Clusters clusters) {
        Set<Clusters.Cluster> blobs = new HashSet<>();
        for (ResolvedEvent event : resolved) {
            if (event.changesIdentity()) {
                Clusters.Cluster person = clusters.of(event.decision().eventProfile().orElseThrow());
                if (person.isBlob()) {
                    blobs.add(person);
                }
            }
        }
        return blobs;
    }

    private static Set<String> linkedTypes(List<ResolvedEvent> resolved) {
        Set<String> types = new HashSet<>();
        for (ResolvedEvent event : resolved) {
            for (IdOutcome outcome : event.decision().outcomes()) {
                if (outcome instanceof IdOutcome.Linked(var id)) {
                    types.add(id.type());
                }
            }
        }
        return types;
    }

    private List<ResolvedEvent> decide(Tx tx, List<EventIdentity> events, Clusters clusters, Set<String> stored,
            long first,
            IdentityRules rules) {
        int counted = store.loadClusters(tx, events, clusters, rules.maxIdentifiers());
        try {
            return decide(events, clusters, stored, first, rules);
        } finally {
            store.counted(counted);
        }
    }

    private static List<ResolvedEvent> decide(List<EventIdentity> events, Clusters clusters, Set<String> stored,
            long first,
            IdentityRules rules) {
        Set<String> seen = new HashSet<>(stored);
        var resolver = new Resolver(rules, ProfileId::next);
        List<ResolvedEvent> resolved = new ArrayList<>(events.size());
        long seq = first;
        for (int i = 0; i < events.size(); i++) {
            EventIdentity identity = events.get(i);
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
