package io.selfsame.source.config;

import io.selfsame.http.Operation;

/** What the routes of sources do. */
final class SourceOperations {

    private static final String TAG = "Sources";
    private static final String INVALID = "validation_error";
    private static final String ANSWER = "SourceAnswer";
    private static final Operation.Parameter ID = Operation.path("id", "The ID of the source.",
            "sou_2zX8kPq4Yw7nBv3LmTc9RsJdHfE");
    private static final Operation.Parameter DRY_RUN = Operation.flag("dryRun",
            "Whether the change is only checked and answered, and not made.");

    static final Operation CREATE = Operation.of(TAG, "createSource", "Create a source").with(DRY_RUN)
            .takes("NewSource")
            .answers(201, "The source", ANSWER).fails(INVALID, "conflict");

    static final Operation LIST = Operation.of(TAG, "listSources", "List the sources of a space")
            .answers(200, "All sources, in the order in which they were made", "SourceList");

    static final Operation GET = Operation.of(TAG, "getSource", "Read a source, and how far it is").with(ID)
            .answers(200, "The source", ANSWER).fails("not_found");

    static final Operation CHANGE = Operation.of(TAG, "updateSource", "Change parts of a source")
            .describedAs(
                    "Settings are changed one by one; null is the default. With `version`, the change is refused if"
                            + " somebody else has changed the source. What answers show in place of a secret leaves it as it is.")
            .with(ID, DRY_RUN).takes("SourceChange").answers(200, "The source", ANSWER)
            .fails(INVALID, "not_found", "conflict");

    static final Operation DELETE = Operation.of(TAG, "deleteSource", "Delete a source")
            .describedAs("What it has brought stays.").with(ID, DRY_RUN).answers(200, "It is deleted", "StatusAnswer")
            .fails(INVALID, "not_found");

    static final Operation PAUSE = Operation.of(TAG, "pauseSource", "Take no events from a source")
            .describedAs("They wait where they are.").with(ID).answers(200, "The source", ANSWER).fails("not_found");

    static final Operation RESUME = Operation.of(TAG, "resumeSource", "Take events from a source again").with(ID)
            .answers(200, "The source", ANSWER).fails("not_found");

    static final Operation KINDS = Operation.of(TAG, "listSourceKinds", "List what a source can be")
            .describedAs("Each kind with its settings, for a form.").answers(200, "The kinds", "SourceKindsAnswer");

    private SourceOperations() {}
}
