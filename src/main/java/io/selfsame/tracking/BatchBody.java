package io.selfsame.tracking;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.http.Bodies;
import io.selfsame.http.HttpError;
import io.selfsame.json.Factories;
import io.selfsame.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of a batch call.
 *
 * @param envelope what stands around the messages
 * @param items the messages in their order, or empty where {@code batch} is no array
 */
record BatchBody(JsonNode envelope, Optional<List<Item>> items) {

    /** A message of a batch. */
    sealed interface Item {

        record Read(JsonNode message) implements Item {}

        /** JSON, but more than is read: too deep, or a number too long. */
        record Unread(String text, String reason) implements Item {}
    }

    /** Looks for the key of strangers: what it holds while it looks must not grow with what they send. */
    private static final JsonFactory SHALLOW = Factories.closed(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(2_000).maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build()));

    /** Cuts a body into its messages whatever these hold. It builds no tree and so neither recurses nor reads numbers. */
    private static final JsonFactory UNBOUNDED = Factories.closed(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build()));

    /**
     * Reads the whole body at once, and only where something in it is more than is read each message by itself, so that
     * one such message does not take its neighbours with it.
     *
     * @throws JsonProcessingException if the text is not JSON, or what stands around the messages is more than is read
     */
    static BatchBody read(String text) throws JsonProcessingException {
        try {
            JsonNode body = Json.read(text);
            JsonNode batch = body.path("batch");
            List<Item> items = new ArrayList<>(batch.size());
            batch.forEach(message -> items.add(new Item.Read(message)));
            return new BatchBody(body, batch.isArray() ? Optional.of(items) : Optional.empty());
        } catch (StreamConstraintsException e) {
            return oneByOne(text);
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
                throw HttpError.badRequest("bad_request", "The body is not a JSON object");
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

    private static BatchBody oneByOne(String text) throws JsonProcessingException {
        StringBuilder envelope = new StringBuilder();
        List<Item> items = new ArrayList<>();
        int copied = 0;
        for (Span span : messages(text)) {
            // What stands between the brackets of the array stays JSON with any value in the place of a message.
            envelope.append(text, copied, span.start()).append('0');
            copied = span.end();
            items.add(item(text.substring(span.start(), span.end())));
        }
        JsonNode body = Json.read(envelope.append(text, copied, text.length()).toString());
        return new BatchBody(body, body.path("batch").isArray() ? Optional.of(items) : Optional.empty());
    }

    private static Item item(String text) throws JsonProcessingException {
        try {
            return new Item.Read(Json.read(text));
        } catch (StreamConstraintsException e) {
            return new Item.Unread(text, Bodies.reason(e));
        }
    }

    private record Span(int start, int end) {}

    private static List<Span> messages(String text) throws JsonProcessingException {
        List<Span> spans = new ArrayList<>();
        try (JsonParser parser = UNBOUNDED.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean batch = parser.currentName().equals("batch");
                    if (parser.nextToken() == JsonToken.START_ARRAY && batch) {
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            int start = (int) parser.currentTokenLocation().getCharOffset();
                            parser.skipChildren();
                            parser.finishToken();
                            spans.add(new Span(start, (int) parser.currentLocation().getCharOffset()));
                        }
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("Text in memory cannot fail to be read", e);
        }
        return spans;
    }
}
