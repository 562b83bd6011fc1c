package io.selfsame.server;

import io.selfsame.http.Edge;
import io.selfsame.json.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What is refused before any route sees it, such as a URL that cannot be read, is refused in JSON too. */
final class JsonErrorPage extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, @Nullable String message,
            @Nullable Throwable cause, Callback callback) {
        var answer = Json.object();
        var error = answer.putObject("error");
        if (code == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            error.put("code", "unavailable").put("message", "The service is stopping; try again in a moment");
        } else if (code >= 500) {
            error.put("code", "internal_error").put("message", "Something went wrong here");
        } else {
            error.put("code", "invalid_request_error").put("message",
                    "The request cannot be read: check its URL and headers");
        }
        Edge.mark(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(Json.bytes(answer)), callback);
    }
}
