package io.selfsame.destination.courier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.catalogue.Catalogue;
import io.selfsame.destination.catalogue.CatalogueAway;
import io.selfsame.destination.send.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings messages to tools of the catalogue. Thread safe. */
public final class CatalogueCourier implements Courier {

    private final Optional<Catalogue> catalogue;

    /** @param catalogue empty if this instance has none */
    public CatalogueCourier(Optional<Catalogue> catalogue) {
        this.catalogue = catalogue;
    }

    /** Tools differ in whether they take several at once, so that their rates can be kept only one by one. */
    @Override
    public int most(Destination destination) {
        return 1;
    }

    @Override
    public List<Outcome> send(Destination destination, List<Message> messages, Leave leave) {
        if (!(destination.settings() instanceof DestinationSettings.Catalogue settings)) {
            throw new IllegalArgumentException("Not of the catalogue: " + destination);
        }
        if (catalogue.isEmpty()) {
            return all(messages, new Outcome.NotTried("SELFSAME_CATALOGUE_URL is not set on this instance"));
        }
        if (!leave.request()) {
            return all(messages, new Outcome.NotTried("nothing more is sent now"));
        }
        List<ObjectNode> bodies = messages.stream().map(Message::body).toList();
        try {
            return catalogue.get().deliver(settings.tool(), settings.values(), settings.subscriptions(), bodies,
                    messages.stream().map(Message::taken).toList())
                    .stream()
                    .map(CatalogueCourier::outcome).toList();
        } catch (CatalogueAway e) {
            String reason = String.valueOf(e.getMessage());
            return all(messages,
                    e.isUntried() ? new Outcome.NotTried(reason) : new Outcome.Retry(Optional.empty(), reason));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return all(messages, new Outcome.Retry(Optional.empty(), "the service was stopped while it was sent"));
        }
    }

    private static Outcome outcome(Catalogue.Status status) {
        return switch (status) {
            case Catalogue.Status.Delivered delivered -> new Outcome.Delivered();
            case Catalogue.Status.Retryable(String reason, Optional<Duration> after, Set<String> taken) ->
                new Outcome.Retry(after, reason, "", taken);
            case Catalogue.Status.Final(String reason) -> new Outcome.Final(reason);
            case Catalogue.Status.Wrong(String reason, Set<String> taken) ->
                new Outcome.Pause(reason, false, "", taken);
        };
    }

    private static List<Outcome> all(List<Message> messages, Outcome outcome) {
        return Collections.nCopies(messages.size(), outcome);
    }
}
