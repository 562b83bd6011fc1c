package io.selfsame.destination.config;

import io.selfsame.http.Operation;

/** What the routes of destinations do. */
final class DestinationOperations {

    private static final String TAG = "Destinations";
    private static final String INVALID = "validation_error";
    private static final String ANSWER = "DestinationAnswer";
    private static final Operation.Parameter ID = Operation.path("id", "The ID of the destination.",
            "dst_2zX8kPq4Yw7nBv3LmTc9RsJdHfE");
    private static final Operation.Parameter DRY_RUN = Operation.flag("dryRun",
            "Whether the change is only checked and answered, and not made.");

    static final Operation CREATE = Operation.of(TAG, "createDestination", "Create a destination")
            .describedAs(
                    "A signing secret that was not sent is made, and shown only in this answer. A dry run says how many messages"
                            + " the first sync is.")
            .with(DRY_RUN)
            .takes("NewDestination").answers(201, "The destination", ANSWER).fails(INVALID, "conflict");

    static final Operation LIST = Operation.of(TAG, "listDestinations", "List the destinations of a space")
            .with(Operation.limit(DestinationStore.MOST, DestinationStore.MOST), Operation.next())
            .answers(200, "A page of destinations", "DestinationPage").fails(INVALID);

    static final Operation GET = Operation.of(TAG, "getDestination", "Read a destination").with(ID)
            .answers(200, "The destination", ANSWER).fails("not_found");

    static final Operation CHANGE = Operation.of(TAG, "updateDestination", "Change parts of a destination")
            .describedAs(
                    "Objects are changed field by field; null is the default. With `version`, the change is refused if"
                            + " somebody else has changed the destination. What answers show in place of a secret leaves it as it is.")
            .with(ID, DRY_RUN).takes("DestinationChange").answers(200, "The destination", ANSWER)
            .fails(INVALID, "not_found", "conflict");

    static final Operation DELETE = Operation.of(TAG, "deleteDestination", "Delete a destination").with(ID, DRY_RUN)
            .answers(200, "It is deleted", "StatusAnswer").fails(INVALID, "not_found");

    static final Operation PAUSE = Operation.of(TAG, "pauseDestination", "Have a destination send nothing")
            .describedAs("What happens meanwhile waits.").with(ID).mayTake("DestinationPause")
            .answers(200, "The destination", ANSWER).fails(INVALID, "not_found");

    static final Operation RESUME = Operation.of(TAG, "resumeDestination", "Have a destination send again")
            .with(ID, DRY_RUN)
            .describedAs(
                    "One whose secrets cannot be decrypted stays paused, and says so. A dry run says what is sent then.")
            .answers(200, "The destination", ANSWER).fails("not_found");

    static final Operation KINDS = Operation.of(TAG, "listDestinationKinds", "List what a destination can be")
            .describedAs(
                    "Each kind with its settings, for a form. Those of the catalogue are there if the service has one.")
            .answers(200, "The kinds", "DestinationKindsAnswer");

    private DestinationOperations() {}
}
