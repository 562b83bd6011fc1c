package io.selfsame.http;

import java.util.OptionalInt;

/** Ends a request with an error whose message says what to do. */
public final class HttpError extends RuntimeException {

    private final int status;
    private final String code;
    private final OptionalInt retryAfterSeconds;

    private HttpError(int status, String code, String message, OptionalInt retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** For what is wrong with HTTP itself; what features find is {@link io.selfsame.error.Invalid}. */
    static HttpError badRequest(String code, String message) {
        return new HttpError(400, code, message, OptionalInt.empty());
    }

    public static HttpError unauthorized(String message) {
        return new HttpError(401, "authentication_error", message, OptionalInt.empty());
    }

    public static HttpError forbidden(String message) {
        return new HttpError(403, "forbidden", message, OptionalInt.empty());
    }

    public static HttpError notFound(String message) {
        return new HttpError(404, "not_found", message, OptionalInt.empty());
    }

    /** The path has only other methods, which {@code Allow} names. */
    public static HttpError notAllowed(String message) {
        return new HttpError(405, "method_not_allowed", message, OptionalInt.empty());
    }

    public static HttpError timeout(String message) {
        return new HttpError(408, "request_timeout", message, OptionalInt.empty());
    }

    /** The request is valid, but cannot be fulfilled. */
    public static HttpError unprocessable(String code, String message) {
        return new HttpError(422, code, message, OptionalInt.empty());
    }

    public static HttpError tooLarge(String message) {
        return new HttpError(413, "payload_too_large", message, OptionalInt.empty());
    }

    public static HttpError unsupported(String message) {
        return new HttpError(415, "unsupported_media_type", message, OptionalInt.empty());
    }

    public static HttpError tooMany(String message, int retryAfterSeconds) {
        return new HttpError(429, "rate_limit_error", message, OptionalInt.of(retryAfterSeconds));
    }

    public static HttpError unavailable(String message, int retryAfterSeconds) {
        return new HttpError(503, "unavailable", message, OptionalInt.of(retryAfterSeconds));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Seconds after which the same request may succeed. */
    public OptionalInt retryAfterSeconds() {
        return retryAfterSeconds;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
