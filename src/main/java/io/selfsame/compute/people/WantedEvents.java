package io.selfsame.compute.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.EventColumn;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.json.Json;
import io.selfsame.query.Events;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Value;

/**
 * Events of one name, or of every name, as asked for.
 *
 * @param columns in the order in which their values come
 * @param unpacked those that have to be taken out of the body, as not all stored events carry them yet
 */
public record WantedEvents(String name, List<String> columns, List<EventColumn> unpacked) {

    static final String BODY = "body";

    public static WantedEvents of(String name, EvaluationPlan.EventNeed need, EventColumns.ColumnSet columns,
            Set<String> extra) {
        List<String> names = new ArrayList<>(extra);
        List<EventColumn> unpacked = new ArrayList<>();
        if (name.equals(Events.ANY) && extra.contains(PersonEvent.MESSAGE_ID)) {
            names.add(PersonEvent.NAME);
        }
        need.columns().forEach(column -> {
            if (columns.isReady(name, column)) {
                names.add(column.name());
            } else {
                unpacked.add(column);
            }
        });
        if (need.sources()) {
            names.add(PersonEvent.SOURCE_ID);
        }
        if (!unpacked.isEmpty()) {
            names.add(BODY);
        }
        return new WantedEvents(name, names, unpacked);
    }

    /** The event that a list tells of which has its timestamp, place in the ledger and values from {@code first} on. */
    PersonEvent event(Value row, int first) {
        return event(row.get(first), row.get(first + 1), row.get(first + 2));
    }

    public PersonEvent event(Value timestamp, Value seq, Value values) {
        return new PersonEvent(name, timestamp.asZonedDateTime().toInstant(), seq.asLong(), values(values));
    }

    private Map<String, Object> values(Value row) {
        if (columns.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Value value = row.get(i);
            if (value.isNull()) {
                continue;
            }
            if (columns.get(i).equals(BODY)) {
                JsonNode body = Json.parse(value.asString());
                unpacked.forEach(column -> column.value(body).ifPresent(v -> values.put(column.name(), v)));
            } else {
                values.put(columns.get(i), EventColumn.ofProperty(value.asObject()));
            }
        }
        // Millions of them are kept, and most have one entry.
        return Map.copyOf(values);
    }
}
