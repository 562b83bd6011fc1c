package io.selfsame.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notes changes of people for the destinations of their space, if there are any. Stateless. */
public final class Outbox {

    private static final Statement OPEN = Statement.of("delivery/open");
    private static final Statement BEGIN_SYNC = Statement.of("delivery/beginSync");
    private static final Statement BEGIN_SYNC_OF = Statement.of("delivery/beginSyncOf");
    private static final Statement BEGIN_REVIEW = Statement.of("delivery/beginReview");
    private static final Statement BEGIN_REVIEW_OF = Statement.of("delivery/beginReviewOf");
    private static final Statement UNMUTE = Statement.of("delivery/unmute");
    private static final Statement WIDTH = Statement.of("delivery/width");
    private static final Statement MOST = Statement.of("delivery/most");
    private static final Statement APPEND = Statement.of("delivery/append");

    /** Characters of a value that is told, as JSON: as many as Segment takes in a message. Of a longer one only its length is noted. */
    public static final int LONGEST = 32_000;

    /** What is noted in one transaction, about: it holds the outbox meanwhile. */
    private static final int NOTED = 5_000;

    private Outbox() {}

    /** What happened to a result of a definition. The names are those in the graph. */
    public enum Kind {
        ENTERED("entered"),
        EXITED("exited"),
        COMPUTED("computed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * A change.
     *
     * @param owner the person, or the account
     * @param definition its ID
     * @param trait its key
     * @param value of a computed trait; JSON null: there is none any more
     */
    public record PersonChange(Owner owner, String definition, String trait, Kind kind, Optional<JsonNode> value) {}

    /**
     * Opens the outbox of a space and holds it until the end of the transaction: what others change is noted before it, or after, with
     * the destinations that there are then. Without it nothing is noted.
     *
     * @param by for people who look at the graph
     */
    public static void open(Tx tx, SpaceId space, String by) {
        tx.run(OPEN, Map.of("space", space.value(), "by", by));
    }

    /**
     * Begins to tell a destination of everybody who is in audiences, or has values, now. To be called after {@link #open}.
     *
     * @param anew whether it wants other external IDs than before
     */
    public static void tellEverybody(Tx tx, SpaceId space, String destination, boolean anew) {
        tx.run(BEGIN_SYNC, Map.of("space", space.value(), "destination", destination, "anew", anew));
    }

    /**
     * Begins to tell the destinations of a space of everybody, for a definition that is computed for the first time: until then nothing
     * was noted of it. To be called last.
     */
    public static void tellEverybodyOf(Tx tx, SpaceId space, String definition) {
        tx.run(BEGIN_SYNC_OF, Map.of("space", space.value(), "definition", definition));
    }

    /** Begins to take back from a destination what does not hold any more, or it is not sent any more. To be called after {@link #open}. */
    public static void review(Tx tx, SpaceId space, String destination) {
        tx.run(BEGIN_REVIEW, Map.of("space", space.value(), "destination", destination));
    }

    /** Begins to take back from all destinations what they were told of a definition that is deleted. To be called last. */
    public static void deleted(Tx tx, SpaceId space, String definition) {
        tx.run(BEGIN_REVIEW_OF, Map.of("space", space.value(), "definition", definition));
    }

    /**
     * Has changes noted again for a destination for which too many waited. To be called after {@link #open}.
     *
     * @return whether none were noted for it
     */
    public static boolean unmute(Tx tx, SpaceId space, String destination) {
        return !tx.run(UNMUTE, Map.of("key", space.key(destination))).isEmpty();
    }

    /** How many destinations each change is noted for, at most. */
    public static int width(Graph graph, SpaceId space) {
        return graph.read(WIDTH, Map.of("space", space.value())).getFirst().get("destinations").asInt();
    }

    /**
     * How many people may be noted in one transaction, whatever is to be said of each.
     *
     * @param most if there are few definitions and destinations
     * @return 1 or more
     */
    public static int together(Graph graph, SpaceId space, int most) {
        return together(graph, space, "person", most);
    }

    /** As the other, of what is said of members of accounts alone. */
    static int membersTogether(Graph graph, SpaceId space, int most) {
        return together(graph, space, "member", most);
    }

    private static int together(Graph graph, SpaceId space, String what, int most) {
        long each = graph.read(MOST, Map.of("space", space.value())).getFirst().get(what).asLong();
        return (int) Math.max(1, Math.min(most, NOTED / Math.max(1, each)));
    }

    /**
     * Notes changes, in order. To be called last in the transaction that makes them: until its end, no other notes any.
     *
     * @param at when they were found
     */
    public static void append(Tx tx, SpaceId space, List<PersonChange> changes, Instant at) {
        if (!changes.isEmpty()) {
            tx.run(APPEND, Map.of("space", space.value(), "definitions",
                    changes.stream().map(PersonChange::definition).distinct().toList(), "changes",
                    changes.stream().map(Outbox::row).toList(), "at", at.atZone(ZoneOffset.UTC)));
        }
    }

    private static Map<String, Object> row(PersonChange change) {
        Map<String, Object> row = new HashMap<>();
        row.put("owner", change.owner().value());
        row.put("account", switch (change.owner()) {
            case ProfileId person -> false;
            case AccountKey account -> true;
        });
        row.put("definition", change.definition());
        row.put("trait", change.trait());
        row.put("kind", change.kind().word());
        Optional<String> value = change.value().map(Json::write);
        row.put("value", value.filter(text -> text.length() <= LONGEST).orElse(null));
        row.put("size", value.map(String::length).orElse(null));
        return row;
    }
}
