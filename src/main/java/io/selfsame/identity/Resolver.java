package io.selfsame.identity;

import io.selfsame.identity.Clusters.Cluster;
import io.selfsame.identity.Fate.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The identity algorithm, without any effect: what is known goes in, a decision comes out. Thread safe.
 *
 * <p>Of the three guards against wrong merges this is the first; the lock on the space's ledger is the second, and the
 * check in Cypher inside the transaction ({@link IdentityStore}) is the third.
 */
final class Resolver {

    private final IdentityRules rules;
    private final Supplier<ProfileId> newProfile;

    Resolver(IdentityRules rules, Supplier<ProfileId> newProfile) {
        this.rules = rules;
        this.newProfile = newProfile;
    }

    /**
     * Decides one event.
     *
     * @param ids the event's external IDs, each once, in the order of extraction
     * @param at the event's own time
     */
    Decision decide(List<ExternalId> ids, Instant at, Clusters clusters) {
        Map<ExternalId, Fate> fates = new LinkedHashMap<>();
        List<ExternalId> left = new ArrayList<>();
        for (ExternalId id : ids) {
            Optional<String> by = rules.blocks(id);
            by.ifPresent(entry -> fates.put(id, new Fate.Blocked(id, entry)));
            if (by.isEmpty()) {
                left.add(id);
            }
        }
        if (left.isEmpty()) {
            return new Decision.Refused(List.copyOf(fates.values()));
        }
        left.sort(rules.precedence());
        Set<Cluster> people = people(left, clusters);
        while (left.size() > 1) {
            Optional<Violation> violation = violation(left, people, at, clusters);
            if (violation.isEmpty()) {
                break;
            }
            ExternalId dropped = left.removeLast();
            fates.put(dropped, new Fate.Dropped(dropped, violation.get()));
            people = people(left, clusters);
        }
        for (ExternalId id : left) {
            fates.put(id, clusters.owner(id).isPresent() ? new Fate.Known(id) : new Fate.Linked(id));
        }
        return outcome(left, people, ids.stream().map(fates::get).toList(), clusters);
    }

    private static Set<Cluster> people(List<ExternalId> ids, Clusters clusters) {
        Set<Cluster> people = new LinkedHashSet<>();
        ids.forEach(id -> clusters.find(id).ifPresent(people::add));
        return people;
    }

    private Decision outcome(List<ExternalId> left, Set<Cluster> people, List<Fate> fates, Clusters clusters) {
        if (people.isEmpty()) {
            return new Decision.Created(newProfile.get(), fates);
        }
        ProfileId taker = left.stream().flatMap(id -> clusters.owner(id).stream()).findFirst().orElseThrow();
        if (people.size() == 1) {
            return new Decision.Attached(taker, fates);
        }
        Cluster first = Collections.min(people, Comparator.comparingLong(Cluster::created));
        List<Decision.Merge> merges = new ArrayList<>();
        ExternalId via = left.stream().filter(id -> clusters.find(id).filter(first::equals).isPresent()).findFirst()
                .orElseThrow();
        for (Cluster child : people) {
            if (child != first) {
                merges.add(new Decision.Merge(child.root(), first.root(), via));
            }
        }
        return new Decision.Merged(taker, List.copyOf(merges), fates);
    }

    /** The first protection that the union of these people and IDs would break and none of them breaks alone. */
    private Optional<Violation> violation(List<ExternalId> ids, Set<Cluster> people, Instant at, Clusters clusters) {
        Map<String, Integer> added = new LinkedHashMap<>();
        ids.stream().filter(id -> clusters.owner(id).isEmpty()).forEach(id -> added.merge(id.type(), 1, Integer::sum));
        Set<String> types = new TreeSet<>(rules.typePrecedence());
        types.addAll(added.keySet());
        if (people.size() > 1) {
            people.forEach(person -> types.addAll(person.types()));
        }
        for (String type : types) {
            IdentifierRule rule = rules.of(type);
            int union = added.getOrDefault(type, 0);
            int alone = 0;
            for (Cluster person : people) {
                int count = person.count(type, rule.period(), at);
                union += count;
                alone = Math.max(alone, count);
            }
            if (union > rule.limit() && union > alone) {
                return Optional.of(new Violation.LimitExceeded(rule, union));
            }
        }
        Optional<Violation> apart = keptApart(people);
        return apart.isPresent() ? apart : systemLimit(people, added);
    }

    private static Optional<Violation> keptApart(Set<Cluster> people) {
        for (Cluster person : people) {
            for (Cluster other : people) {
                if (person != other) {
                    for (ProfileId member : other.members()) {
                        if (person.apart().contains(member)) {
                            return Optional.of(new Violation.KeptApart(List.of(person.root(), other.root())));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Violation> systemLimit(Set<Cluster> people, Map<String, Integer> added) {
        int profiles = people.stream().mapToInt(person -> person.children() + 1).sum();
        if (people.size() > 1 && profiles - 1 > rules.maxMerges()) {
            return Optional.of(new Violation.MergeLimit(rules.maxMerges(), profiles - 1));
        }
        int fresh = added.values().stream().mapToInt(Integer::intValue).sum();
        int identifiers = fresh + people.stream().mapToInt(Cluster::identifiers).sum();
        if ((fresh > 0 || people.size() > 1) && identifiers > rules.maxIdentifiers()) {
            return Optional.of(new Violation.IdentifierLimit(rules.maxIdentifiers(), identifiers));
        }
        return Optional.empty();
    }
}
