package io.selfsame.destination.deliver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.send.HttpTransport;
import io.selfsame.destination.send.Outcome;
import io.selfsame.destination.send.Parcel;
import io.selfsame.destination.send.Reply;
import io.selfsame.destination.send.Requests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Brings messages by HTTP. Thread safe. */
public final class HttpCourier implements Courier {

    /** Messages in a request to an address that takes Segment's batches. */
    private static final int SEGMENT_BATCH = 100;

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
    public List<Outcome> send(Destination destination, List<Message> messages, BooleanSupplier goOn) {
        List<ObjectNode> bodies = messages.stream().map(Message::body).toList();
        Requests.Plan plan = Requests.of(settings(destination), bodies, Instant.now());
        List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(messages.size(),
                new Outcome.NotTried("the service was stopped before it was sent")));
        plan.unsendable().forEach(outcomes::set);
        try {
            for (Parcel parcel : plan.parcels()) {
                Reply reply = transport.post(parcel.request());
                if (parcel.mayBeForOne(reply)) {
                    alone(destination, bodies, parcel, outcomes, goOn);
                } else {
                    note(parcel, reply, outcomes);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return outcomes;
    }

    private static DestinationSettings.OverHttp settings(Destination destination) {
        return switch (destination.settings()) {
            case DestinationSettings.OverHttp http -> http;
            case DestinationSettings.Catalogue tool ->
                throw new IllegalArgumentException(tool + " is brought by another");
        };
    }

    /** The others need not suffer for one that is refused. */
    private void alone(Destination destination, List<ObjectNode> bodies, Parcel together, List<Outcome> outcomes,
            BooleanSupplier goOn) throws InterruptedException {
        for (int place : together.messages()) {
            if (!goOn.getAsBoolean()) {
                return;
            }
            Requests.Plan plan = Requests.singly(settings(destination), List.of(bodies.get(place)), Instant.now());
            for (Parcel parcel : plan.parcels()) {
                outcomes.set(place, parcel.outcomes(transport.post(parcel.request())).getFirst());
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
