package io.selfsame.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * JSON as clients send it: from bytes to values. Errors say in words for the client what is wrong, and where. A lone half of a
 * surrogate pair becomes U+FFFD, as UTF-8 has no form for it. Thread safe.
 */
public final class SentJson {

    /** Parts of a parser's messages about its own settings, which a client cannot change. */
    private static final Pattern ASIDES = Pattern.compile(", from `[^`]*`| \\(start marker at \\[Source:[^\\]]*\\]\\)"
            + "|: enable `[^`]*` to allow| \\([^)]*Feature '[A-Z_]+'[^)]*\\)|: not allowed as per `[^`]*`");

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private SentJson() {}

    /**
     * Reads one JSON value from the bytes of a request.
     *
     * @throws Invalid if they are not JSON in UTF-8
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
     * Reads bytes of a request into what the caller makes of the text.
     *
     * @throws Invalid if they are not JSON in UTF-8
     */
    public static <T> T parse(byte[] bytes, Reading<T> reading) {
        String text;
        try {
            // Bytes that are no UTF-8 would become surrogates or question marks later.
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
     * Reads text of a request, as {@link #parse(byte[], Reading)} hands it over.
     *
     * @throws Invalid if it is not JSON
     */
    public static <T> T parse(String text, Reading<T> reading) {
        try {
            return reading.read(text);
        } catch (StreamConstraintsException e) {
            throw new Invalid("invalid_request_error", "The body is more than is read: " + reason(e));
        } catch (JsonProcessingException e) {
            throw new Invalid("invalid_request_error", "The body is not JSON: " + reason(e));
        }
    }

    /** Why text is not JSON, in words for its author. */
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
}
