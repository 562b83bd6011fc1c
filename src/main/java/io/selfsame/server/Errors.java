package io.selfsame.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.selfsame.error.Conflict;
import io.selfsame.error.Invalid;
import io.selfsame.flow.LogThrottle;
import io.selfsame.flow.Overloaded;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.StatementFailed;
import io.selfsame.http.Bodies;
import io.selfsame.http.Edge;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become HTTP. Nothing of a driver or a stack trace leaves the process. */
final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final int RETRY_AFTER_SECONDS = 1;

    /** Characters of a message. Some repeat what was sent. */
    private static final int LONGEST = 2_000;

    /** Every request fails then, and the disk that the log goes to may be the one that is full. */
    private static final LogThrottle UNAVAILABLE = new LogThrottle(Duration.ofSeconds(10));

    private static final LogThrottle NO_MEMORY = new LogThrottle(Duration.ofSeconds(10));

    private static final FailureLog FAILURES = new FailureLog(Duration.ofSeconds(10));

    private Errors() {}

    static void routes(RoutesConfig routes, Endpoints endpoints) {
        routes.exception(HttpError.class, (e, ctx) -> send(ctx, e));
        routes.exception(Invalid.class, (e, ctx) -> body(ctx, 400, e.code(), e.getMessage()));
        routes.exception(Conflict.class, (e, ctx) -> body(ctx, 409, "conflict", e.getMessage()));
        routes.exception(Overloaded.class,
                (e, ctx) -> send(ctx, HttpError.tooMany(String.valueOf(e.getMessage()), RETRY_AFTER_SECONDS)));
        routes.exception(GraphUnavailable.class, (e, ctx) -> {
            if (e.busy()) {
                send(ctx, HttpError.tooMany(String.valueOf(e.getMessage()), RETRY_AFTER_SECONDS));
                return;
            }
            UNAVAILABLE.say(more -> LOG.warn("Neo4j is unavailable: {}{}",
                    StatementFailed.loggable(e.getCause() == null ? e : e.getCause()).getMessage(),
                    LogThrottle.others(more, "requests")));
            send(ctx, HttpError.unavailable(String.valueOf(e.getMessage()), RETRY_AFTER_SECONDS));
        });
        routes.exception(StatementFailed.class, (e, ctx) -> {
            if (e.isOfMemory()) {
                NO_MEMORY.say(more -> LOG.warn("{}{}", e.getMessage(),
                        LogThrottle.others(more, "requests")));
                send(ctx, HttpError.unavailable(String.valueOf(e.getMessage()), RETRY_AFTER_SECONDS));
            } else {
                failed(ctx, e);
            }
        });
        routes.exception(HttpResponseException.class, (e, ctx) -> {
            if (e.getStatus() == 405) {
                send(ctx, endpoints.notAllowed(ctx));
            } else {
                body(ctx, e.getStatus(), code(e.getStatus()), words(e.getStatus(), ctx));
            }
        });
        routes.exception(Exception.class, (e, ctx) -> failed(ctx, e));
    }

    private static void failed(Context ctx, Exception e) {
        String id = String.valueOf(ctx.res().getHeader(Edge.REQUEST_ID));
        FAILURES.failed(id, ctx.method() + " " + route(ctx), e);
        body(ctx, 500, "internal_error", "Something went wrong here in request " + id
                + "; the log of the service says what, of several alike once");
    }

    /** The pattern of the route, as paths hold people's identifiers and write keys. */
    private static String route(Context ctx) {
        Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
        return endpoint == null ? "(no route)" : endpoint.path;
    }

    private static void send(Context ctx, HttpError error) {
        error.retryAfterSeconds().ifPresent(seconds -> {
            ctx.header("Retry-After", Integer.toString(seconds));
            ctx.header("X-RateLimit-Reset", Integer.toString(seconds));
        });
        body(ctx, error.status(), error.code(), error.getMessage());
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "not_found";
            case 413 -> "payload_too_large";
            default -> "invalid_request_error";
        };
    }

    private static String words(int status, Context ctx) {
        return switch (status) {
            case 404 -> "There is nothing at " + ctx.path();
            case 413 -> "The body is too large";
            default -> "The request cannot be read";
        };
    }

    private static void body(Context ctx, int status, String code, String words) {
        String message = shortened(words);
        boolean isManagement = String.valueOf(ctx.header("Authorization")).regionMatches(true, 0, "Bearer ", 0, 7);
        ctx.status(status);
        Bodies.answer(ctx, isManagement
                ? ErrorAnswer.ofManagement(code, message, status)
                : ErrorAnswer.of(code, message));
    }

    private static String shortened(String message) {
        if (message.length() <= LONGEST) {
            return message;
        }
        int end = Character.isHighSurrogate(message.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return message.substring(0, end) + "…";
    }
}
