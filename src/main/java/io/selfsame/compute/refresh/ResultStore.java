package io.selfsame.compute.refresh;

import io.selfsame.compute.definition.DefinitionKind;
import io.selfsame.compute.definition.DefinitionStatus;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.ids.Owner;
import io.selfsame.outbox.Outbox;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.StoredTrait;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes differences, as one step of a transaction. Stateless. */
final class ResultStore {

    private static final Statement RESULTS = Statement.of("compute/writeResults");
    private static final Statement ENTER = Statement.of("compute/enter");
    private static final Statement LEAVE = Statement.of("compute/leave");
    private static final Statement SCHEDULE = Statement.of("compute/schedule");
    private static final Statement UNSCHEDULE = Statement.of("compute/unschedule");
    private static final Statement STRAYS = Statement.of("compute/unscheduleChildren");

    private ResultStore() {}

    static void write(Tx tx, SpaceId space, ResultChanges changes, Instant now) {
        var at = now.atZone(ZoneOffset.UTC);
        run(tx, RESULTS, changes.results().stream().map(result -> row(result, at)).toList(),
                Map.of("space", space.value()));
        List<Map<String, Object>> enters = new ArrayList<>();
        List<Map<String, Object>> leaves = new ArrayList<>();
        changes.moves().forEach(move -> (move.enters() ? enters : leaves).add(Map.of("owner", move.owner().value(),
                "definition", space.key(move.definition().id()))));
        run(tx, ENTER, enters, Map.of("at", at));
        run(tx, LEAVE, leaves, Map.of());
        List<Map<String, Object>> dues = new ArrayList<>();
        List<Map<String, Object>> nevers = new ArrayList<>();
        changes.dues().forEach(due -> due.at().ifPresentOrElse(
                when -> dues.add(Map.of("owner", due.owner().value(), "definition", space.key(due.definition()), "at",
                        when.atZone(ZoneOffset.UTC), "failed", due.failed())),
                () -> nevers.add(Map.of("owner", due.owner().value(), "definition", space.key(due.definition())))));
        run(tx, SCHEDULE, dues, Map.of("space", space.value()));
        run(tx, UNSCHEDULE, nevers, Map.of());
        run(tx, STRAYS, Owner.values(changes.strays()), Map.of());
        Outbox.append(tx, space, told(changes), now);
        changes.failures()
                .forEach((definition, why) -> DefinitionStore.mark(tx, space, definition, DefinitionStatus.FAILED,
                        Optional.of(why + changes.firstOf(definition))));
    }

    /** What destinations may want to know of people and accounts. A membership is told by who enters and leaves, not by its trait. */
    private static List<Outbox.PersonChange> told(ResultChanges changes) {
        List<Outbox.PersonChange> told = new ArrayList<>();
        changes.results().forEach(result -> {
            Definition about = result.definition();
            if (!about.isAudience()) {
                told.add(new Outbox.PersonChange(result.owner(), about.id(), about.key(), Outbox.Kind.COMPUTED,
                        Optional.of(result.value())));
            }
        });
        changes.moves().forEach(move -> told.add(new Outbox.PersonChange(move.owner(), move.definition().id(),
                move.definition().key(), move.enters() ? Outbox.Kind.ENTERED : Outbox.Kind.EXITED, Optional.empty())));
        return told;
    }

    private static void run(Tx tx, Statement statement, List<?> rows, Map<String, Object> others) {
        if (!rows.isEmpty()) {
            Map<String, Object> parameters = new HashMap<>(others);
            parameters.put("rows", rows);
            tx.run(statement, parameters);
        }
    }

    private static Map<String, Object> row(ResultChanges.ResultChange result, ZonedDateTime at) {
        Definition definition = result.definition();
        Map<String, Object> properties = StoredTrait.properties(result.value());
        properties.put("name", definition.key());
        properties.put("class", DefinitionKind.of(definition.query()).traitClass());
        properties.put("timestamp", at);
        String owner = result.owner().value();
        // The keys of custom traits begin with a letter or a digit, that of their owner: senders cannot make one like this.
        return Map.of("owner", owner, "key", "/" + definition.id() + "/" + owner, "before",
                owner + "//" + definition.id(), "definition", definition.id(), "properties", properties);
    }
}
