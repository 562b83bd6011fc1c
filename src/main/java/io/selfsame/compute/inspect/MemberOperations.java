package io.selfsame.compute.inspect;

import io.selfsame.compute.definition.DefinitionKind;
import io.selfsame.http.Operation;

/** What the routes about one definition and its results do. */
final class MemberOperations {

    private static final String INVALID = "validation_error";

    private final DefinitionKind kind;

    MemberOperations(DefinitionKind kind) {
        this.kind = kind;
    }

    Operation startRun() {
        return kind.operationOnOne("create", "Run", "Compute " + kind.phrase() + " for everybody again")
                .answers(200, "The run", "RunAnswer").fails("conflict");
    }

    Operation runs() {
        return kind.operationOnOne("list", "Runs", "List the latest runs of " + kind.phrase())
                .with(Operation.limit(20, 100)).answers(200, "The runs, newest first", "RunsAnswer").fails(INVALID);
    }

    Operation cypher() {
        return kind.operationOnOne("get", "Cypher", "Read " + kind.phrase() + " as Cypher")
                .answers(200, "The statement and its parameters", "CypherAnswer").fails("conflict");
    }

    Operation explain() {
        return kind.operationOnOne("explain", "", "Explain what " + kind.phrase() + " says of a person or an account")
                .with(Operation.path("who", "A person as `type:value` or `segment_id`, or an account as"
                        + " `group_id:value`. Encode the value.", "user_id:1"))
                .answers(200, "The result and how it came about", "ResultExplanationAnswer")
                .fails(INVALID, "conflict", "too_much", "unreadable", "evaluation_failed");
    }

    Operation members() {
        return kind.operationOnOne("list", "Members", "List the members of " + kind.phrase())
                .with(Operation.limit(100, 1_000), Operation.next())
                .answers(200, "A page of members", "MemberPage").fails(INVALID);
    }
}
