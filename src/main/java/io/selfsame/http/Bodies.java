package io.selfsame.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies: whatever the content type says, gzip or not, up to a limit that holds after unpacking. And answers, as
 * large answers are held for as long as their clients like.
 */
public final class Bodies {

    private static final String JSON = "application/json";
    private static final Set<String> MEDIA_TYPES = Set.of(JSON, "application/vnd.segment.v1+json",
            "application/vnd.segment.v1beta+json", "application/vnd.segment.v1alpha+json");

    /** What the parser says of itself: its settings are nothing that a caller could change. */
    private static final Pattern ASIDES = Pattern.compile(", from `[^`]*`| \\(start marker at \\[Source:[^\\]]*\\]\\)"
            + "|: enable `[^`]*` to allow| \\([^)]*Feature '[A-Z_]+'[^)]*\\)|: not allowed as per `[^`]*`");

    /** Compressions that clients know, and that are not read here. Other things that they write there mean nothing. */
    private static final Pattern UNREADABLE = Pattern.compile("(?i)\\b(deflate|br|zstd|(x-)?compress|dcb|dcz)\\b");

    /** Set if the body is not to be read: whether its sender has shown a key. */
    private static final String UNREAD = "body.unread";

    /** Bytes of a body that should be none. */
    private static final int MOST_UNWANTED = 16 * 1024;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private Bodies() {}

    /**
     * The body as one JSON value, of a caller who has shown what lets him in. Half of a surrogate pair becomes U+FFFD: no
     * UTF-8 can carry it any further. What it is read into counts as held until the request ends.
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
        return edge.readers().read(Optional.of(holder), bytes.length, () -> parse(bytes));
    }

    /**
     * Requires that a request brings no body, or an empty one.
     *
     * @throws Invalid if it brings something
     * @throws HttpError as {@link #read}
     */
    static void requireNone(Context ctx) {
        if (isAbsent(ctx)) {
            return;
        }
        byte[] bytes = read(ctx, MOST_UNWANTED,
                Optional.of(new Holder(ctx.pathParamMap().getOrDefault("space", ""), "")));
        if (bytes.length > 0 && !parse(bytes).isEmpty()) {
            throw new Invalid("This route takes no body; send none, or {}");
        }
    }

    /** Whether a request says that it has no body. */
    public static boolean isAbsent(Context ctx) {
        return ctx.contentLength() <= 0 && ctx.header("Transfer-Encoding") == null;
    }

    /**
     * Answers with JSON, under the name that the caller asks for.
     *
     * @param answer a record or a tree
     *
     * @throws io.selfsame.flow.Overloaded as {@link #answer(Context, String, byte[])}
     */
    public static void answer(Context ctx, Object answer) {
        answer(ctx, mediaType(ctx.header("Accept")), Json.bytes(answer));
    }

    /**
     * Answers. What is large counts as held until the client has taken it; errors are small.
     *
     * @throws io.selfsame.flow.Overloaded if the share of answers of the key or of its space is taken
     */
    public static void answer(Context ctx, String type, byte[] answer) {
        if (ctx.statusCode() < 400) {
            hold(ctx, answer.length);
        }
        send(ctx, type, answer);
    }

    /** Answers with JSON that {@link #hold} has counted before: what was done must not be refused. */
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
     * The body was not read, and what is left of it stands where the next request would: this is the last answer of the
     * connection. It is sent at once. What is still coming is taken and dropped, as a client that is still sending would
     * otherwise see the connection cut, and not the answer; but who waits to be told to go on has not begun to send.
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
            // The client is gone, and wants to hear nothing any more.
        }
    }

    /** Answers with {@code {"data": …}}, as all of the management API does. */
    public static void answerData(Context ctx, Object data) {
        answer(ctx, new Enveloped(data));
    }

    private record Enveloped(Object data) {}

    /** Answers that what was asked for is done. */
    public static void answerSuccess(Context ctx) {
        answerData(ctx, new StatusAnswer("SUCCESS"));
    }

    @ApiSchema
    private record StatusAnswer(String status) {}

    /** The first of our media types in an {@code Accept} header. Segment's Public API has names of its own for JSON. */
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
     * As {@link #json}, of bytes that {@link #read} brought.
     *
     * @throws Invalid if they are not JSON in UTF-8
     */
    public static JsonNode parse(byte[] bytes) {
        return parse(bytes, Json::read);
    }

    /** Reads JSON text. */
    @FunctionalInterface
    public interface JsonReading<T> {

        T read(String text) throws JsonProcessingException;
    }

    /**
     * As {@link #parse(byte[])}, into what the caller makes of the text.
     *
     * @throws Invalid if they are not JSON in UTF-8
     */
    public static <T> T parse(byte[] bytes, JsonReading<T> reading) {
        String text;
        try {
            // Bytes that are no UTF-8 would become surrogates or question marks somewhere behind us.
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Invalid("invalid_request_error", "The body is not UTF-8");
        }
        if (text.isBlank()) {
            throw new Invalid("invalid_request_error", "The body is empty; send a JSON object");
        }
        return parse(Surrogates.repair(text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text), reading);
    }

    /**
     * As {@link #parse(byte[], Reading)}, of text that it gave.
     *
     * @throws Invalid if it is not JSON
     */
    public static <T> T parse(String text, JsonReading<T> reading) {
        try {
            return reading.read(text);
        } catch (StreamConstraintsException e) {
            throw new Invalid("invalid_request_error", "The body is more than is read: " + reason(e));
        } catch (JsonProcessingException e) {
            throw new Invalid("invalid_request_error", "The body is not JSON: " + reason(e));
        }
    }

    /** Why text could not be read, in words of JSON. */
    public static String reason(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        String first = message.contains("Non-standard token")
                ? "NaN and Infinity are no JSON; send null, or leave the field out"
                : message.contains("ALLOW_COMMENTS") || message.contains("a comment")
                        ? "JSON has no comments"
                        : message.startsWith("Trailing token")
                                ? "something follows the JSON value"
                                : ASIDES.matcher(message).replaceAll("").lines().findFirst().orElse("unreadable");
        String place = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
        return (first.length() > 200 ? first.substring(0, 200) + "…" : first) + place;
    }

    /**
     * The body as bytes, unpacked. They count against what all requests may hold from the first one on, until
     * {@link #during} counts what they are read into, or the request ends.
     *
     * @param holder the caller who has shown a key; those who have not share less room, and their turns
     * @throws HttpError 413 over the limit, before it is read if its length was announced; 415 if it is compressed by other
     *     means than gzip, 400 if it is cut off, 408 if it comes too slowly, 429 if there is no room, 503 if the service stops
     * @throws io.selfsame.flow.Overloaded if too many others are to be unpacked
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
            // What is left of the body stands where the next request would.
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

    /** The body, of a caller who has shown no key, will not be read: the answer goes out at once, and ends the connection. */
    public static void drop(Context ctx) {
        drop(ctx, false);
    }

    private static void drop(Context ctx, boolean isKnown) {
        ctx.attribute(UNREAD, isKnown);
    }

    /**
     * Counts what a body is read into, and its bytes no longer by themselves, while work is done on it.
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
     * Counts more of the heap while work is done.
     *
     * @throws io.selfsame.flow.Overloaded if the share of the key or of its space is taken
     */
    public static <T> T during(Context ctx, Holder holder, long bytes, Supplier<T> work) {
        Edge.holder(ctx, holder);
        return Edge.of(ctx).trees().during(holder, bytes, work);
    }

    /**
     * Does work that follows the size of a body: of a large one by turns with other spaces, and with other keys of the space,
     * and not on the thread of the request. It must not wait for anything.
     *
     * @throws io.selfsame.flow.Overloaded if too many of this space wait, or its turn does not come in time
     */
    public static <T> T byTurns(Context ctx, Holder holder, byte[] body, Supplier<T> work) {
        return Edge.of(ctx).readers().read(Optional.of(holder), body.length, work);
    }

    /**
     * Looks for something small in a body before its sender is known. Reading must build nothing from the text. Those who
     * have shown no key before share their turns.
     *
     * @throws Invalid if it is not JSON
     * @throws HttpError 429 if there is no room
     * @throws io.selfsame.flow.Overloaded if too many others wait for such a look
     */
    public static <T> T peek(Context ctx, byte[] body, JsonReading<T> reading) {
        Edge.arrival(ctx).more((long) JsonFootprint.TEXT * body.length);
        return Edge.of(ctx).readers().read(Optional.empty(), body.length, () -> parse(body, reading));
    }
}
