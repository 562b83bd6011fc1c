package io.selfsame.identity;

import io.selfsame.flow.Overloaded;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * Identity in the graph: takes the lock and loads, writes decisions, and checks in Cypher what was written. Each method
 * is one step of a transaction of the caller's. Thread safe.
 */
final class IdentityStore {

    private static final Statement LOCK_AND_LOAD = Statement.of("identity/lockAndLoad");
    private static final Statement LOAD_CLUSTERS = Statement.of("identity/loadClusters");

    /** People whose identifiers are read in one statement, and how many these may be: some 20 MB. */
    private static final int ROOTS = 100;
    private static final int LINKS = 50_000;

    /** Identifiers of all people that a batch may have to count: some 4 MB. */
    private static final int MOST_LINKS = 100_000;

    /** As few need no place among those of all batches. */
    private static final int FEW_LINKS = 5_000;

    private static final Statement WRITE = Statement.of("identity/write");
    private static final Statement WRITE_DECISIONS = Statement.of("identity/writeDecisions");
    private static final Statement WRITE_REFUSED = Statement.of("identity/writeRefused");
    private static final Statement MARK_BLOBS = Statement.of("identity/markBlobs");
    /** Identifiers that all batches together may count at the same time, besides few each. */
    private final Semaphore counting = new Semaphore(2 * MOST_LINKS);

    /** Statements that load identifiers at the same time: as the driver hands them over they take ten times as much. */
    private final Semaphore loading = new Semaphore(4);

    /**
     * What the lock brought.
     *
     * @param next the first free place in the ledger; as many as asked for are ours
     * @param rulesVersion the version in force now
     * @param columnsVersion of what events are to carry beside their bodies
     * @param seen message IDs that are stored already
     */
    record LockedClusters(long next, int rulesVersion, long columnsVersion, Set<String> seen) {}

    /**
     * Takes the space's ledger lock, reserves {@code count} places, and finds who owns the IDs.
     *
     * @param clusters takes in the owners of those IDs that it does not know yet; complete after {@link #loadClusters}
     */
    LockedClusters lockAndLoad(Tx tx, SpaceId space, List<EventIdentity> events, int count, Clusters clusters) {
        Map<String, ExternalId> ids = new HashMap<>();
        for (EventIdentity identity : events) {
            for (ExternalId id : identity.ids()) {
                if (!clusters.knows(id)) {
                    ids.put(id.key(space), id);
                }
            }
        }
        var messages = events.stream().map(EventIdentity::messageId).toList();
        List<Record> rows = tx.run(LOCK_AND_LOAD, Map.of("space", space.value(), "count", count, "messages", messages,
                "ids", List.copyOf(ids.keySet())));
        if (rows.isEmpty()) {
            throw new IllegalStateException("No ledger for space " + space);
        }
        Record row = rows.getFirst();
        for (Value owner : row.get("owners").values()) {
            ExternalId id = Objects.requireNonNull(ids.get(owner.get(0).asString()));
            clusters.own(id, new ProfileId(owner.get(1).asString()),
                    new ProfileId(owner.get(2).asString()), owner.get(3).asLong());
        }
        Set<String> seen = new HashSet<>(row.get("seen").asList(Value::asString));
        return new LockedClusters(row.get("next").asLong(), row.get("rulesVersion").asInt(),
                row.get("columnsVersion").asLong(), seen);
    }

    /**
     * Completes the clusters that a decision may have to count. An event whose IDs are all known and belong to one
     * person changes nothing, whatever else the batch does, so its cluster needs no counting.
     *
     * @param maxIdentifiers how many a person may have
     * @return how much of what all batches may count it takes, to be given back with {@link #counted}
     * @throws Overloaded if the events name people with more identifiers than are to be in memory together
     */
    int loadClusters(Tx tx, List<EventIdentity> events, Clusters clusters, int maxIdentifiers) {
        Set<ProfileId> roots = new HashSet<>();
        for (EventIdentity identity : events) {
            Set<Clusters.Cluster> people = new HashSet<>();
            boolean unknown = false;
            for (ExternalId id : identity.ids()) {
                var cluster = clusters.find(id);
                cluster.ifPresent(people::add);
                unknown |= cluster.isEmpty();
            }
            if (unknown || people.size() > 1) {
                people.stream().filter(person -> !person.counted()).forEach(person -> roots.add(person.root()));
            }
        }
        int before = clusters.size();
        int taken = 0;
        List<ProfileId> all = List.copyOf(roots);
        try {
            int some = Math.clamp(LINKS / maxIdentifiers, 1, ROOTS);
            for (int from = 0; from < all.size(); from += some) {
                if (clusters.size() - before > MOST_LINKS && events.size() > 1) {
                    throw tooMany();
                }
                load(tx, all.subList(from, Math.min(all.size(), from + some)), clusters);
                int more = Math.min(MOST_LINKS, clusters.size() - before - FEW_LINKS) - taken;
                // Whoever has some must not wait for more.
                if (more > 0 && !counting.tryAcquire(more)) {
                    throw tooMany();
                }
                taken += Math.max(0, more);
            }
        } catch (RuntimeException e) {
            counted(taken);
            throw e;
        }
        return taken;
    }

    private static Overloaded tooMany() {
        return new Overloaded(
                "These events name people with very many identifiers; send fewer of them at once, or again"
                        + " after the Retry-After seconds");
    }

    /** Gives back what {@link #loadClusters} took, once everything is decided. */
    void counted(int taken) {
        counting.release(taken);
    }

    private void load(Tx tx, List<ProfileId> roots, Clusters clusters) {
        // Nobody waits for anything else meanwhile.
        loading.acquireUninterruptibly();
        try {
            read(tx, roots, clusters);
        } finally {
            loading.release();
        }
    }

    private static void read(Tx tx, List<ProfileId> roots, Clusters clusters) {
        for (Record row : tx.run(LOAD_CLUSTERS, Map.of("roots", Owner.values(roots)))) {
            Clusters.Cluster cluster = clusters.of(new ProfileId(row.get("root").asString()));
            for (Value child : row.get("children").values()) {
                clusters.join(cluster, new ProfileId(child.asString()));
            }
            for (Value apart : row.get("apart").values()) {
                cluster.apart().add(new ProfileId(apart.asString()));
            }
            for (Value link : row.get("links").values()) {
                clusters.link(cluster, link.get(0).asString(), link.get(1).asZonedDateTime().toInstant());
            }
            cluster.complete();
        }
    }

    /**
     * Writes decisions, then checks them.
     *
     * @throws RuleGuard.RuleBroken if the graph would break a rule with them; the caller's transaction must not commit then
     */
    void write(Tx tx, SpaceId space, List<ResolvedEvent> batch, IdentityRules rules) {
        List<Map<String, Object>> profiles = new ArrayList<>();
        List<Map<String, Object>> links = new ArrayList<>();
        List<Map<String, Object>> merges = new ArrayList<>();
        Map<ProfileId, ProfileId> canonical = new HashMap<>();
        for (ResolvedEvent event : batch) {
            EventIdentity identity = event.identity();
            ZonedDateTime at = datetime(identity.at());
            switch (event.decision()) {
                case Decision.Created(var profile, var outcomes) -> {
                    ProfileName name = ProfileName.of(profile, outcomes);
                    profiles.add(Map.of("segmentId", profile.value(), "name", name.text(), "nameFrom", name.from(),
                            "seq", event.seq(), "at", at, "messageId", identity.messageId(), "sourceId",
                            identity.sourceId()));
                    link(links, space, event, profile, rules);
                }
                case Decision.Attached(var profile, var outcomes) -> link(links, space, event, profile, rules);
                case Decision.Merged(var profile, var pairs, var outcomes) -> {
                    for (Decision.Merge merge : pairs) {
                        merges.add(Map.of("child", merge.child().value(), "parent", merge.parent().value(), "via",
                                merge.via().toString(), "rule", rules.of(merge.via().type()).toString(), "at", at,
                                "messageId", identity.messageId(), "seq", event.seq()));
                        canonical.put(merge.child(), merge.parent());
                    }
                    link(links, space, event, profile, rules);
                }
                case Decision.Refused(var outcomes) -> {
                }
            }
        }
        if (!profiles.isEmpty() || !links.isEmpty() || !merges.isEmpty()) {
            var roots = canonical.keySet().stream().map(child -> Map.<String, Object>of("child", child.value(),
                    "root", root(child, canonical).value())).toList();
            tx.run(WRITE, Map.of("space", space.value(), "profiles", profiles, "links", links, "merges", merges,
                    "roots", roots));
        }
        entries(tx, WRITE_DECISIONS, space, batch.stream().filter(ResolvedEvent::notable)
                .filter(event -> !(event.decision() instanceof Decision.Refused)), rules);
        // A refused event that is twice in a batch has one entry.
        Map<String, ResolvedEvent> refused = new LinkedHashMap<>();
        batch.stream().filter(event -> event.decision() instanceof Decision.Refused)
                .forEach(event -> refused.putIfAbsent(event.identity().messageId(), event));
        entries(tx, WRITE_REFUSED, space, refused.values().stream(), rules);
        RuleGuard.check(tx, batch, rules);
    }

    private static void entries(Tx tx, Statement statement, SpaceId space, Stream<ResolvedEvent> events,
            IdentityRules rules) {
        var rows = events.map(event -> LedgerEntry.row(space, event, rules.version())).toList();
        if (!rows.isEmpty()) {
            tx.run(statement, Map.of("space", space.value(), "decisions", rows));
        }
    }

    private static ProfileId root(ProfileId child, Map<ProfileId, ProfileId> parents) {
        ProfileId at = child;
        while (parents.containsKey(at)) {
            at = parents.get(at);
        }
        return at;
    }

    private static void link(List<Map<String, Object>> links, SpaceId space, ResolvedEvent event, ProfileId profile,
            IdentityRules rules) {
        Optional<ExternalId> via = event.decision().outcomes().stream().filter(IdOutcome.Known.class::isInstance)
                .map(IdOutcome::id).min(rules.precedence());
        for (IdOutcome outcome : event.decision().outcomes()) {
            if (outcome instanceof IdOutcome.Linked(var id)) {
                Map<String, Object> link = new HashMap<>();
                link.put("key", id.key(space));
                link.put("type", id.type());
                link.put("value", id.value());
                link.put("profile", profile.value());
                link.put("since", datetime(event.identity().at()));
                link.put("messageId", event.identity().messageId());
                link.put("seq", event.seq());
                via.ifPresent(known -> link.put("via", known.toString()));
                links.add(link);
            }
        }
    }

    /** Marks people who grew larger than one person should be, for whoever looks at the graph. */
    void markBlobs(Tx tx, Set<Clusters.Cluster> blobs) {
        if (blobs.isEmpty()) {
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Clusters.Cluster blob : blobs) {
            Map<String, Object> row = new HashMap<>();
            row.put("root", blob.root().value());
            row.put("personal", blob.mostPersonal().map(blob::count).orElse(0));
            blob.mostPersonal().ifPresent(type -> row.put("personalType", type));
            rows.add(row);
        }
        tx.run(MARK_BLOBS, Map.of("roots", rows));
    }

    static ZonedDateTime datetime(Instant at) {
        return at.atZone(ZoneOffset.UTC);
    }
}
