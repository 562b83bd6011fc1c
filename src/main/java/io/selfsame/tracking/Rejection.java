package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import io.selfsame.identity.Decision;
import io.selfsame.identity.Extractor;
import io.selfsame.identity.IdOutcome;
import io.selfsame.identity.ResolvedEvent;
import io.selfsame.json.Hashes;
import io.selfsame.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An event that was not taken: as it cannot be read, as something is wrong with it, or as no identifier of it is left.
 *
 * @param index its place in its batch; 0 for a single call
 * @param messageId as sent, or the one we gave it
 * @param code stable, for programs
 * @param message what to do about it
 * @param body the JSON text as sent, cut at {@link MessageParser#MAX_EVENT_BYTES} characters
 * @param once whether the same one again is the same event, brought again, and not another
 */
record Rejection(int index, String messageId, String code, String message, String body, boolean once) {

    static final String INVALID_JSON = "invalid_json";

    /** Begins an ID that we gave it. */
    private static final String MADE = "rej-";

    /** Bytes that are kept of a body that cannot be read: enough to see what it is. */
    private static final int START_OF_BODY = 1_024;

    /** In a message that is kept as it was sent. */
    private static final Pattern WRITE_KEY = Pattern.compile("(writeKey\\\\*\"\\s*:\\s*\\\\*\")[^\"\\\\]*");

    /** In what is no JSON: with other quotes or none, as in a form. */
    private static final Pattern ANY_KEY = Pattern.compile(
            "(write_?key['\"\\\\]*\\s*[:=]\\s*['\"\\\\]*)[^'\"\\\\,}&\\s]*",
            Pattern.CASE_INSENSITIVE);

    private Rejection(int index, String messageId, Invalid why, String body) {
        this(index, messageId, why.code(), why.getMessage(), body, false);
    }

    /** Of a message that is JSON. */
    static Rejection of(int index, JsonNode message, Invalid why) {
        String body = message.isObject() ? Json.write(message) : withoutKey(Json.write(message));
        String id = Extractor.text(message.path("messageId"))
                .filter(text -> !text.isBlank() && text.length() <= MessageParser.MAX_MESSAGE_ID)
                .orElseGet(() -> idOf(body));
        return new Rejection(index, id, why, bounded(body));
    }

    /** Of a message that is no JSON, or more than is read. */
    static Rejection unread(int index, String text, String reason) {
        return new Rejection(index, idOf(text),
                new Invalid(MessageParser.BAD_REQUEST, "The message cannot be read: " + reason),
                bounded(withoutKey(text)));
    }

    /**
     * Of a whole body that could not be read.
     *
     * @param why if it is no JSON, the code is {@link #INVALID_JSON}
     * @param key the secret of the sender's write key, if it is known: whoever may read rejections must not learn it
     */
    static Rejection ofBody(byte[] body, Invalid why, Optional<String> key) {
        // A little more is looked at, so that no part of a key is left at the end.
        String looked = new String(body, 0, Math.min(body.length, 2 * START_OF_BODY), StandardCharsets.UTF_8);
        String shown = ANY_KEY.matcher(without(key, looked)).replaceAll("$1");
        String start = shown.substring(0, Math.min(shown.length(), START_OF_BODY));
        String code = why.code().equals("invalid_request_error") ? INVALID_JSON : why.code();
        return new Rejection(0, idOf(start), code, without(key, why.getMessage()), start, false);
    }

    private static String without(Optional<String> key, String text) {
        return key.filter(secret -> !secret.isEmpty()).map(secret -> text.replace(secret, "…")).orElse(text);
    }

    /**
     * Of an event without an identifier that could say who it is about.
     *
     * @param body as it would have been stored
     */
    static Rejection of(ResolvedEvent event, Decision.Refused refusal, String body) {
        boolean notAllowed = refusal.code().equals(IdOutcome.NotAllowed.CODE);
        var why = new Invalid(refusal.code(), notAllowed
                ? "Browser keys may not send identifiers of these types: send the event with a server key, or add the"
                        + " types to browserKeys.allowedIds of the identity rules"
                : "No identifier is left that could say who this is: send userId, anonymousId, traits.email or"
                        + " context.externalIds with a value that is not blocked");
        return new Rejection(event.index(), event.identity().messageId(), why, body);
    }

    /** A message that is no object may still hold the key, in a text or a list. */
    private static String withoutKey(String body) {
        return WRITE_KEY.matcher(body).replaceAll("$1");
    }

    /** For a message without an ID of its own: the same one again is counted, not multiplied. */
    private static String idOf(String message) {
        return MADE + Hashes.shortened(message);
    }

    private static String bounded(String body) {
        return body.length() > MessageParser.MAX_EVENT_BYTES
                ? body.substring(0, MessageParser.MAX_EVENT_BYTES)
                : body;
    }

    /** The same at another place. */
    Rejection at(int place) {
        return new Rejection(place, messageId, code, message, body, once);
    }

    /** What the sender is told. */
    Rejection withoutBody() {
        return new Rejection(index, messageId, code, message, "", once);
    }

    /** The same for another reason. */
    Rejection because(String otherCode, String otherMessage) {
        return new Rejection(index, messageId, otherCode, otherMessage, body, once);
    }

    /** The same of an event that was brought from a place; of any other, if that is empty, itself. */
    Rejection from(String place) {
        return place.isEmpty() ? this : from(place, messageId);
    }

    /**
     * The same of an event that was brought from somewhere.
     *
     * @param place for people
     * @param id the message ID that it has there, if it has none itself
     */
    Rejection from(String place, String id) {
        return new Rejection(index, messageId.startsWith(MADE) ? id : messageId, code, message + " (" + place + ")",
                body,
                true);
    }

    /**
     * All rejections of a batch, in the order of its messages.
     *
     * @param parsed the batch, with the rejections of the parser
     * @param refused later rejections, whose index counts within the parsed messages
     */
    static List<Rejection> inOrder(MessageParser.Parsed parsed, List<Rejection> refused) {
        var later = refused.stream()
                .map(rejection -> rejection.at(parsed.messages().get(rejection.index()).common().index()));
        return Stream.concat(parsed.rejections().stream(), later)
                .sorted(Comparator.comparingInt(Rejection::index)).toList();
    }
}
