package io.selfsame.destination.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Hashes;
import io.selfsame.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Messages for one request: one or more.
 *
 * @param items in their order
 */
record Batch(List<Item> items) {

    /** What a header can hold, and no full stop: it ends the ID in what is signed. */
    private static final Pattern HEADER_ID = Pattern.compile("[!-~&&[^.]]{1,255}");

    /**
     * @param place in the list that was given
     * @param bytes the shortest JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
    record Item(int place, String id, byte[] bytes) {}

    Batch {
        items = List.copyOf(items);
    }

    /** Batches of at most so many messages, and bytes. A message that is larger is alone. */
    static List<Batch> of(List<ObjectNode> messages, int most, int mostBytes) {
        List<Batch> batches = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        int size = 0;
        for (int place = 0; place < messages.size(); place++) {
            ObjectNode message = messages.get(place);
            var item = new Item(place, message.path("messageId").asText(), Json.bytes(message));
            int more = item.bytes().length + 1;
            if (!items.isEmpty() && (items.size() == most || size + more > mostBytes)) {
                batches.add(new Batch(items));
                items.clear();
                size = 0;
            }
            items.add(item);
            size += more;
        }
        if (!items.isEmpty()) {
            batches.add(new Batch(items));
        }
        return batches;
    }

    /** Without the messages that have more bytes, whose places are told; empty if none is left. */
    Optional<Batch> without(int larger, IntConsumer told) {
        items.stream().filter(item -> item.bytes().length > larger).forEach(item -> told.accept(item.place()));
        List<Item> left = items.stream().filter(item -> item.bytes().length <= larger).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new Batch(left));
    }

    List<Integer> places() {
        return items.stream().map(Item::place).toList();
    }

    /** The first message. */
    byte[] first() {
        return items.getFirst().bytes();
    }

    /** The ID of the first message, or what stands for it. */
    String firstId() {
        String id = items.getFirst().id();
        return HEADER_ID.matcher(id).matches() ? id : "msg_" + Hashes.shortened(id);
    }

    /** The same for the same messages in the same order. */
    String id() {
        // Line breaks in an ID of somebody else's could make two lists look alike, lengths cannot.
        String ids = items.stream().map(item -> item.id().length() + ":" + item.id()).collect(Collectors.joining(","));
        return "batch_" + Hashes.shortened(ids);
    }

    /** All messages with commas between them, in what stands around them. */
    byte[] in(String before, String after) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                all.write(',');
            }
            all.writeBytes(items.get(i).bytes());
        }
        all.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }
}
