package io.selfsame.compute.definition;

import io.selfsame.http.Operation;

/** What the routes of stored lists do. */
final class ListOperations {

    private static final String TAG = "Lists";
    private static final Operation.Parameter KEY = Operation.path("key",
            "The key of the list: Latin letters, digits and `_`.", "pilot_customers");

    static final Operation LIST = Operation.of(TAG, "listLists", "List the stored lists of a space")
            .describedAs("Without their values.").with(Operation.limit(100, 100), Operation.next())
            .answers(200, "A page of lists", "StoredListPage").fails("validation_error");

    static final Operation GET = Operation.of(TAG, "getList", "Read a stored list with its values").with(KEY)
            .answers(200, "The list", "ListWithValuesAnswer").fails("not_found");

    static final Operation PUT = Operation.of(TAG, "putList", "Create a stored list, or replace its values")
            .describedAs("Definitions that ask for it are computed again.").with(KEY).takes("ListValues")
            .answers(200, "The list", "StoredListAnswer").fails("validation_error", "conflict");

    static final Operation DELETE = Operation.of(TAG, "deleteList", "Delete a stored list").with(KEY)
            .describedAs("Refused while definitions ask for it.").answers(200, "It is deleted", "StatusAnswer")
            .fails("not_found", "conflict");

    private ListOperations() {}
}
