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
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * What was known of people and accounts up to an instant, but for who is who, which is as known today. The graph keeps the
 * newest value of a trait only, so earlier ones are taken from the calls that sent them. For one thread.
 */
final class Past {

    private static final Statement PEOPLE = Statement.of("compute/peopleThen");
    private static final Statement ACCOUNTS = Statement.of("compute/accountsThen");

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
    record Person(Map<String, JsonNode> traits, Set<String> accounts) {}

    /** What had been said of an account, and the canonical people who belonged to it. */
    record Account(Map<String, JsonNode> traits, Set<String> members) {}

    /** Those of some people who had done anything by then, by segment ID. */
    Map<String, Person> people(List<String> roots) {
        Map<String, Person> people = new HashMap<>();
        for (Record row : graph.read(PEOPLE, parameters("people", roots))) {
            var sent = new Sent();
            for (Value call : row.get("calls").values()) {
                sent.add(call.get(0).asString(), call.get(1).asLong(), call, Json.parse(call.get(4).asString()));
            }
            people.put(row.get("root").asString(), new Person(sent.merged(policies),
                    new TreeSet<>(row.get("accounts").asList(Value::asString))));
        }
        return people;
    }

    /** Those of some accounts that had been named by then, by key. */
    Map<String, Account> accounts(List<String> keys) {
        Map<String, Account> accounts = new HashMap<>();
        for (Record row : graph.read(ACCOUNTS, parameters("accounts", keys))) {
            var sent = new Sent();
            for (Value call : row.get("calls").values()) {
                JsonNode body = Json.parse(call.get(4).asString());
                // Its members belong to others too.
                if (Extractor.text(body.path("groupId")).equals(Optional.of(row.get("groupId").asString()))) {
                    sent.add("", 0, call, body);
                }
            }
            accounts.put(row.get("key").asString(), new Account(sent.merged(Map.of()),
                    new HashSet<>(row.get("members").asList(Value::asString))));
        }
        return accounts;
    }

    private Map<String, Object> parameters(String whom, List<String> names) {
        return Map.of(whom, names, "until", until.atZone(ZoneOffset.UTC), "calls", !traits.isEmpty());
    }

    /** The newest value of each trait of each profile. */
    private final class Sent {

        private final Map<String, StoredTrait> newest = new HashMap<>();

        void add(String profile, long profileSeq, Value call, JsonNode body) {
            Instant at = call.get(2).asZonedDateTime().toInstant();
            body.path("traits").properties().stream().filter(trait -> traits.contains(trait.getKey()))
                    .forEach(trait -> newest.merge(profile + "/" + trait.getKey(), new StoredTrait(trait.getKey(),
                            trait.getValue(), at, call.get(3).asLong(), "", "", "custom", profileSeq),
                            (a, b) -> b.isNewerThan(a) ? b : a));
        }

        Map<String, JsonNode> merged(Map<String, TraitPolicy> byPolicies) {
            Map<String, JsonNode> values = new HashMap<>();
            TraitMerge.merge(new ArrayList<>(newest.values()), byPolicies)
                    .forEach((name, trait) -> values.put(name, trait.value()));
            return values;
        }
    }
}
