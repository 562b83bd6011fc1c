package io.selfsame.compute.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.selfsame.compute.evaluate.StoredResults;
import io.selfsame.compute.evaluate.UnreadableParts;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Reads traits and results from the rows of statements that load people and accounts. Pure. */
final class GraphValues {

    private GraphValues() {}

    /** Custom traits as they are stored. */
    static final class CustomTraits {

        private final List<StoredTrait> custom = new ArrayList<>();
        final Map<String, String> gaps = new HashMap<>();

        CustomTraits(Iterable<Value> rows) {
            for (Value row : rows) {
                try {
                    StoredTrait.customOf(row).ifPresent(custom::add);
                } catch (RuntimeException e) {
                    gaps.put(row.get(0).asString(), UnreadableParts.UNREADABLE);
                }
            }
        }

        Map<String, JsonNode> merged(Map<String, TraitPolicy> policies) {
            Map<String, JsonNode> values = new HashMap<>();
            TraitMerge.merge(custom, policies).forEach((name, trait) -> values.put(name, trait.value()));
            return values;
        }
    }

    /** A profile by its segment ID. */
    static ProfileId profile(Value segmentId) {
        return new ProfileId(segmentId.asString());
    }

    /** Accounts from a list of their keys. */
    static Set<AccountKey> accounts(Value keys) {
        return new TreeSet<>(keys.asList(key -> new AccountKey(key.asString())));
    }

    /**
     * What a row says; without results where its traits are not in it.
     *
     * @param ids of the definitions that count
     */
    static StoredResults of(Record row, Set<String> ids, boolean strayDue) {
        Map<String, Instant> due = new HashMap<>();
        Set<String> retries = new HashSet<>();
        for (Value one : row.get("due").values()) {
            due.put(one.get(0).asString(), one.get(1).asZonedDateTime().toInstant());
            if (one.get(2).asBoolean()) {
                retries.add(one.get(0).asString());
            }
        }
        var none = new StoredResults(Map.of(), new HashSet<>(row.get("inside").asList(Value::asString)), due, Set.of(),
                Set.of(),
                retries, strayDue);
        return row.get("traits").isNull() ? none : of(none, row.get("traits").values(), ids);
    }

    /** With the results that are among traits. */
    static StoredResults of(StoredResults before, Iterable<Value> traits, Set<String> ids) {
        Map<String, JsonNode> results = new HashMap<>();
        Set<String> held = new HashSet<>();
        Set<String> left = new HashSet<>();
        for (Value trait : traits) {
            String definition = trait.get(9).asString("");
            if (!ids.contains(definition)) {
                // Every message has an ID; what was computed has none.
                if (trait.get(6).asString().isEmpty()) {
                    left.add(trait.get(0).asString());
                }
            } else if (trait.get(10).asBoolean()) {
                results.put(definition, result(trait));
            } else {
                held.add(definition);
            }
        }
        return new StoredResults(results, before.in(), before.due(), held, left, before.retries(), before.strayDue());
    }

    /** What cannot be read equals nothing, and so is written anew. */
    private static JsonNode result(Value trait) {
        try {
            return StoredTrait.of(trait).value();
        } catch (RuntimeException e) {
            return MissingNode.getInstance();
        }
    }
}
