package io.selfsame.destination.courier;

import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.send.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Has each message brought by the courier for its kind of destination. Thread safe if they are. */
public final class Couriers implements Courier {

    private final Courier http;
    private final Courier kafka;
    private final Courier catalogue;

    public Couriers(Courier http, Courier kafka, Courier catalogue) {
        this.http = http;
        this.kafka = kafka;
        this.catalogue = catalogue;
    }

    @Override
    public int most(Destination destination) {
        return of(destination).map(courier -> courier.most(destination)).orElse(1);
    }

    @Override
    public List<Outcome> send(Destination destination, List<Message> messages, Leave leave) {
        return of(destination).map(courier -> courier.send(destination, messages, leave))
                .orElseGet(() -> Collections.nCopies(
                        messages.size(),
                        new Outcome.Pause(destination.pausedBecause().orElse("Its settings cannot be read"))));
    }

    /** Empty for one that nothing can be sent to. */
    private Optional<Courier> of(Destination destination) {
        return switch (destination.settings()) {
            case DestinationSettings.OverHttp any -> Optional.of(http);
            case DestinationSettings.Kafka any -> Optional.of(kafka);
            case DestinationSettings.Catalogue any -> Optional.of(catalogue);
            case DestinationSettings.Unreadable any -> Optional.empty();
            case DestinationSettings.Files any -> Optional.empty();
        };
    }
}
