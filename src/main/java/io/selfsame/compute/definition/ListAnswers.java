package io.selfsame.compute.definition;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import java.time.Instant;
import java.util.List;

/** What the routes of stored lists answer. */
final class ListAnswers {

    private ListAnswers() {}

    /** A list without its values. */
    @ApiSchema("StoredList")
    record ListFields(String key, int size, Instant createdAt, Instant updatedAt, String updatedBy) {

        static ListFields of(StoredLists.ListSize list) {
            return new ListFields(list.key(), list.size(), list.createdAt(), list.updatedAt(), list.updatedBy());
        }
    }

    @ApiSchema
    record StoredListAnswer(ListFields list) {}

    /** A list with its values. */
    @ApiSchema
    record ListWithValues(@JsonUnwrapped ListFields list, List<JsonNode> values) {}

    @ApiSchema
    record ListWithValuesAnswer(ListWithValues list) {

        static ListWithValuesAnswer of(StoredLists.StoredList list) {
            return new ListWithValuesAnswer(new ListWithValues(ListFields.of(list.about()),
                    list.values().all().stream().map(Json::tree).toList()));
        }
    }
}
