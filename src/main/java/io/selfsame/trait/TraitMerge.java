package io.selfsame.trait;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes one set of traits out of those of all profiles of a person. Pure.
 *
 * <p>A profile keeps one value of each trait, its newest; policies choose between the profiles' current values, not
 * between all that were ever sent. A removal counts for the whole person and under every policy: no value that is as old
 * or older is looked at. What a definition computed goes before what was sent under the same name.
 */
public final class TraitMerge {

    private static final Comparator<StoredTrait> TIME = Comparator.comparing(StoredTrait::timestamp)
            .thenComparingLong(StoredTrait::seq);

    private TraitMerge() {}

    /** By name, in alphabetical order; removed ones are left out. */
    public static NavigableMap<String, StoredTrait> merge(List<StoredTrait> traits, Map<String, TraitPolicy> policies) {
        Map<String, List<StoredTrait>> byName = new TreeMap<>();
        traits.forEach(trait -> byName.computeIfAbsent(trait.name(), name -> new ArrayList<>(2)).add(trait));
        NavigableMap<String, StoredTrait> merged = new TreeMap<>();
        byName.forEach((name, values) -> choose(values, policies.getOrDefault(name, TraitPolicy.NEWEST))
                .ifPresent(trait -> merged.put(name, trait)));
        return merged;
    }

    private static Optional<StoredTrait> choose(List<StoredTrait> values, TraitPolicy policy) {
        Optional<StoredTrait> result = values.stream().filter(trait -> !trait.isCustom()).max(TIME);
        if (result.isPresent()) {
            return result.filter(trait -> !trait.value().isNull());
        }
        if (policy == TraitPolicy.NEWEST) {
            return Optional.of(Collections.max(values, TIME)).filter(trait -> !trait.value().isNull());
        }
        Optional<StoredTrait> removed = values.stream().filter(trait -> trait.value().isNull()).max(TIME);
        List<StoredTrait> live = values.stream()
                .filter(trait -> !trait.value().isNull()
                        && removed.filter(removal -> TIME.compare(trait, removal) < 0).isEmpty())
                .sorted(TIME).toList();
        if (live.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(switch (policy) {
            case NEWEST -> live.getLast();
            case OLDEST -> live.getFirst();
            case FIRST_SEEN_PROFILE -> Collections.min(live, Comparator.comparingLong(StoredTrait::profileSeq));
            case MAX -> Collections.max(live, TraitMerge::compare);
            case MIN -> Collections.min(live, TraitMerge::compare);
            case UNION -> union(live);
        });
    }

    /** Numbers as numbers, before all else; everything else by its text. */
    private static int compare(StoredTrait one, StoredTrait other) {
        JsonNode a = one.value();
        JsonNode b = other.value();
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        if (a.isNumber() != b.isNumber()) {
            return a.isNumber() ? -1 : 1;
        }
        return text(a).compareTo(text(b));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : Json.write(value);
    }

    private static StoredTrait union(List<StoredTrait> live) {
        Set<JsonNode> distinct = new LinkedHashSet<>();
        for (StoredTrait trait : live) {
            if (trait.value() instanceof ArrayNode array) {
                array.forEach(distinct::add);
            } else {
                distinct.add(trait.value());
            }
        }
        ArrayNode all = Json.array();
        distinct.forEach(all::add);
        StoredTrait last = live.getLast();
        return new StoredTrait(last.name(), all, last.timestamp(), last.seq(), last.sourceId(), last.messageId(),
                last.kind(), last.profileSeq());
    }
}
