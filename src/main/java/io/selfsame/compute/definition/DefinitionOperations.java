package io.selfsame.compute.definition;

import io.selfsame.http.Operation;
import java.util.List;

/** What the routes of definitions do, for one kind of them. */
final class DefinitionOperations {

    private static final String INVALID = "validation_error";
    private static final Operation.Parameter DRY_RUN = Operation.flag("dryRun",
            "Whether the change is only checked and answered, and not made.");

    /** What clients of Segment's Public API add to reads. */
    private static final List<String> OF_SEGMENT = List.of("include", "sort[field]", "sort[direction]", "sort.field",
            "sort.direction");

    private final DefinitionKind kind;
    private final String noun;

    DefinitionOperations(DefinitionKind kind) {
        this.kind = kind;
        this.noun = kind.noun();
    }

    Operation create() {
        return kind.operation("create", "", "Create " + kind.phrase()).with(DRY_RUN).takes("NewDefinition")
                .answers(200, "The definition", noun + "Answer").fails(INVALID, "invalid_query", "conflict");
    }

    Operation list() {
        return kind.operation("list", "s", "List the " + kind.words() + "s of a space")
                .with(Operation.text("search[query]", "Only definitions with this text.", "cart"),
                        Operation.choice("search[type]", "Where the text stands; `NAME` is the default.", "NAME",
                                "KEY", "DEFINITION"),
                        Operation.limit(100, 1_000), Operation.next())
                .ignoring(OF_SEGMENT).answers(200, "A page of definitions", noun + "Page").fails(INVALID);
    }

    Operation get() {
        return kind.operationOnOne("get", "", "Read " + kind.phrase()).ignoring(OF_SEGMENT).answers(200,
                "The definition",
                noun + "Answer");
    }

    Operation change() {
        return kind.operationOnOne("update", "", "Change parts of " + kind.phrase()).with(DRY_RUN)
                .takes("DefinitionChange").answers(200, "The definition", noun + "Answer")
                .fails(INVALID, "invalid_query", "conflict");
    }

    Operation delete() {
        return kind.operationOnOne("delete", "", "Delete " + kind.phrase()).with(DRY_RUN)
                .describedAs(
                        "Refused while others depend on it, and while the trait that it replaces is being dropped.")
                .answers(200, "It is deleted", "StatusAnswer").fails(INVALID, "conflict");
    }

    Operation audienceReferences() {
        return kind.operationOnOne("list", "AudienceReferences", "List the audiences that depend on " + kind.phrase())
                .with(Operation.limit(100, 1_000), Operation.next()).ignoring(OF_SEGMENT)
                .answers(200, "A page of audiences", "AudiencePage").fails(INVALID);
    }

    Operation consumers() {
        return kind.operationOnOne("list", "Consumers", "List the definitions that depend on " + kind.phrase())
                .answers(200, "The definitions", "ConsumersAnswer");
    }
}
