package io.selfsame.compute;

import io.selfsame.compute.Definition.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which definitions of a space stand on which others: those that ask for the trait another one writes. Immutable. */
final class References {

    private final Map<String, Definition> all = new LinkedHashMap<>();
    private final Map<String, Set<Definition>> out = new HashMap<>();

    /** Of all definitions of one space. */
    References(Collection<Definition> definitions) {
        Map<Mentions.Mention, Definition> writers = new HashMap<>();
        for (Definition definition : definitions) {
            all.put(definition.id(), definition);
            writers.put(new Mentions.Mention(definition.key(), definition.level()), definition);
        }
        for (Definition definition : definitions) {
            Set<Definition> targets = new LinkedHashSet<>();
            for (var mention : Mentions.of(definition.query(), definition.level())) {
                writer(writers, mention).ifPresent(targets::add);
            }
            out.put(definition.id(), targets);
        }
    }

    /** A person is also in the audiences of their accounts, unless one about people goes by the same name. */
    private static Optional<Definition> writer(Map<Mentions.Mention, Definition> writers, Mentions.Mention mention) {
        Definition own = writers.get(mention);
        return own != null || mention.of() == Level.ACCOUNTS
                ? Optional.ofNullable(own)
                : Optional.ofNullable(writers.get(new Mentions.Mention(mention.key(), Level.ACCOUNTS)))
                        .filter(Definition::isAudience);
    }

    /** What one stands on, directly. */
    Set<Definition> of(Definition definition) {
        return out.getOrDefault(definition.id(), Set.of());
    }

    /** Those that stand on it, directly. */
    List<Definition> to(Definition definition) {
        return all.values().stream()
                .filter(other -> of(other).stream().anyMatch(target -> target.id().equals(definition.id()))).toList();
    }

    /** The way from a definition back to itself, both ends included, if there is one. */
    Optional<List<Definition>> circle(Definition start) {
        Map<String, Definition> cameFrom = new HashMap<>();
        Deque<Definition> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            Definition at = open.remove();
            for (Definition next : of(at)) {
                if (next.id().equals(start.id())) {
                    return Optional.of(way(start, at, cameFrom));
                }
                if (cameFrom.putIfAbsent(next.id(), at) == null) {
                    open.add(next);
                }
            }
        }
        return Optional.empty();
    }

    private static List<Definition> way(Definition start, Definition last, Map<String, Definition> cameFrom) {
        List<Definition> way = new ArrayList<>(List.of(start));
        for (Definition at = last; at != null && !at.id().equals(start.id()); at = cameFrom.get(at.id())) {
            way.addFirst(at);
        }
        way.addFirst(start);
        return way;
    }

    /** All, each after those it stands on. There must be no circle. */
    List<Definition> inOrder() {
        Map<String, Definition> placed = new LinkedHashMap<>();
        all.values().forEach(definition -> place(definition, placed));
        return List.copyOf(placed.values());
    }

    private void place(Definition definition, Map<String, Definition> placed) {
        if (!placed.containsKey(definition.id())) {
            of(definition).forEach(target -> place(target, placed));
            placed.putIfAbsent(definition.id(), definition);
        }
    }
}
