package io.selfsame.tracking;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.error.Invalid;
import io.selfsame.json.SentJson;
import io.selfsame.json.Factories;
import io.selfsame.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a batch call, cut into its messages before anything is built from it. What is counted here is bounded before it
 * costs more than one look at its text.
 *
 * @param text of the whole body
 * @param messages where its messages stand, in their order; at least one, and no more than a batch may have
 * @param common the characters of what all messages share: {@code context} and {@code integrations}
 */
record BatchBody(String text, List<TextRange> messages, int common) {

    /** Characters that the messages of a batch may have in common, times their number. */
    private static final int MAX_COMMON = 4 * 1024 * 1024;
    /** Bytes of heap of a message's objects, and of each character of a shared object in its tree and its text. */
    private static final long MESSAGE_WEIGHT = 1_024;
    private static final long COMMON_WEIGHT = 10;

    private static final Set<String> SHARED = Set.of("context", "integrations");

    /** Looks for the key of strangers: what it holds while it looks must not grow with what they send. */
    private static final JsonFactory SHALLOW = Factories.closed(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(2_000).maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build()));

    /**
     * Cuts a body into its messages whatever these hold, NaN and comments too. It builds no tree and so neither recurses nor reads numbers.
     */
    private static final JsonFactory UNBOUNDED = Factories.closed(JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build()));

    /** A part of the text. */
    record TextRange(int start, int end) {

        int length() {
            return end - start;
        }
    }

    /** What a body holds. */
    record Content(ObjectNode envelope, List<Item> items) {}

    /** A message of a batch. */
    sealed interface Item {

        record Read(JsonNode message) implements Item {}

        /** More than is read, too deep or a number too long; or no JSON, as it holds NaN or a comment. */
        record Unread(String text, String reason) implements Item {}
    }

    /**
     * Finds the messages, and stops at one more than a batch may have.
     *
     * @throws Invalid if there is no message, or too many, or what they share is too much
     * @throws JsonProcessingException if the text is not JSON
     */
    static BatchBody cut(String text) throws JsonProcessingException {
        Optional<List<TextRange>> messages = Optional.empty();
        int common = 0;
        try (JsonParser parser = UNBOUNDED.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Invalid("bad_request", "The body is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("batch")) {
                    // Of a name that comes twice the last value counts, as everywhere.
                    messages = value == JsonToken.START_ARRAY ? Optional.of(elements(parser)) : Optional.empty();
                }
                TextRange span = span(parser);
                common += SHARED.contains(field) ? span.length() : 0;
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("Text in memory cannot fail to be read", e);
        }
        List<TextRange> found = messages.orElseThrow(() -> new Invalid("bad_request",
                "A batch call needs batch, an array of messages"));
        if (found.isEmpty()) {
            throw new Invalid("empty_batch", "The batch holds no message");
        }
        requireFew(common, found.size());
        return new BatchBody(text, found, common);
    }

    /** The elements of an array that has just begun. */
    private static List<TextRange> elements(JsonParser parser) throws IOException {
        List<TextRange> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == MessageParser.MAX_BATCH_EVENTS) {
                throw new Invalid("batch_too_large", "The batch holds more messages than the limit of "
                        + MessageParser.MAX_BATCH_EVENTS + "; send smaller batches");
            }
            elements.add(span(parser));
        }
        return elements;
    }

    /** The value that has just begun, or ended; it has ended then. */
    private static TextRange span(JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return new TextRange(start, (int) parser.currentLocation().getCharOffset());
    }

    private static void requireFew(int common, int messages) {
        if (common > MessageParser.MAX_EVENT_BYTES) {
            throw new Invalid("event_too_large", "context and integrations of the batch have " + common
                    + " characters, which alone make each event larger than the limit of "
                    + MessageParser.MAX_EVENT_BYTES);
        }
        if ((long) common * messages > MAX_COMMON) {
            throw new Invalid("batch_too_large", "context and integrations of the batch have " + common
                    + " characters, which with " + messages + " messages is more than the limit of " + MAX_COMMON
                    + "; send smaller batches");
        }
    }

    /** How many messages there are. */
    int size() {
        return messages.size();
    }

    /**
     * Bytes of heap that the messages take beside their own JSON: the batch's {@code context} and {@code integrations} stand
     * in the text of each, and where a message has its own in its tree too.
     */
    long weight() {
        return messages.size() * (MESSAGE_WEIGHT + COMMON_WEIGHT * common);
    }

    /**
     * Reads the whole body at once, and only where something in it is more than is read, or NaN, each message by itself, so that
     * one such message does not take its neighbours with it.
     *
     * @throws JsonProcessingException if the text is not one JSON value, or what stands around the messages is more than is
     *     read
     */
    Content read() throws JsonProcessingException {
        try {
            var envelope = (ObjectNode) Json.read(text);
            List<Item> items = new ArrayList<>(messages.size());
            envelope.path("batch").forEach(message -> items.add(new Item.Read(message)));
            return new Content(envelope, items);
        } catch (JsonProcessingException e) {
            // The text was found to be JSON when it was cut, but for NaN.
            return oneByOne();
        }
    }

    private Content oneByOne() throws JsonProcessingException {
        StringBuilder around = new StringBuilder();
        List<Item> items = new ArrayList<>();
        int copied = 0;
        for (TextRange span : messages) {
            // What stands between the brackets of the array stays JSON with any value in the place of a message. As long as before,
            // so that what is wrong around it is where errors say.
            around.append(text, copied, span.start()).append('0');
            text.substring(span.start() + 1, span.end()).chars()
                    .forEach(c -> around.append(c == '\n' || c == '\r' ? (char) c : ' '));
            copied = span.end();
            items.add(item(text.substring(span.start(), span.end())));
        }
        return new Content((ObjectNode) Json.read(around.append(text, copied, text.length()).toString()), items);
    }

    private static Item item(String text) {
        try {
            return new Item.Read(Json.read(text));
        } catch (JsonProcessingException e) {
            return new Item.Unread(text, SentJson.reason(e));
        }
    }

    /**
     * The {@code writeKey} of a body, found without building anything.
     *
     * @throws JsonProcessingException if the text is not a JSON object, or nested too deep before its end
     */
    static Optional<String> writeKey(String text) throws JsonProcessingException {
        String key = "";
        try (JsonParser parser = SHALLOW.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Invalid("bad_request", "The body is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = parser.currentName().equals("writeKey");
                JsonToken value = parser.nextToken();
                if (named && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    key = parser.getText();
                }
                parser.skipChildren();
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("Text in memory cannot fail to be read", e);
        }
        return Optional.of(key).filter(found -> !found.isEmpty());
    }
}
