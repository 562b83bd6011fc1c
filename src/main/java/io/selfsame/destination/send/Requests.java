package io.selfsame.destination.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.DestinationSettings.OverHttp;
import io.selfsame.destination.DestinationSettings.SegmentApi;
import io.selfsame.destination.DestinationSettings.Webhook;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes requests of messages. They are made anew for each attempt: the time in them is that of the attempt, and the IDs follow from
 * what is in them. Pure.
 */
public final class Requests {

    /** Bytes of a request with several messages; Segment's limit. */
    private static final int BATCH_BYTES = 500_000;

    /** Messages in a request to Segment. */
    private static final int BATCH_MESSAGES = 100;

    /** Bytes of a message that Segment takes. Others that speak its language take more. */
    private static final int SEGMENT_MESSAGE_BYTES = 32 * 1024;

    /** Bytes around the messages of a batch. */
    private static final int FRAME = 64;

    /** Of an answer that lists what was rejected: up to 1 KB for each message, and what stands around that. */
    private static final int LISTING_ANSWER = (BATCH_MESSAGES + 4) * 1024;

    private Requests() {}

    /**
     * What is sent of some messages, and what is not.
     *
     * @param parcels in the order of their messages
     * @param unsendable why others are not sent, by their place in the list that was given
     */
    public record Plan(List<Parcel> parcels, Map<Integer, Outcome.Final> unsendable) {}

    /**
     * Requests for messages, in their order.
     *
     * <p>A webhook gets the message itself, or an array of messages where the destination asks for batches. {@code X-Signature} signs
     * the body; of an array, as Segment does, the bytes of the first message alone, so whoever must know of all of them checks {@code
     * webhook-signature}. {@code webhook-id} is the ID of the message; that of an array is made of those of its messages, and so is one
     * that no header can hold.
     *
     * @param messages with their IDs, as Segment has them; they are not changed
     * @param now the time of this attempt
     */
    public static Plan of(OverHttp settings, List<ObjectNode> messages, Instant now) {
        return switch (settings) {
            case Webhook webhook -> webhook(webhook, messages, webhook.batch(), now);
            case SegmentApi segment -> segment(segment, messages, BATCH_MESSAGES, now);
        };
    }

    /** As {@link #of}, with a request for each message. */
    public static Plan singly(OverHttp settings, List<ObjectNode> messages, Instant now) {
        return switch (settings) {
            case Webhook webhook -> webhook(webhook, messages, 1, now);
            case SegmentApi segment -> segment(segment, messages, 1, now);
        };
    }

    /** Whether a text is a secret of Standard Webhooks: {@code whsec_} and 24 to 64 bytes in base 64. */
    public static boolean isSecret(String text) {
        return Signatures.key(text).isPresent();
    }

    private static Plan webhook(Webhook webhook, List<ObjectNode> messages, int most, Instant now) {
        List<Parcel> parcels = new ArrayList<>();
        for (Batch batch : Batch.of(messages, most, BATCH_BYTES - FRAME)) {
            byte[] body = webhook.batch() == 1 ? batch.first() : batch.in("[", "]");
            Map<String, String> headers = new LinkedHashMap<>();
            webhook.headers().forEach((name, value) -> {
                if (ReservedHeaders.problem(name, value).isEmpty()) {
                    headers.put(name, value);
                }
            });
            headers.put("Content-Type", "application/json");
            webhook.segmentSecret()
                    .ifPresent(secret -> headers.put("X-Signature", Signatures.segment(secret, batch.first())));
            if (!webhook.secrets().isEmpty()) {
                String id = webhook.batch() == 1 ? batch.firstId() : batch.id();
                headers.put("webhook-id", id);
                headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
                headers.put("webhook-signature",
                        Signatures.standard(webhook.secrets(), id, now.getEpochSecond(), body));
            }
            parcels.add(new Parcel(new Request(webhook.url(), headers, body, Request.SHORT_ANSWER), batch.places(),
                    false));
        }
        return new Plan(parcels, Map.of());
    }

    private static Plan segment(SegmentApi segment, List<ObjectNode> messages, int most, Instant now) {
        int limit = isSegments(segment.url()) ? SEGMENT_MESSAGE_BYTES : BATCH_BYTES - FRAME;
        String key = Base64.getEncoder().encodeToString((segment.writeKey() + ":").getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Authorization", "Basic " + key);
        URI url = URI.create(segment.url().getScheme() + "://" + segment.url().getRawAuthority()
                + segment.url().getRawPath().replaceFirst("/+$", "") + "/v1/batch");
        Map<Integer, Outcome.Final> unsendable = new TreeMap<>();
        List<Parcel> parcels = new ArrayList<>();
        for (Batch batch : Batch.of(messages, most, BATCH_BYTES - FRAME)) {
            Optional<Batch> fitting = batch.without(limit, place -> unsendable.put(place, new Outcome.Final(
                    "the message has more than " + limit + " bytes, which the receiver does not take")));
            if (fitting.isPresent()) {
                byte[] body = fitting.get().in("{\"batch\":[",
                        "],\"sentAt\":\"" + now.truncatedTo(ChronoUnit.MILLIS) + "\"}");
                parcels.add(new Parcel(new Request(url, headers, body, LISTING_ANSWER), fitting.get().places(), true));
            }
        }
        return new Plan(parcels, unsendable);
    }

    private static boolean isSegments(URI url) {
        String host = "." + url.getHost().toLowerCase(Locale.ROOT);
        return host.endsWith(".segment.io") || host.endsWith(".segment.com") || host.endsWith(".segmentapis.com");
    }
}
