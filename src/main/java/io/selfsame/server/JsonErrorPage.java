package io.selfsame.server;

import io.selfsame.http.Edge;
import io.selfsame.json.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What is refused before any route sees it, such as a URL that cannot be read, is refused in JSON too. */
final class JsonErrorPage extends ErrorHandler {

    private static final String INVALID = "invalid_request_error";

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, @Nullable String message,
            @Nullable Throwable cause, Callback callback) {
        ErrorAnswer answer = switch (code) {
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> {
                comeAgain(response);
                yield ErrorAnswer.of("unavailable", "The service is stopping; try again in a moment");
            }
            case HttpStatus.TOO_MANY_REQUESTS_429 -> {
                comeAgain(response);
                yield ErrorAnswer.of("rate_limit_error",
                        "Too many large headers are being read at once; send again after the Retry-After seconds");
            }
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> {
                response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
                yield ErrorAnswer.of("headers_too_large", "The headers are more than are read: send at most "
                        + Edge.HEADER_FIELDS + " of them, and " + Edge.HEADER_BYTES / 1024 + " KB with the URL");
            }
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505, HttpStatus.UPGRADE_REQUIRED_426 -> {
                // A client's error, whatever its number says; 426 must name what to go on with.
                response.getHeaders().put(HttpHeader.UPGRADE, "HTTP/1.1").put(HttpFields.CONNECTION_CLOSE);
                yield ErrorAnswer.of(INVALID, "Only HTTP/1.1 and 1.0 are spoken here; a proxy in front must do so too");
            }
            case HttpStatus.URI_TOO_LONG_414 -> ErrorAnswer.of(INVALID,
                    "The URL is too long: with the headers it may have " + Edge.HEADER_BYTES / 1024 + " KB");
            case HttpStatus.EXPECTATION_FAILED_417 -> ErrorAnswer.of(INVALID,
                    "Of Expect only 100-continue is known here; leave the header out");
            default -> code >= 500
                    ? ErrorAnswer.of("internal_error", "Something went wrong here")
                    : ErrorAnswer.of(INVALID,
                            "The request cannot be read as HTTP: check its URL and headers" + reason(cause));
        };
        Edge.mark(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(Json.bytes(answer)), callback);
    }

    /** Jetty's words for what is wrong with a request, which quote nothing of it. */
    private static String reason(@Nullable Throwable cause) {
        String reason = cause instanceof HttpException refusal ? refusal.getReason() : null;
        return reason == null || reason.isBlank() ? "" : " (" + reason + ")";
    }

    /** On another connection: this one is full of what was not read, or is about to be closed. */
    private static void comeAgain(Response response) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, 1).put(HttpFields.CONNECTION_CLOSE);
    }
}
