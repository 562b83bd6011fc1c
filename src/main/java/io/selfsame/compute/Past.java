package io.selfsame.compute;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.Extractor;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.json.Json;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * What was known of people and accounts up to an instant, but for who is who, which is as known today. The graph keeps the
 * newest value of a trait only, so earlier ones are taken from the calls that sent them. For one thread.
 */
final class Past {

    private static final Statement PEOPLE = Statement.of("compute/peopleThen");
    private static final Statement CALLS = Statement.of("compute/callsThen");
    private static final Statement ACCOUNTS = Statement.of("compute/accountsThen");
    private static final Statement GROUP_CALLS = Statement.of("compute/groupCallsThen");

    /** Calls that are in memory at once: of each only the newest value of each trait is kept. */
    private static final int AHEAD = 200;

    private final Graph graph;
    private final Map<String, TraitPolicy> policies;
    private final Set<String> traits;
    private final Instant until;

    /** @param traits the names of those that are asked for */
    Past(Graph graph, Map<String, TraitPolicy> policies, Collection<String> traits, Instant until) {
        this.graph = graph;
        this.policies = policies;
        this.traits = Set.copyOf(traits);
        this.until = until;
    }

    /** What somebody had said of themselves, and the keys of the accounts that they belonged to. */
    record Person(Map<String, JsonNode> traits, Set<String> accounts, Gaps gaps) {}

    /** What had been said of an account, and the canonical people who belonged to it. */
    record Account(Map<String, JsonNode> traits, Set<String> members, Gaps gaps) {}

    /** Those of some people who had done anything by then, by segment ID. */
    Map<String, Person> people(List<String> roots) {
        Map<String, Sent> sent = calls(CALLS, "people", roots);
        Map<String, Person> people = new HashMap<>();
        for (Record row : graph.read(PEOPLE, parameters("people", roots))) {
            String root = row.get("root").asString();
            Sent theirs = sent.getOrDefault(root, new Sent());
            people.put(root, new Person(theirs.merged(policies),
                    new TreeSet<>(row.get("accounts").asList(Value::asString)), theirs.gaps()));
        }
        return people;
    }

    /** Those of some accounts that had been named by then, by key. */
    Map<String, Account> accounts(List<String> keys) {
        Map<String, Sent> sent = calls(GROUP_CALLS, "accounts", keys);
        Map<String, Account> accounts = new HashMap<>();
        for (Record row : graph.read(ACCOUNTS, parameters("accounts", keys))) {
            String key = row.get("key").asString();
            Sent theirs = sent.getOrDefault(key, new Sent());
            accounts.put(key, new Account(theirs.merged(Map.of()),
                    new HashSet<>(row.get("members").asList(Value::asString)), theirs.gaps()));
        }
        return accounts;
    }

    private Map<String, Object> parameters(String whom, List<String> names) {
        return Map.of(whom, names, "until", until.atZone(ZoneOffset.UTC));
    }

    /** What the calls of people or accounts have left, by whom they are about. */
    private Map<String, Sent> calls(Statement statement, String whom, List<String> names) {
        if (traits.isEmpty()) {
            return Map.of();
        }
        return graph.read(statement, parameters(whom, names), AHEAD, rows -> {
            Map<String, Sent> sent = new HashMap<>();
            while (rows.hasNext()) {
                Record row = rows.next();
                if (statement.equals(CALLS)) {
                    sent.computeIfAbsent(row.get("root").asString(), root -> new Sent())
                            .add(row.get("member").asString(), row.get("memberSeq").asLong(), row, Optional.empty());
                } else {
                    // Its members belong to others too.
                    sent.computeIfAbsent(row.get("key").asString(), key -> new Sent())
                            .add("", 0, row, Optional.of(row.get("groupId").asString()));
                }
            }
            return sent;
        });
    }

    /** The newest value of each trait of each profile. */
    private final class Sent {

        private final Map<String, StoredTrait> newest = new HashMap<>();
        private boolean unreadable;

        /** @param group whom the call must be about, if it is one of a member */
        void add(String profile, long profileSeq, Record call, Optional<String> group) {
            try {
                JsonNode body = Json.parse(call.get("body").asString());
                if (group.isEmpty() || Extractor.text(body.path("groupId")).equals(group)) {
                    add(profile, profileSeq, call, body);
                }
            } catch (RuntimeException e) {
                unreadable = true;
            }
        }

        private void add(String profile, long profileSeq, Record call, JsonNode body) {
            Instant at = call.get("timestamp").asZonedDateTime().toInstant();
            body.path("traits").properties().stream().filter(trait -> traits.contains(trait.getKey()))
                    .forEach(trait -> newest.merge(profile + "/" + trait.getKey(), new StoredTrait(trait.getKey(),
                            trait.getValue(), at, call.get("seq").asLong(), "", "", "custom", profileSeq),
                            (a, b) -> b.isNewerThan(a) ? b : a));
        }

        Map<String, JsonNode> merged(Map<String, TraitPolicy> byPolicies) {
            Map<String, JsonNode> values = new HashMap<>();
            TraitMerge.merge(new ArrayList<>(newest.values()), byPolicies)
                    .forEach((name, trait) -> values.put(name, trait.value()));
            return values;
        }

        /** Any of the traits may have been in a call that cannot be read. */
        Gaps gaps() {
            return unreadable
                    ? new Gaps(Map.of(),
                            traits.stream().collect(Collectors.toMap(name -> name, name -> Gaps.UNREADABLE)))
                    : Gaps.NONE;
        }
    }
}
