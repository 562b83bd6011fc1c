package io.selfsame.identity;

import io.selfsame.identity.Clusters.Cluster;
import io.selfsame.identity.IdOutcome.Violation;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * check in Cypher inside the transaction ({@link RuleGuard}) is the third.
 */
final class Resolver {

    private final IdentityRules rules;
    private final Supplier<ProfileId> newProfile;

    Resolver(IdentityRules rules, Supplier<ProfileId> newProfile) {
        this.rules = rules;
        this.newProfile = newProfile;
    }

    /** Whether an event is refused whoever is known, as no ID of it takes part. */
    Optional<Decision.Refused> refusal(EventIdentity event) {
        Map<ExternalId, IdOutcome> outcomes = new LinkedHashMap<>();
        return admitted(event, outcomes).isEmpty() ? Optional.of(refused(outcomes)) : Optional.empty();
    }

    private static Decision.Refused refused(Map<ExternalId, IdOutcome> outcomes) {
        return new Decision.Refused(List.copyOf(outcomes.values()));
    }

    /** The IDs that take part; why the others do not is added to the outcomes. */
    private List<ExternalId> admitted(EventIdentity event, Map<ExternalId, IdOutcome> outcomes) {
        List<ExternalId> admitted = new ArrayList<>();
        for (ExternalId id : event.ids()) {
            keptOut(id, event.keyKind()).ifPresentOrElse(fate -> outcomes.put(id, fate), () -> admitted.add(id));
        }
        return admitted;
    }

    /** Decides one event. */
    Decision decide(EventIdentity event, Clusters clusters) {
        List<ExternalId> ids = event.ids();
        Map<ExternalId, IdOutcome> outcomes = new LinkedHashMap<>();
        List<ExternalId> left = admitted(event, outcomes);
        if (left.isEmpty()) {
            return refused(outcomes);
        }
        left.sort(rules.precedence());
        var union = new Union(left, event.at(), clusters);
        while (left.size() > 1) {
            Optional<Violation> violation = violation(left, union, clusters);
            if (violation.isEmpty()) {
                break;
            }
            ExternalId dropped = left.removeLast();
            outcomes.put(dropped, new IdOutcome.Dropped(dropped, violation.get()));
            union.drop(dropped, clusters);
        }
        Set<Cluster> people = union.people();
        for (ExternalId id : left) {
            outcomes.put(id, clusters.owner(id).isPresent() ? new IdOutcome.Known(id) : new IdOutcome.Linked(id));
        }
        return outcome(left, people, ids.stream().map(outcomes::get).toList(), clusters);
    }

    /** Why an ID takes no part, whoever it belongs to. */
    private Optional<IdOutcome> keptOut(ExternalId id, Grant.KeyKind key) {
        Optional<IdOutcome> blocked = rules.blocks(id).map(by -> new IdOutcome.Blocked(id, by));
        return blocked.isPresent() || rules.allows(key, id.type())
                ? blocked
                : Optional.of(new IdOutcome.NotAllowed(id));
    }

    /**
     * The people whom the IDs that are left belong to, and how many values of each type count for them together. Counted once, and less
     * whoever leaves: an event may name a hundred people with a thousand types each.
     */
    private final class Union {

        private final Instant at;

        /** With how many of the IDs belong to each. */
        private final Map<Cluster, Integer> people = new LinkedHashMap<>();
        private final Map<String, Integer> counts = new HashMap<>();

        /** Types of which there are more than may be. */
        private final Set<String> over = new HashSet<>();

        Union(List<ExternalId> ids, Instant at, Clusters clusters) {
            this.at = at;
            for (ExternalId id : ids) {
                clusters.find(id).filter(person -> people.merge(person, 1, Integer::sum) == 1)
                        .ifPresent(person -> count(person, 1));
            }
        }

        void drop(ExternalId id, Clusters clusters) {
            clusters.find(id).filter(person -> people.merge(person, -1, Integer::sum) == 0).ifPresent(person -> {
                people.remove(person);
                count(person, -1);
            });
        }

        private void count(Cluster person, int sign) {
            for (String type : person.types()) {
                IdentifierRule rule = rules.of(type);
                int all = counts.merge(type, sign * person.count(type, rule.period(), at), Integer::sum);
                if (all > rule.limit()) {
                    over.add(type);
                } else {
                    over.remove(type);
                }
            }
        }

        Set<Cluster> people() {
            return people.keySet();
        }

        /** The first type, in order of precedence, of which there are more than may be, and more than any of them has alone. */
        Optional<Violation> limit(Map<String, Integer> added) {
            Set<String> types = new TreeSet<>(rules.typePrecedence());
            types.addAll(over);
            types.addAll(added.keySet());
            for (String type : types) {
                IdentifierRule rule = rules.of(type);
                int all = counts.getOrDefault(type, 0) + added.getOrDefault(type, 0);
                if (all > rule.limit() && all > alone(type, rule)) {
                    return Optional.of(new Violation.LimitExceeded(rule, all));
                }
            }
            return Optional.empty();
        }

        private int alone(String type, IdentifierRule rule) {
            return people.keySet().stream().mapToInt(person -> person.count(type, rule.period(), at)).max().orElse(0);
        }
    }

    private Decision outcome(List<ExternalId> left, Set<Cluster> people, List<IdOutcome> outcomes, Clusters clusters) {
        if (people.isEmpty()) {
            return new Decision.Created(newProfile.get(), outcomes);
        }
        ProfileId profile = left.stream().flatMap(id -> clusters.owner(id).stream()).findFirst().orElseThrow();
        if (people.size() == 1) {
            return new Decision.Attached(profile, outcomes);
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
        return new Decision.Merged(profile, List.copyOf(merges), outcomes);
    }

    /** The first protection that the union of these people and IDs would break and none of them breaks alone. */
    private Optional<Violation> violation(List<ExternalId> ids, Union union, Clusters clusters) {
        Map<String, Integer> added = new LinkedHashMap<>();
        ids.stream().filter(id -> clusters.owner(id).isEmpty()).forEach(id -> added.merge(id.type(), 1, Integer::sum));
        return union.limit(added).or(() -> keptApart(union.people())).or(() -> systemLimit(union.people(), added));
    }

    private static Optional<Violation> keptApart(Set<Cluster> people) {
        for (Cluster person : people) {
            for (Cluster other : person.apart().isEmpty() ? Set.<Cluster>of() : people) {
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
