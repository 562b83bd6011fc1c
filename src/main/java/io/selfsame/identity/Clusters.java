package io.selfsame.identity;

import io.selfsame.identity.ids.ProfileId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The part of the graph that batches touch, as loaded under the lock and carried forward decision by decision: from one
 * committed batch to the next as well, while nobody else writes. Used by one transaction at a time; not thread safe.
 */
final class Clusters {

    /** More external IDs, merged profiles, or values of one type that is not a device's, than one person should have. */
    static final int BLOB_IDENTIFIERS = 50;
    static final int BLOB_CHILDREN = 20;
    static final int BLOB_PERSONAL = 3;

    private final Map<ExternalId, ProfileId> owners = new HashMap<>();
    private final Map<ProfileId, Cluster> clusters = new HashMap<>();

    /** Of all clusters together. */
    private int links;

    /** One person: a canonical profile and all that was merged into it. */
    static final class Cluster {
        private final ProfileId root;
        private final long created;
        private final Set<ProfileId> members = new HashSet<>();
        private final Map<String, List<Instant>> since = new HashMap<>();
        private final Set<ProfileId> apart = new HashSet<>();
        private int identifiers;
        private boolean counted;

        Cluster(ProfileId root, long created) {
            this.root = root;
            this.created = created;
            members.add(root);
        }

        ProfileId root() {
            return root;
        }

        /** The ledger position of the event that made the canonical profile: what "first created" compares. */
        long created() {
            return created;
        }

        int children() {
            return members.size() - 1;
        }

        int identifiers() {
            return identifiers;
        }

        /** Whether all that counts towards limits is here, and not only who it is. */
        boolean counted() {
            return counted;
        }

        void complete() {
            counted = true;
        }

        Set<String> types() {
            return since.keySet();
        }

        Set<ProfileId> members() {
            return members;
        }

        Set<ProfileId> apart() {
            return apart;
        }

        /** How many values of a type count for an event at {@code at}. */
        int count(String type, Period period, Instant at) {
            List<Instant> links = since.getOrDefault(type, List.of());
            if (period == Period.EVER) {
                return links.size();
            }
            return (int) links.stream().filter(link -> period.counts(link, at)).count();
        }

        /** Whether this is more than one person should have: probably several people. */
        boolean isBlob() {
            return identifiers > BLOB_IDENTIFIERS || children() > BLOB_CHILDREN
                    || mostPersonal().filter(type -> count(type) > BLOB_PERSONAL).isPresent();
        }

        /** The type with the most values, of those that are not of devices. */
        Optional<String> mostPersonal() {
            return since.keySet().stream().filter(type -> !ExternalId.isOfDevice(type))
                    .max(Comparator.comparingInt((String type) -> count(type))
                            .thenComparing(Comparator.reverseOrder()));
        }

        /** How many values of a type there are, whenever they came. */
        int count(String type) {
            return since.getOrDefault(type, List.of()).size();
        }

        private void add(String type, Instant at) {
            since.computeIfAbsent(type, t -> new ArrayList<>()).add(at);
            identifiers++;
        }

        private void absorb(Cluster child) {
            members.addAll(child.members);
            apart.addAll(child.apart);
            child.since.forEach((type, links) -> since.computeIfAbsent(type, t -> new ArrayList<>()).addAll(links));
            identifiers += child.identifiers;
        }
    }

    /** Notes which profile an ID identifies, and the canonical one above it. */
    void own(ExternalId id, ProfileId direct, ProfileId root, long rootCreated) {
        owners.put(id, direct);
        Cluster cluster = clusters.computeIfAbsent(root, r -> new Cluster(r, rootCreated));
        cluster.members.add(direct);
        clusters.put(direct, cluster);
    }

    boolean knows(ExternalId id) {
        return owners.containsKey(id);
    }

    /** How many external IDs are known, and links counted: the measure of what this takes. */
    int size() {
        return owners.size() + links;
    }

    /** Notes when an ID of a cluster was linked. */
    void link(Cluster cluster, String type, Instant since) {
        cluster.add(type, since);
        links++;
    }

    /** The cluster of a canonical profile that was noted before. */
    Cluster of(ProfileId profile) {
        Cluster cluster = clusters.get(profile);
        if (cluster == null) {
            throw new IllegalStateException("Not loaded: " + profile);
        }
        return cluster;
    }

    /** Notes a further member of a cluster. */
    void join(Cluster cluster, ProfileId member) {
        cluster.members.add(member);
        clusters.put(member, cluster);
    }

    /** The profile that an ID identifies directly. */
    Optional<ProfileId> owner(ExternalId id) {
        return Optional.ofNullable(owners.get(id));
    }

    /** The person that an ID belongs to. */
    Optional<Cluster> find(ExternalId id) {
        return owner(id).map(clusters::get);
    }

    /** Carries a decision forward, as if it were written and read again. */
    void apply(Decision decision, long seq, Instant at) {
        switch (decision) {
            case Decision.Created(var profile, var outcomes) -> {
                Cluster fresh = new Cluster(profile, seq);
                fresh.complete();
                clusters.put(profile, fresh);
                link(profile, outcomes, at);
            }
            case Decision.Attached(var profile, var outcomes) -> link(profile, outcomes, at);
            case Decision.Merged(var profile, var merges, var outcomes) -> {
                for (Decision.Merge merge : merges) {
                    Cluster parent = of(merge.parent());
                    Cluster child = of(merge.child());
                    parent.absorb(child);
                    child.members.forEach(member -> clusters.put(member, parent));
                }
                link(profile, outcomes, at);
            }
            case Decision.Refused(var outcomes) -> {
            }
        }
    }

    private void link(ProfileId profile, List<IdOutcome> outcomes, Instant at) {
        for (IdOutcome outcome : outcomes) {
            if (outcome instanceof IdOutcome.Linked(var id)) {
                owners.put(id, profile);
                link(of(profile), id.type(), at);
            }
        }
    }
}
