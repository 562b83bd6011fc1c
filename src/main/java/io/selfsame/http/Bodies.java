package io.selfsame.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads request bodies: whatever the content type says, gzip or not, up to a limit that holds after unpacking. */
public final class Bodies {

    /** How much of a body that is too large is still taken off the wire. */
    private static final int DRAINED = 8 * 1024 * 1024;

    private static final String JSON = "application/json";
    private static final Set<String> MEDIA_TYPES = Set.of(JSON, "application/vnd.segment.v1+json",
            "application/vnd.segment.v1beta+json", "application/vnd.segment.v1alpha+json");

    /** What the parser says of itself: its settings are nothing that a caller could change. */
    private static final Pattern ASIDES = Pattern.compile(", from `[^`]*`| \\(start marker at \\[Source:[^\\]]*\\]\\)");

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private Bodies() {}

    /**
     * The body as one JSON value. Half of a surrogate pair becomes U+FFFD: no UTF-8 can carry it any further.
     *
     * @param limit in bytes, unpacked
     * @throws HttpError 413 over the limit, 400 if it is not JSON
     */
    public static JsonNode json(Context ctx, int limit) {
        return parse(read(ctx, limit));
    }

    /** Answers with JSON, under the name that the caller asks for. */
    public static void answer(Context ctx, ObjectNode answer) {
        ctx.contentType(mediaType(ctx.header("Accept"))).result(Json.bytes(answer));
    }

    /** Answers with {@code {"data": …}}, as all of the management API does. */
    public static void answerData(Context ctx, ObjectNode data) {
        ObjectNode answer = Json.object();
        answer.set("data", data);
        answer(ctx, answer);
    }

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
     * @throws HttpError 400 if they are not JSON in UTF-8
     */
    public static JsonNode parse(byte[] bytes) {
        return parse(bytes, Json::read);
    }

    /** Reads JSON text. */
    @FunctionalInterface
    public interface Reading<T> {

        T read(String text) throws JsonProcessingException;
    }

    /**
     * As {@link #parse(byte[])}, into what the caller makes of the text.
     *
     * @throws HttpError 400 if they are not JSON in UTF-8
     */
    public static <T> T parse(byte[] bytes, Reading<T> reading) {
        try {
            // Bytes that are no UTF-8 would become surrogates or question marks somewhere behind us.
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.isBlank()) {
                throw HttpError.badRequest("invalid_request_error", "The body is empty; send a JSON object");
            }
            return reading.read(Surrogates.repair(text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text));
        } catch (CharacterCodingException e) {
            throw HttpError.badRequest("invalid_request_error", "The body is not UTF-8");
        } catch (StreamConstraintsException e) {
            throw HttpError.badRequest("invalid_request_error", "The body is more than is read: " + reason(e));
        } catch (JsonProcessingException e) {
            throw HttpError.badRequest("invalid_request_error", "The body is not JSON: " + reason(e));
        }
    }

    /** Why text could not be read, in words of JSON. */
    public static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        String first = message == null
                ? "unreadable"
                : ASIDES.matcher(message).replaceAll("").lines().findFirst().orElse("unreadable");
        String place = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
        return (first.length() > 200 ? first.substring(0, 200) + "…" : first) + place;
    }

    /**
     * The body as bytes, unpacked.
     *
     * @throws HttpError 413 over the limit, 400 if it is cut off
     */
    public static byte[] read(Context ctx, int limit) {
        try {
            // Some SDKs send gzip without saying so in Content-Encoding; JSON never begins with these two bytes.
            byte[] raw = bounded(ctx.req().getInputStream(), limit);
            String encoding = String.valueOf(ctx.header("Content-Encoding")).toLowerCase(Locale.ROOT);
            boolean magic = raw.length > 2 && raw[0] == (byte) 0x1f && raw[1] == (byte) 0x8b;
            if (!magic) {
                if (encoding.contains("gzip") && raw.length > 0) {
                    throw HttpError.badRequest("invalid_request_error",
                            "Content-Encoding says gzip, but the body is not");
                }
                return raw;
            }
            try (var unpacked = new GZIPInputStream(new java.io.ByteArrayInputStream(raw))) {
                return bounded(unpacked, limit);
            } catch (ZipException | java.io.EOFException e) {
                throw HttpError.badRequest("invalid_request_error", "The gzip body is damaged or cut off");
            }
        } catch (IOException e) {
            throw HttpError.badRequest("invalid_request_error", "The body ended early");
        }
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[8_192];
        int left = DRAINED;
        while (left > 0) {
            int read = in.read(buffer);
            left = read < 0 ? 0 : left - read;
        }
    }

    private static byte[] bounded(InputStream in, int limit) throws IOException {
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            // A client that is still sending would see the connection cut, and not what we have to say.
            drain(in);
            throw HttpError.tooLarge("The body is larger than the limit of " + limit / 1024 + " KB");
        }
        return bytes;
    }
}
