package io.selfsame.destination.overview;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;

/**
 * Sends again what has failed for good, if it still holds: whoever is in an audience is told so, and has not left it since, and a value
 * is the present one. What does not hold any more was told by a later change, or will be. Thread safe.
 */
final class Retries {

    private static final Statement HOLD = Statement.of("delivery/hold");
    private static final Statement FAILED = Statement.of("delivery/failed");
    private static final Statement RETRY = Statement.of("delivery/retry");

    /** Deliveries of one transaction, which holds the outbox. */
    private static final int PAGE = 500;

    private final Graph graph;

    Retries(Graph graph) {
        this.graph = graph;
    }

    /**
     * What sending again came to, or would come to.
     *
     * @param old how many do not hold any more
     * @param oldest of the changes that are sent again
     */
    record Retried(long retried, long old, Optional<Instant> oldest) {

        private static final Retried NOTHING = new Retried(0, 0, Optional.empty());

        private Retried and(Retried next) {
            Optional<Instant> first = oldest.filter(at -> next.oldest.filter(at::isAfter).isEmpty())
                    .or(next::oldest);
            return new Retried(retried + next.retried, old + next.old, first);
        }
    }

    /** Sends again all that has failed at a destination. */
    Retried all(SpaceId space, String destination, boolean dryRun) {
        long after = 0;
        Retried all = Retried.NOTHING;
        while (true) {
            Page page = page(space, destination, Map.of("key", "", "after", after), dryRun);
            all = all.and(page.retried());
            if (page.looked() < PAGE) {
                return all;
            }
            after = page.last();
        }
    }

    /** Sends again one. */
    Retried one(SpaceId space, String destination, long place, boolean dryRun) {
        return page(space, destination, Map.of("key", destination + "/" + place, "after", 0L), dryRun)
                .retried();
    }

    private record Page(Retried retried, int looked, long last) {}

    private Page page(SpaceId space, String destination, Map<String, Object> which, boolean dryRun) {
        if (dryRun) {
            return graph.read(tx -> page(tx, space, destination, which, true));
        }
        return graph.write(tx -> {
            // What holds must not change before this is noted.
            tx.run(HOLD, Map.of("space", space.value(), "by", "retry"));
            return page(tx, space, destination, which, false);
        });
    }

    private static Page page(Tx tx, SpaceId space, String destination, Map<String, Object> which, boolean dryRun) {
        List<Record> rows = tx.run(FAILED, Map.of("destination", destination, "key", which.get("key"), "after",
                which.get("after"), "limit", PAGE));
        List<String> again = new ArrayList<>();
        List<String> old = new ArrayList<>();
        Optional<Instant> oldest = Optional.empty();
        for (Record row : rows) {
            if (holds(row)) {
                again.add(row.get("key").asString());
                Instant at = row.get("at").asZonedDateTime().toInstant();
                oldest = Optional.of(oldest.filter(at::isAfter).orElse(at));
            } else {
                old.add(row.get("key").asString());
            }
        }
        if (!dryRun && !rows.isEmpty()) {
            tx.run(RETRY, Map.of("key", space.key(destination), "again", again, "old", old));
        }
        return new Page(new Retried(again.size(), old.size(), oldest), rows.size(),
                rows.isEmpty() ? 0 : rows.getLast().get("place").asLong());
    }

    /** Whether a change is what holds today. What stands in the ledger always is. */
    private static boolean holds(Record row) {
        return switch (row.get("kind").asString()) {
            case "entered" -> row.get("inside").asBoolean();
            case "exited" -> !row.get("inside").asBoolean();
            case "computed" -> value(row, "value", "scalar").equals(value(row, "json", "plain"));
            default -> true;
        };
    }

    private static String value(Record row, String json, String scalar) {
        return Json.write(row.get(json).isNull()
                ? Json.tree(row.get(scalar).asObject())
                : Json.parse(row.get(json).asString()));
    }
}
