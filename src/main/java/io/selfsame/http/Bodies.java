package io.selfsame.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import io.selfsame.json.SentJson;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies and writes answers. A body may have any content type, and may be compressed with gzip; the limit counts
 * after unpacking. Large bodies and answers count against the memory that requests may hold, an answer until the client has
 * taken it. Thread safe.
 */
public final class Bodies {

    private static final String JSON = "application/json";
    private static final Set<String> MEDIA_TYPES = Set.of(JSON, "application/vnd.segment.v1+json",
            "application/vnd.segment.v1beta+json", "application/vnd.segment.v1alpha+json");

    /** Compressions that are not supported. Other values of the header are ignored. */
    private static final Pattern UNREADABLE = Pattern.compile("(?i)\\b(deflate|br|zstd|(x-)?compress|dcb|dcz)\\b");

    /** The attribute of a request whose body is not read: whether its sender has shown a key. */
    private static final String UNREAD = "body.unread";

    /** Bytes that are read of a body where none is expected. */
    private static final int MOST_UNWANTED = 16 * 1024;

    private Bodies() {}

    /**
     * The body as one JSON value, of a caller who has shown a key. A lone half of a surrogate pair becomes U+FFFD, as UTF-8 has no
     * form for it. The tree counts as held until the request ends.
     *
     * @param limit in bytes, unpacked
     * @throws Invalid if it is not JSON
     * @throws HttpError 413 over the limit, otherwise as {@link #read}
     * @throws io.selfsame.flow.Overloaded if the space's share of memory is taken
     */
    public static JsonNode json(Context ctx, int limit) {
        String space = ctx.pathParamMap().getOrDefault("space", "");
        var holder = new Holder(space, "");
        byte[] bytes = read(ctx, limit, Optional.of(holder));
        Edge edge = Edge.of(ctx);
        long weight = JsonFootprint.of(bytes);
        edge.trees().acquire(holder, weight);
        Edge.afterwards(ctx, () -> edge.trees().release(holder, weight));
        Edge.arrival(ctx).release();
        return edge.readers().read(Optional.of(holder), bytes.length, () -> SentJson.parse(bytes));
    }

    /**
     * Requires that a request brings no body, or an empty one.
     *
     * @throws Invalid if it has one
     * @throws HttpError as {@link #read}
     */
    static void requireNone(Context ctx) {
        if (isAbsent(ctx)) {
            return;
        }
        byte[] bytes = read(ctx, MOST_UNWANTED,
                Optional.of(new Holder(ctx.pathParamMap().getOrDefault("space", ""), "")));
        if (bytes.length > 0 && !SentJson.parse(bytes).isEmpty()) {
            throw new Invalid("This route takes no body; send none, or {}");
        }
    }

    /** Whether the headers of a request announce no body. */
    public static boolean isAbsent(Context ctx) {
        return ctx.contentLength() <= 0 && ctx.header("Transfer-Encoding") == null;
    }

    /**
     * Answers with JSON, under the media type that the caller asks for.
     *
     * @param answer a record or a tree
     *
     * @throws io.selfsame.flow.Overloaded as {@link #answer(Context, String, byte[])}
     */
    public static void answer(Context ctx, Object answer) {
        answer(ctx, mediaType(ctx.header("Accept")), Json.bytes(answer));
    }

    /**
     * Answers. The answer counts as held until the client has taken it; errors do not count, as they are small.
     *
     * @throws io.selfsame.flow.Overloaded if the share of answers of the key or of its space is taken
     */
    public static void answer(Context ctx, String type, byte[] answer) {
        if (ctx.statusCode() < 400) {
            hold(ctx, answer.length);
        }
        send(ctx, type, answer);
    }

    /** Answers with JSON that {@link #hold} has counted before the work, so that finished work is never refused. */
    public static void answerHeld(Context ctx, byte[] json) {
        send(ctx, mediaType(ctx.header("Accept")), json);
    }

    private static void send(Context ctx, String type, byte[] answer) {
        ctx.contentType(type);
        Boolean unread = ctx.attribute(UNREAD);
        if (unread == null) {
            ctx.result(answer);
        } else {
            answerThenDrop(ctx, answer, unread);
        }
    }

    /**
     * Counts parts of an answer as held, until the client has taken all of it.
     *
     * @throws io.selfsame.flow.Overloaded if the share of answers of the key or of its space is taken
     */
    public static void hold(Context ctx, long bytes) {
        Edge.of(ctx).hold(ctx, bytes);
    }

    /**
     * Answers a request whose body was not read, at once, and closes the connection, as the rest of the body would be taken for the
     * next request. The rest is read and dropped: a client that is still sending would otherwise see a broken connection and not
     * the answer. A client that waits for 100 (Continue) has not begun to send.
     */
    private static void answerThenDrop(Context ctx, byte[] answer, boolean isKnown) {
        ctx.header("Connection", "close");
        try {
            ctx.res().setContentLength(answer.length);
            ctx.res().getOutputStream().write(answer);
            ctx.res().flushBuffer();
            if (ctx.header("Expect") == null) {
                Edge.arrival(ctx).drop(ctx.req().getInputStream(), isKnown);
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    /** Answers with {@code {"data": …}}, as all of the management API does. */
    public static void answerData(Context ctx, Object data) {
        answer(ctx, new Enveloped(data));
    }

    private record Enveloped(Object data) {}

    /** Answers that the request succeeded, where there is nothing else to say. */
    public static void answerSuccess(Context ctx) {
        answerData(ctx, new StatusAnswer("SUCCESS"));
    }

    @ApiSchema
    private record StatusAnswer(String status) {}

    /** The first media type of an {@code Accept} header that is supported. Segment's Public API has its own names for JSON. */
    static String mediaType(@Nullable String accept) {
        if (accept != null) {
            for (String range : accept.split(",", -1)) {
                int parameters = range.indexOf(';');
                String type = (parameters < 0 ? range : range.substring(0, parameters)).strip()
                        .toLowerCase(Locale.ROOT);
                if (MEDIA_TYPES.contains(type)) {
                    return type;
                }
            }
        }
        return JSON;
    }

    /**
     * The body as bytes, unpacked. Bytes count as held from the first one on, until {@link #during} counts what they are read into,
     * or the request ends.
     *
     * @param holder the caller who has shown a key; callers without one share less memory, and their turns
     * @throws HttpError 413 over the limit, before it is read if its length was announced; 415 if it is compressed by other
     *     means than gzip, 400 if it is cut off, 408 if it comes too slowly, 429 if there is no room, 503 if the service stops
     * @throws io.selfsame.flow.Overloaded if too many others wait to be unpacked
     */
    public static byte[] read(Context ctx, int limit, Optional<Holder> holder) {
        String encoding = String.valueOf(ctx.header("Content-Encoding"));
        if (UNREADABLE.matcher(encoding).find()) {
            ctx.header("Accept-Encoding", "gzip");
            drop(ctx, holder.isPresent());
            throw HttpError.unsupported("Content-Encoding: " + encoding
                    + " is not read here; send the body as gzip, or as it is");
        }
        Arrival arrival = Edge.arrival(ctx);
        byte[] raw;
        try {
            raw = arrival.read(ctx.req(), limit, holder.isPresent());
        } catch (HttpError e) {
            if (e.status() == 413) {
                drop(ctx, holder.isPresent());
            }
            // The rest of the body would be taken for the next request.
            ctx.header("Connection", "close");
            throw e;
        }
        // Some SDKs send gzip without saying so in Content-Encoding; JSON never begins with these two bytes.
        if (isGzip(raw)) {
            byte[] unpacked = Edge.of(ctx).readers().byTurns(holder, () -> arrival.unpack(raw, limit));
            if (isGzip(unpacked)) {
                ctx.header("Accept-Encoding", "gzip");
                throw HttpError.unsupported("The body is gzip within gzip; pack it once");
            }
            return unpacked;
        }
        if (raw.length > 0 && encoding.toLowerCase(Locale.ROOT).contains("gzip")) {
            throw HttpError.badRequest("invalid_request_error", "Content-Encoding says gzip, but the body is not");
        }
        return raw;
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && body[0] == (byte) 0x1f && body[1] == (byte) 0x8b;
    }

    /** Leaves the body of a caller without a key unread: the answer is sent at once, and closes the connection. */
    public static void drop(Context ctx) {
        drop(ctx, false);
    }

    private static void drop(Context ctx, boolean isKnown) {
        ctx.attribute(UNREAD, isKnown);
    }

    /**
     * Does work on what a body is read into. That counts as held meanwhile, in place of the bytes of the body.
     *
     * @param holder who sent it; the keys of a space share what the space may hold
     * @throws io.selfsame.flow.Overloaded if the share of the key or of its space is taken
     */
    public static <T> T during(Context ctx, Holder holder, byte[] body, Supplier<T> work) {
        return during(ctx, holder, JsonFootprint.of(body), () -> {
            Edge.arrival(ctx).release();
            return work.get();
        });
    }

    /**
     * Does work while more of the heap counts as held.
     *
     * @throws io.selfsame.flow.Overloaded if the share of the key or of its space is taken
     */
    public static <T> T during(Context ctx, Holder holder, long bytes, Supplier<T> work) {
        Edge.holder(ctx, holder);
        return Edge.of(ctx).trees().during(holder, bytes, work);
    }

    /**
     * Does work that takes as long as a body is large. For a large body spaces take turns, and so do the keys of a space, and it runs
     * on other threads than those of requests. The work must not wait for anything.
     *
     * @throws io.selfsame.flow.Overloaded if too many of this space wait, or its turn does not come in time
     */
    public static <T> T byTurns(Context ctx, Holder holder, byte[] body, Supplier<T> work) {
        return Edge.of(ctx).readers().read(Optional.of(holder), body.length, work);
    }

    /** As {@link #byTurns}, for work that may take long though its body is small. */
    public static <T> T alwaysByTurns(Context ctx, Holder holder, Supplier<T> work) {
        return Edge.of(ctx).readers().byTurns(Optional.of(holder), work);
    }

    /**
     * Looks for something small in a body before its sender is known. {@code reading} must not build a tree from the text. All callers
     * without a key share their turns.
     *
     * @throws Invalid if it is not JSON
     * @throws HttpError 429 if there is no room
     * @throws io.selfsame.flow.Overloaded if too many others wait for such a look
     */
    public static <T> T peek(Context ctx, byte[] body, SentJson.Reading<T> reading) {
        Edge.arrival(ctx).more((long) JsonFootprint.TEXT * body.length);
        return Edge.of(ctx).readers().read(Optional.empty(), body.length, () -> SentJson.parse(body, reading));
    }
}
