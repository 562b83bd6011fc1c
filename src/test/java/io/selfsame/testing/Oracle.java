package io.selfsame.testing;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Identity resolution in memory, one event at a time, by brute force: what the service's answers are compared with. */
public final class Oracle {

    public record Id(String type, String value) {}

    public record Rule(int limit, String period, int priority) {}

    public record Rules(Map<String, Rule> types, int maxMerges, int maxIdentifiers) {
        Rule of(Id id) {
            return types.getOrDefault(id.type(), new Rule(5, "ever", Integer.MAX_VALUE));
        }
    }

    /** A person as first seen: its own IDs with the time of the event that linked each, and who it is now. */
    public static final class Profile {
        final Map<Id, Instant> ids = new HashMap<>();
        Profile root = this;
    }

    /** Fates by ID; per dropped ID every rule that it would have broken. A refused event has no profile. */
    public record Decision(String outcome, Optional<Profile> profile, Map<Id, String> fates, Map<Id, Set<String>> drops,
            int merges) {}

    private static final Map<String, Duration> PERIODS = Map.of("daily", Duration.ofDays(1), "weekly",
            Duration.ofDays(7), "monthly", Duration.ofDays(30), "annually", Duration.ofDays(365), "ever",
            Duration.ofDays(99_999));
    private final Rules rules;
    private final List<Profile> profiles = new ArrayList<>();
    private final Map<String, Decision> decisions = new LinkedHashMap<>();

    public Oracle(Rules rules) {
        this.rules = rules;
    }

    /** By message ID, in the order in which the messages came. */
    public Map<String, Decision> decisions() {
        return decisions;
    }

    public Set<Set<Id>> people() {
        return profiles.stream().map(profile -> idsOf(profile.root).keySet()).collect(toSet());
    }

    public void take(JsonNode message) {
        take(message, type -> true);
    }

    /** @param allowed the types that the key of the message may send */
    public void take(JsonNode message, Predicate<String> allowed) {
        decisions.computeIfAbsent(message.path("messageId").asText(),
                id -> decide(new ArrayList<>(OracleIds.of(message)),
                        Instant.parse(message.path("timestamp").asText()), allowed));
    }

    private Decision decide(List<Id> ids, Instant at, Predicate<String> allowed) {
        Map<Id, String> fates = new HashMap<>();
        Map<Id, Set<String>> drops = new HashMap<>();
        ids.forEach(id -> fates.put(id, OracleIds.blocked(id) ? "blocked" : direct(id).isEmpty() ? "linked" : "known"));
        ids.removeIf(OracleIds::blocked);
        ids.stream().filter(id -> !allowed.test(id.type())).forEach(id -> fates.put(id, "not allowed"));
        ids.removeIf(id -> !allowed.test(id.type()));
        if (ids.isEmpty()) {
            return new Decision("refused", Optional.empty(), fates, drops, 0);
        }
        ids.sort(comparing((Id id) -> rules.of(id).priority()).thenComparing(Id::type));
        while (ids.size() > 1 && !violations(ids, at).isEmpty()) {
            drops.put(ids.getLast(), violations(ids, at));
            fates.put(ids.removeLast(), "dropped");
        }
        List<Profile> found = roots(ids);
        Profile owner = ids.stream().flatMap(id -> direct(id).stream()).findFirst().orElseGet(Profile::new);
        if (found.isEmpty()) {
            profiles.add(owner);
        }
        ids.stream().filter(id -> direct(id).isEmpty()).toList().forEach(id -> owner.ids.put(id, at));
        profiles.stream().filter(p -> found.contains(p.root)).toList().forEach(p -> p.root = found.getFirst());
        String outcome = found.isEmpty() ? "created" : found.size() == 1 ? "attached" : "merged";
        return new Decision(outcome, Optional.of(owner), fates, drops, Math.max(0, found.size() - 1));
    }

    private Set<String> violations(List<Id> ids, Instant at) {
        List<Profile> found = roots(ids);
        Map<Id, Instant> union = new HashMap<>();
        ids.forEach(id -> union.put(id, at));
        found.forEach(root -> union.putAll(idsOf(root)));
        Set<String> broken = new HashSet<>();
        for (Id any : union.keySet()) {
            long count = counted(union, any, at);
            if (count > rules.of(any).limit() && found.stream().allMatch(p -> counted(idsOf(p), any, at) < count)) {
                broken.add("limit_exceeded " + any.type() + " " + rules.of(any).limit() + " " + rules.of(any).period()
                        + " " + count);
            }
        }
        int children = found.stream().mapToInt(this::size).sum() - 1;
        if (children > rules.maxMerges() && found.stream().allMatch(root -> size(root) - 1 < children)) {
            broken.add("merge_limit " + rules.maxMerges() + " " + children);
        }
        if (union.size() > rules.maxIdentifiers() && found.stream().allMatch(p -> idsOf(p).size() < union.size())) {
            broken.add("identifier_limit " + rules.maxIdentifiers() + " " + union.size());
        }
        return broken;
    }

    private long counted(Map<Id, Instant> ids, Id like, Instant at) {
        Instant start = at.minus(PERIODS.get(rules.of(like).period()));
        return ids.entrySet().stream()
                .filter(e -> e.getKey().type().equals(like.type()) && !e.getValue().isBefore(start)).count();
    }

    private Optional<Profile> direct(Id id) {
        return profiles.stream().filter(profile -> profile.ids.containsKey(id)).findFirst();
    }

    private List<Profile> roots(List<Id> ids) {
        Set<Profile> found = ids.stream().flatMap(id -> direct(id).stream()).map(p -> p.root).collect(toSet());
        return profiles.stream().filter(found::contains).toList();
    }

    private int size(Profile root) {
        return (int) profiles.stream().filter(profile -> profile.root == root).count();
    }

    Map<Id, Instant> idsOf(Profile root) {
        Map<Id, Instant> all = new HashMap<>();
        profiles.stream().filter(profile -> profile.root == root).forEach(profile -> all.putAll(profile.ids));
        return all;
    }
}
