package io.selfsame.destination.courier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.send.HttpTransport;
import io.selfsame.destination.send.Outcome;
import io.selfsame.destination.send.Parcel;
import io.selfsame.destination.send.Reply;
import io.selfsame.destination.send.Requests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Brings messages by HTTP. Thread safe. */
public final class HttpCourier implements Courier {

    /** Messages in a request to an address that takes Segment's batches. */
    private static final int SEGMENT_BATCH = 100;

    /** Characters of a secret that are no accident at the end of an answer that was cut. */
    private static final int LEAST_OF_SECRET = 6;

    private static final Outcome NOT_SENT = new Outcome.NotTried("what was to be sent before it has not ended well");

    private final HttpTransport transport;

    public HttpCourier(HttpTransport transport) {
        this.transport = transport;
    }

    @Override
    public int most(Destination destination) {
        return switch (settings(destination)) {
            case DestinationSettings.Webhook webhook -> webhook.batch();
            case DestinationSettings.SegmentApi segment -> SEGMENT_BATCH;
        };
    }

    @Override
    public List<Outcome> send(Destination destination, List<Message> messages, Leave leave) {
        List<ObjectNode> bodies = messages.stream().map(Message::body).toList();
        Requests.Plan plan = Requests.of(settings(destination), bodies, Instant.now());
        List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(messages.size(), NOT_SENT));
        plan.unsendable().forEach(outcomes::set);
        try {
            for (Parcel parcel : plan.parcels()) {
                if (!leave.request()) {
                    break;
                }
                Reply reply = post(destination, parcel, leave);
                if (parcel.mayBeForOne(reply)) {
                    alone(destination, bodies, parcel, outcomes, leave);
                } else {
                    note(parcel, reply, outcomes);
                }
                // The others would wait as long for nothing.
                if (reply instanceof Reply.Unreachable) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> secrets = secrets(settings(destination));
        outcomes.replaceAll(outcome -> switch (outcome) {
            case Outcome.Retry retry ->
                new Outcome.Retry(retry.after(), without(secrets, retry.reason()),
                        without(secrets, retry.response()), retry.taken());
            case Outcome.Final refused ->
                new Outcome.Final(without(secrets, refused.reason()), without(secrets, refused.response()));
            case Outcome.Pause pause ->
                new Outcome.Pause(pause.reason(), pause.mayBeForOne(), without(secrets, pause.response()),
                        pause.taken());
            case Outcome.Delivered delivered -> outcome;
            case Outcome.NotTried notTried -> outcome;
        });
        return outcomes;
    }

    private Reply post(Destination destination, Parcel parcel, Leave leave) throws InterruptedException {
        return transport.post(destination.space().value(), parcel.request(), leave::goesOn);
    }

    /** What a receiver was given, and may send back. */
    private static List<String> secrets(DestinationSettings.OverHttp settings) {
        return switch (settings) {
            case DestinationSettings.Webhook webhook ->
                // Who may see deliveries need not see all of the URL: its path or query may be all that a sender needs.
                Stream.of(webhook.secrets().stream(), webhook.segmentSecret().stream(),
                        webhook.headers().values().stream(),
                        Stream.concat(Stream.ofNullable(webhook.url().getRawQuery()),
                                Stream.ofNullable(webhook.url().getRawPath()))
                                .filter(part -> part.length() >= LEAST_OF_SECRET))
                        .flatMap(Function.identity()).toList();
            case DestinationSettings.SegmentApi segment ->
                List.of(segment.writeKey(), Base64.getEncoder().encodeToString(
                        (segment.writeKey() + ":").getBytes(StandardCharsets.UTF_8)));
        };
    }

    private static String without(List<String> secrets, String text) {
        String rest = text;
        for (String secret : secrets) {
            if (!secret.isBlank()) {
                rest = rest.replace(secret, "…");
                rest = rest.substring(0, rest.length() - cut(secret, rest));
            }
        }
        return rest;
    }

    /** How much of a secret stands at the end of a text that may have been cut within it. */
    private static int cut(String secret, String text) {
        for (int length = Math.min(secret.length() - 1, text.length()); length >= LEAST_OF_SECRET; length--) {
            if (text.regionMatches(text.length() - length, secret, 0, length)) {
                return length;
            }
        }
        return 0;
    }

    private static DestinationSettings.OverHttp settings(Destination destination) {
        return switch (destination.settings()) {
            case DestinationSettings.OverHttp http -> http;
            case DestinationSettings.Catalogue tool -> throw new IllegalArgumentException("Not over HTTP: " + tool);
            case DestinationSettings.Kafka kafka -> throw new IllegalArgumentException("Not over HTTP: " + kafka);
            case DestinationSettings.Unreadable none -> throw new IllegalArgumentException(none.reason());
            case DestinationSettings.Files files -> throw new IllegalArgumentException("Files have no messages");
        };
    }

    /** The others need not suffer for one that is refused. If the receiver forbids the first two, it forbids all. */
    private void alone(Destination destination, List<ObjectNode> bodies, Parcel together, List<Outcome> outcomes,
            Leave leave) throws InterruptedException {
        int forbidden = 0;
        boolean taken = false;
        for (int place : together.messages()) {
            Requests.Plan plan = Requests.singly(settings(destination), List.of(bodies.get(place)), Instant.now());
            for (Parcel parcel : plan.parcels()) {
                if (!leave.request()) {
                    return;
                }
                Reply reply = post(destination, parcel, leave);
                Outcome outcome = parcel.outcomes(reply).getFirst();
                outcomes.set(place, outcome);
                taken |= outcome instanceof Outcome.Delivered;
                forbidden += outcome instanceof Outcome.Pause ? 1 : 0;
                if (reply instanceof Reply.Unreachable || (forbidden > 1 && !taken)) {
                    return;
                }
            }
        }
    }

    private static void note(Parcel parcel, Reply reply, List<Outcome> outcomes) {
        List<Outcome> its = parcel.outcomes(reply);
        for (int i = 0; i < its.size(); i++) {
            outcomes.set(parcel.messages().get(i), its.get(i));
        }
    }
}
