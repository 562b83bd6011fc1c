package io.selfsame.compute.definition;

import io.selfsame.column.DefinitionKeys;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.error.Conflict;
import io.selfsame.error.Invalid;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.StatementFailed;
import io.selfsame.graph.Tx;
import io.selfsame.query.QueryNeeds;
import io.selfsame.outbox.Outbox;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Changes the audiences and computed traits of spaces. Thread safe, and safe with other instances: whoever changes a
 * space's set holds its lock while the change is checked against all that is there.
 */
public final class DefinitionChanges {

    private static final Statement CREATE = Statement.of("compute/createDefinition");
    private static final Statement CUSTOM_TRAIT = Statement.of("compute/customTrait");
    private static final Statement CHANGE = Statement.of("compute/changeDefinition");
    private static final Statement REPLACES = Statement.of("compute/replaces");
    private static final Statement DELETE = Statement.of("compute/deleteDefinition");

    /** Beyond this, the number of the traits that a definition would hide is not told: counting holds the lock. */
    private static final int COUNTED_TRAITS = 1_000;

    private final Graph graph;

    public DefinitionChanges(Graph graph) {
        this.graph = graph;
    }

    /**
     * Adds a definition.
     *
     * @param by the id of a management token
     * @param dryRun only to see whether it would be taken
     * @throws io.selfsame.error.Invalid if the draft is none of a definition, or its query is none
     * @throws Conflict if it does not go with what is there
     */
    SavedDefinition create(SpaceId space, DefinitionKind kind, DefinitionDraft draft, String by, boolean dryRun) {
        SavedDefinition made = DraftToDefinition.made(draft, kind, now(), by);
        return write(tx -> {
            List<SavedDefinition> all = dryRun ? DefinitionStore.load(tx, space) : lockAndLoad(tx, space);
            if (all.stream().filter(each -> each.kind() == kind).count() >= kind.most()) {
                throw new Conflict(
                        "The space has " + kind.most() + " " + kind.words() + "s, which is the limit; "
                                + "delete one first");
            }
            all.stream().filter(each -> each.key().equals(made.key())
                    && each.definition().level() == made.definition().level()).findFirst().ifPresent(taken -> {
                        throw new Conflict(
                                "The " + taken.kind().words() + " '" + taken.name() + "' (" + taken.id()
                                        + ") has the key '" + made.key() + "'; give another key");
                    });
            all.add(made);
            DependencyRules.references(all, made);
            DependencyRules.columns(all, made);
            StoredLists.require(tx, space, made.definition());
            if (!dryRun) {
                // From here on no event sets a trait of this name: what the next line finds is all there will be.
                DefinitionKeys.change(tx, space);
            }
            List<SavedDefinition> consumers = DefinitionStore.consumers(all, made);
            if (!draft.replaceTrait()) {
                requireNoTrait(tx, space, made.definition(), consumers);
            }
            if (!dryRun) {
                write(tx, space, made, draft.replaceTrait(), consumers);
            }
            return made;
        });
    }

    /** Changes a definition; empty if there is none of that id or key. Fails as {@link #create}. */
    Optional<SavedDefinition> change(SpaceId space, DefinitionKind kind, String name, DefinitionDraft draft, String by,
            boolean dryRun) {
        return write(tx -> {
            List<SavedDefinition> all = dryRun ? DefinitionStore.load(tx, space) : lockAndLoad(tx, space);
            return DefinitionStore.find(all, kind, name).map(before -> {
                SavedDefinition after = DraftToDefinition.changed(before, draft, now(), by);
                all.set(all.indexOf(before), after);
                DependencyRules.references(all, after);
                DependencyRules.columns(all, after);
                StoredLists.require(tx, space, after.definition());
                if (!dryRun) {
                    write(tx, space, before, after);
                }
                return after;
            });
        });
    }

    /**
     * Takes a definition away; what it has written stays. False if there is none of that id or key.
     *
     * @throws Conflict if others depend on it, or if the trait that it replaces is not dropped yet: the rest would show again
     */
    boolean delete(SpaceId space, DefinitionKind kind, String name, String by, boolean dryRun) {
        return write(tx -> {
            List<SavedDefinition> all = dryRun ? DefinitionStore.load(tx, space) : lockAndLoad(tx, space);
            Optional<SavedDefinition> found = DefinitionStore.find(all, kind, name);
            found.ifPresent(gone -> {
                DependencyRules.unused(gone, DefinitionStore.consumers(all, gone));
                requireReplaced(tx, space, gone);
                if (!dryRun) {
                    DefinitionKeys.change(tx, space);
                    tx.run(DELETE, Map.of("key", space.key(gone.id()), "at", DefinitionRows.time(now()), "by", by));
                    Outbox.deleted(tx, space, gone.id());
                }
            });
            return found.isPresent();
        });
    }

    private static List<SavedDefinition> lockAndLoad(Tx tx, SpaceId space) {
        DefinitionStore.lock(tx, space, 1);
        return DefinitionStore.load(tx, space);
    }

    private static void requireReplaced(Tx tx, SpaceId space, SavedDefinition gone) {
        if (tx.run(REPLACES, Map.of("key", space.key(gone.id()))).stream()
                .anyMatch(row -> row.get("replaces").asBoolean())) {
            throw new Conflict("The " + gone.kind().words() + " '" + gone.name() + "' (" + gone.id()
                    + ") replaces the trait '" + gone.key() + "', whose values the refresh job is still dropping;"
                    + " try again in a moment");
        }
    }

    private static void requireNoTrait(Tx tx, SpaceId space, Definition made, List<SavedDefinition> consumers) {
        boolean accounts = made.level() == Level.ACCOUNTS;
        long traits = customTraits(tx, space, made.key(), made.level());
        if (traits > 0) {
            String owners = (traits >= COUNTED_TRAITS ? COUNTED_TRAITS + " or more " : traits + " ")
                    + (accounts ? "account" : "profile") + (traits == 1 ? " has" : "s have");
            throw new Conflict(owners + " the trait '" + made.key() + "' from " + (accounts ? "group" : "identify")
                    + " calls, which this definition would hide. Give another key; or send \"replaceTrait\": true"
                    + " to drop the values that were sent, and take none of that name from now on");
        }
        if (accounts && customTraits(tx, space, made.key(), Level.USERS) > 0) {
            consumers.stream().filter(consumer -> asksPeople(consumer.definition(), made)).findFirst()
                    .ifPresent(consumer -> {
                        throw new Conflict("Identify calls have set the trait '" + made.key() + "', which the "
                                + consumer.kind().words() + " '" + consumer.name() + "' (" + consumer.id()
                                + ") asks for: it would ask for this audience of accounts instead. Give another key;"
                                + " or send \"replaceTrait\": true if that is meant");
                    });
        }
    }

    /** Whether a definition that depends on one of accounts asks people, and not accounts, for it. */
    private static boolean asksPeople(Definition consumer, Definition made) {
        return consumer.level() == Level.USERS
                || QueryNeeds.of(consumer.query()).memberTraits().contains(made.key());
    }

    /** How many there are, up to {@link #COUNTED_TRAITS}. */
    private static long customTraits(Tx tx, SpaceId space, String name, Level level) {
        return tx.run(CUSTOM_TRAIT,
                Map.of("space", space.value(), "name", name, "level", level.name(), "most", COUNTED_TRAITS))
                .getFirst().get("traits").asLong();
    }

    /**
     * Writes a new one.
     *
     * @param replaces whether there may be a custom trait of its key, to be dropped
     * @param consumers to these the trait was a custom one before
     */
    private static void write(Tx tx, SpaceId space, SavedDefinition made, boolean replaces,
            List<SavedDefinition> consumers) {
        Map<String, Object> properties = DefinitionRows.properties(space, made);
        properties.put("replaces", replaces);
        tx.run(CREATE,
                Map.of("key", space.key(made.id()), "audience", made.kind() == DefinitionKind.AUDIENCE, "properties",
                        properties));
        for (SavedDefinition consumer : consumers) {
            tx.run(CHANGE, Map.of("key", space.key(consumer.id()), "renew", true, "properties",
                    consumer.enabled() ? Map.of("status", DefinitionStatus.PREPARING.name()) : Map.of()));
        }
    }

    private static void write(Tx tx, SpaceId space, SavedDefinition before, SavedDefinition after) {
        Map<String, Object> properties = new HashMap<>(DefinitionRows.changeable(after));
        boolean renew = after.definition().version() != before.definition().version();
        if (renew || after.status() != before.status()) {
            properties.put("status", after.status().name());
            properties.put("error", null);
        }
        tx.run(CHANGE, Map.of("key", space.key(after.id()), "renew", renew, "properties", properties));
    }

    private <T> T write(Function<Tx, T> change) {
        try {
            return graph.write(change);
        } catch (StatementFailed e) {
            if (e.brokeConstraint()) {
                throw new Conflict("Another definition has this key; give another");
            }
            throw e;
        }
    }

    /** What Neo4j stores of an instant, and JSON shows of it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
