package io.selfsame.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import java.util.Arrays;
import java.util.List;

/** An answer to an error, with its codes: those of {@link io.selfsame.http.HttpError}, and of events that are rejected. */
enum ErrorResponse {
    BAD_REQUEST(400, "BadRequest", "The request is wrong. The message says what to change.", "validation_error"
            + " invalid_request_error invalid_query bad_request no_identifiers event_too_large empty_batch batch_too_large"),
    UNAUTHORIZED(401, "Unauthorized", "There is no key or token, or an unknown one.", "authentication_error"),
    FORBIDDEN(403, "Forbidden", "The key or token does not open this.", "forbidden"),
    NOT_FOUND(404, "NotFound", "Nothing is there.", "not_found"),
    REQUEST_TIMEOUT(408, "RequestTimeout", "The body came too slowly.", "request_timeout"),
    CONFLICT(409, "Conflict", "The request conflicts with what exists. The message names it.", "conflict"),
    PAYLOAD_TOO_LARGE(413, "PayloadTooLarge", "The body, or the answer, is too large.", "payload_too_large"),
    UNSUPPORTED_MEDIA_TYPE(415, "UnsupportedMediaType", "The body is compressed by something other than gzip.",
            "unsupported_media_type"),
    UNPROCESSABLE(422, "Unprocessable", "What was asked is understood, and cannot be done.",
            "too_much unreadable evaluation_failed"),
    TOO_MANY_REQUESTS(429, "TooManyRequests", "Too much is being asked. Try again after `Retry-After` seconds.",
            "rate_limit_error"),
    INTERNAL_ERROR(500, "InternalError", "A failure in the service. Its log says more under the `Request-Id`.",
            "internal_error"),
    UNAVAILABLE(503, "Unavailable",
            "Neo4j does not answer, or the service is stopping. Try again after `Retry-After` seconds.", "unavailable");

    private final int status;
    private final String component;
    private final String meaning;
    /** With a space between them. */
    private final String codes;

    ErrorResponse(int status, String component, String meaning, String codes) {
        this.status = status;
        this.component = component;
        this.meaning = meaning;
        this.codes = codes;
    }

    /**
     * The answer that has a code.
     *
     * @throws IllegalStateException if there is none
     */
    static ErrorResponse of(String code) {
        return Arrays.stream(values()).filter(each -> each.codes().contains(code)).findFirst()
                .orElseThrow(() -> new IllegalStateException("No answer has the code " + code));
    }

    private List<String> codes() {
        return List.of(codes.split(" ", -1));
    }

    int status() {
        return status;
    }

    /** Where the document describes it. */
    String reference() {
        return "#/components/responses/" + component;
    }

    /** All of them, by name. */
    static ObjectNode components() {
        ObjectNode all = Json.object();
        for (ErrorResponse each : values()) {
            ObjectNode response = all.putObject(each.component).put("description", each.meaning);
            if (each == TOO_MANY_REQUESTS || each == UNAVAILABLE) {
                response.putObject("headers").putObject("Retry-After")
                        .put("description", "Seconds until the request makes sense again.").putObject("schema")
                        .put("type", "integer").put("minimum", 1);
            }
            ObjectNode content = response.putObject("content").putObject("application/json");
            content.putObject("schema").put("$ref", "#/components/schemas/ErrorAnswer");
            content.putObject("example").putObject("error").put("code", each.codes().getFirst()).put("message",
                    each.meaning);
        }
        return all;
    }
}
