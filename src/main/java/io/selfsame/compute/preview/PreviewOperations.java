package io.selfsame.compute.preview;

import io.selfsame.compute.definition.DefinitionKind;
import io.selfsame.http.Operation;

/** What the routes of previews do, for one kind of definitions. */
final class PreviewOperations {

    private final DefinitionKind kind;
    private final String answer;

    PreviewOperations(DefinitionKind kind) {
        this.kind = kind;
        this.answer = kind.noun() + "PreviewAnswer";
    }

    Operation start() {
        return kind.operation("create", "Preview", "Try " + kind.phrase() + " on everybody")
                .describedAs("The preview runs in the background. Read it until its status is no longer `RUNNING`.")
                .takes("PreviewRequest").answers(200, "The preview", answer)
                .fails("validation_error", "invalid_query", "conflict");
    }

    Operation get() {
        return one("get", "Read a preview of " + kind.phrase()).answers(200, "The preview", answer);
    }

    Operation delete() {
        return one("delete", "Stop and delete a preview of " + kind.phrase())
                .answers(200, "It is deleted", "StatusAnswer");
    }

    private Operation one(String verb, String summary) {
        return kind.operation(verb, "Preview", summary).with(Operation.path("id", "The ID of the preview.",
                kind.previewPrefix() + "2kUQxZ3cVbGmN8fR4tYpLsWdEaH")).fails("not_found");
    }
}
