package io.selfsame.compute.evaluate;

import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.query.QueryNeeds;
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
import java.util.stream.Stream;

/** Which definitions of a space ask for traits that other definitions write. Immutable. */
public final class Dependencies {

    /**
     * A trait that is asked for.
     *
     * @param level of people, or of accounts
     */
    private record TraitRef(String key, Level level) {}

    private final Map<String, Definition> all = new LinkedHashMap<>();
    private final Map<String, Set<Definition>> out = new HashMap<>();
    private final Map<String, Set<Definition>> ofPeople = new HashMap<>();

    /** Finds the dependencies between all definitions of one space. */
    public Dependencies(Collection<Definition> definitions) {
        Map<TraitRef, Definition> writers = new HashMap<>();
        for (Definition definition : definitions) {
            all.put(definition.id(), definition);
            writers.put(new TraitRef(definition.key(), definition.level()), definition);
        }
        for (Definition definition : definitions) {
            Set<Definition> targets = new LinkedHashSet<>();
            Set<Definition> askedOfPeople = new LinkedHashSet<>();
            for (TraitRef asked : asked(definition)) {
                Optional<Definition> writer = writer(writers, asked);
                writer.ifPresent(targets::add);
                writer.filter(one -> asked.level() == Level.USERS).ifPresent(askedOfPeople::add);
            }
            out.put(definition.id(), targets);
            ofPeople.put(definition.id(), askedOfPeople);
        }
    }

    private static List<TraitRef> asked(Definition definition) {
        var needs = QueryNeeds.of(definition.query());
        return Stream.concat(needs.traits().stream().sorted().map(key -> new TraitRef(key, definition.level())),
                needs.memberTraits().stream().sorted().map(key -> new TraitRef(key, Level.USERS))).toList();
    }

    /** A person is also in the audiences of their accounts, unless one about people goes by the same name. */
    private static Optional<Definition> writer(Map<TraitRef, Definition> writers, TraitRef asked) {
        Definition own = writers.get(asked);
        return own != null || asked.level() == Level.ACCOUNTS
                ? Optional.ofNullable(own)
                : Optional.ofNullable(writers.get(new TraitRef(asked.key(), Level.ACCOUNTS)))
                        .filter(Definition::isAudience);
    }

    /** The definitions that one depends on directly. */
    public Set<Definition> of(Definition definition) {
        return out.getOrDefault(definition.id(), Set.of());
    }

    /** The audiences of accounts that one asks people for: all who are in one of these accounts are in them. */
    Stream<Definition> accountAudiencesOfPeople(Definition definition) {
        return ofPeople.getOrDefault(definition.id(), Set.of()).stream()
                .filter(target -> target.level() == Level.ACCOUNTS);
    }

    /** The definitions that depend on one directly. */
    public List<Definition> to(Definition definition) {
        return all.values().stream()
                .filter(other -> of(other).stream().anyMatch(target -> target.id().equals(definition.id()))).toList();
    }

    /** The circle from a definition back to itself, with the definition at both ends; empty if there is none. */
    public Optional<List<Definition>> circle(Definition start) {
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

    /** All definitions, each after those that it depends on. There must be no circle. */
    public List<Definition> inOrder() {
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
