package io.selfsame.destination.overview;

import io.selfsame.http.Operation;

/** What the routes of deliveries do. */
final class DeliveryOperations {

    private static final String TAG = "Destinations";
    private static final Operation.Parameter ID = Operation.path("id", "The ID of the destination.",
            "dst_2ZWAvP9Rqk3Yb1c7nQhF0sXmTgu");
    private static final Operation.Parameter DELIVERY = Operation.path("delivery", "The `id` of the delivery.", "12");

    static final Operation LIST = Operation.of(TAG, "listDeliveries", "List what a destination was sent").with(ID)
            .describedAs(
                    "The latest change first. A delivery is one change of one person: all messages that it causes.")
            .with(Operation.choices("status", "Only these.", "pending", "delivered", "failed", "filtered",
                    "superseded"),
                    Operation.limit(25, 200), Operation.next())
            .answers(200, "A page of deliveries", "DeliveryPage").fails("validation_error", "not_found");

    static final Operation OF_PERSON = Operation
            .of(TAG, "listDeliveriesOfProfile", "List what the changes of a person have caused")
            .with(Operation.path("id", "`type:value`, or a `segment_id`.", "user_id:u-1"), Operation.limit(25, 200),
                    Operation.next())
            .answers(200, "A page of deliveries", "DeliveryPage").fails("validation_error", "not_found");

    static final Operation OVERVIEW = Operation.of(TAG, "getDeliveryOverview", "Read how it goes with a destination")
            .describedAs("Figures of the last 24 hours, by the minute, with the reasons of what failed.").with(ID)
            .answers(200, "The overview", "DeliveryOverviewAnswer").fails("not_found");

    static final Operation RETRY_ALL = Operation.of(TAG, "retryDeliveries", "Send again what has failed for good")
            .describedAs(
                    "What does not hold any more, as somebody has left the audience or has another value, is not sent again.")
            .with(ID,
                    Operation.flag("dryRun", "Only says what would be sent again."))
            .answers(200, "What is sent again", "DeliveryRetryAnswer").fails("not_found");

    static final Operation RETRY = Operation
            .of(TAG, "retryDelivery", "Send again one delivery that has failed for good")
            .with(ID, DELIVERY, Operation.flag("dryRun", "Only says what would be sent again."))
            .answers(200, "What is sent again", "DeliveryRetryAnswer").fails("not_found");

    static final Operation TEST = Operation.of(TAG, "testDestination", "Send a test message")
            .describedAs("A track call `Selfsame Test` of the user `selfsame-test`, and what the receiver says to it.")
            .with(ID).answers(200, "What the receiver said", "DeliveryTestAnswer").fails("not_found", "conflict");

    private DeliveryOperations() {}
}
