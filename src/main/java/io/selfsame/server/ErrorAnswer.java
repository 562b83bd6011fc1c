package io.selfsame.server;

import io.selfsame.json.ApiSchema;
import java.util.List;
import java.util.Optional;

/** What went wrong, for the caller. */
@ApiSchema
record ErrorAnswer(Problem error, Optional<List<ManagementProblem>> errors) {

    @ApiSchema("ErrorDetail")
    record Problem(String code, String message) {}

    /** Clients of Segment's Public API look for it. */
    @ApiSchema("ManagementErrorDetail")
    record ManagementProblem(String type, String message, int status) {}

    static ErrorAnswer of(String code, String message) {
        return new ErrorAnswer(new Problem(code, message), Optional.empty());
    }

    static ErrorAnswer ofManagement(String code, String message, int status) {
        return new ErrorAnswer(new Problem(code, message),
                Optional.of(List.of(new ManagementProblem(code, message, status))));
    }
}
