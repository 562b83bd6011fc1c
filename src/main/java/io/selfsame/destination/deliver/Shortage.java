package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.flow.LogThrottle;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows why what is due for a destination is not sent, where the receiver is not to blame and it lasts: in the overview, and once a minute
 * in the log. For one thread.
 */
final class Shortage {

    private static final Logger LOG = LoggerFactory.getLogger(Shortage.class);

    /** One that is over sooner is nobody's business. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LogThrottle throttle = new LogThrottle(Duration.ofMinutes(1));
    private final DeliveryStore store;
    private final Destination destination;
    private boolean shown;
    /** When it began; empty: there is none. */
    private Optional<Long> since = Optional.empty();

    /** @param shown whether it is shown now that there is one */
    Shortage(DeliveryStore store, Destination destination, boolean shown) {
        this.store = store;
        this.destination = destination;
        this.shown = shown;
    }

    /** Shows how it is now; empty: there is none. */
    void show(Optional<String> why) {
        long now = System.nanoTime();
        since = why.isEmpty() ? Optional.empty() : since.or(() -> Optional.of(now));
        if (why.isPresent() && now - since.orElse(now) < PATIENCE.toNanos()) {
            return;
        }
        why.ifPresent(reason -> throttle.say(more -> LOG.warn("What is due for destination {} of space {} waits: {}",
                destination, destination.space(), reason)));
        if (why.isPresent() != shown) {
            store.withheld(destination.space(), destination.id(), why);
            shown = why.isPresent();
        }
    }
}
