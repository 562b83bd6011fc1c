package io.selfsame.destination.deliver;

import io.selfsame.destination.courier.Courier;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.destination.Destination;
import io.selfsame.destination.send.HttpTransport;
import io.selfsame.flow.FairCapacity;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.lease.Lease;
import io.selfsame.lease.LeaseLost;
import io.selfsame.lease.Progress;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that somebody sends for each destination for which something waits: a thread of this instance, or another instance. Thread
 * safe.
 */
public final class Deliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** What is in flight at a stop may be answered; what is not is sent again, with the same message IDs. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    /** How long one run looks at the ledger. */
    private static final Duration SLICE = Duration.ofSeconds(2);

    /** Reads a destination, secrets included. */
    @FunctionalInterface
    public interface Directory {

        /** Empty if there is none any more, or its secrets cannot be read. */
        Optional<Destination> find(SpaceId space, String id);
    }

    /**
     * Requests that are on their way at a time, of all spaces: some are left for tests and for those that end slowly. A space alone gets
     * two thirds, two spaces get 40 percent each, and so on; the destinations of a space share what it gets in the same way.
     */
    private static final int TOGETHER = HttpTransport.MOST * 7 / 8;

    /** How long nobody sends what is due before that is shown. */
    private static final Duration UNSENT = Duration.ofMinutes(1);

    private final DeliveryStore store;
    private final DeliveryUpkeep upkeep;
    private final GivenConsent consent;
    private final Directory directory;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Dispatcher.Shared shared;
    /** Since when nobody sends what is due, by the ID of a destination, and whether that was shown. */
    private final Map<String, Unsent> unsent = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Running(Dispatcher dispatcher, Thread thread) {}

    private record Unsent(long since, boolean shown) {}

    /**
     * @param rights the graph for the rights to send: they are kept also while all that is noted waits
     * @param mostWaiting changes that may wait for one destination; if there are more, they are dropped
     */
    public Deliveries(Graph graph, Graph rights, Directory directory, Courier courier, long mostWaiting,
            MeterRegistry registry) {
        this.store = new DeliveryStore(graph, rights);
        this.upkeep = new DeliveryUpkeep(graph, mostWaiting);
        this.consent = new GivenConsent(graph);
        this.directory = directory;
        this.shared = new Dispatcher.Shared(courier, new FairCapacity<>("delivery", TOGETHER, Senders.Sender::space),
                new FairCapacity<>("delivery memory", Runtime.getRuntime().maxMemory() / 16, Senders.Sender::space),
                new DeliveryCounts(registry));
    }

    /**
     * Looks at the tools of the catalogue of a space once, and begins to send where that is due: on an instance with a catalogue, if there is
     * one. What is to be done beside sending is done by {@link #run}.
     */
    public Progress runTools(SpaceId space, Lease lease) {
        return begun(begin(space, store.survey(space).stream().filter(DeliveryStore.Standing::tool).toList()), false);
    }

    /**
     * Looks at the other destinations of a space once, and begins to send where that is due; and sees to whatever else is to be done for all
     * of its destinations. It does not wait for any receiver.
     */
    public Progress run(SpaceId space, Lease lease) {
        List<DeliveryStore.Standing> all = store.survey(space);
        int begun = begin(space, all.stream().filter(standing -> !standing.tool()).toList());
        // After the others: what fails here must not keep them from being sent. What bounds them comes before what notes more.
        boolean trimmed = false;
        for (DeliveryStore.Standing standing : all) {
            trimmed |= upkeep.bound(space, standing, lease);
            trimmed |= upkeep.trim(space, standing, lease);
        }
        var slice = System.nanoTime() + SLICE.toNanos();
        boolean more = true;
        while (more && System.nanoTime() < slice) {
            more = upkeep.newIds(space, lease);
            more |= upkeep.newMembers(space, lease);
            more |= consent.resend(space, lease);
            more |= upkeep.dropDeleted(space, lease);
        }
        return begun(begun, more || trimmed);
    }

    private static Progress begun(int begun, boolean more) {
        return new Progress(begun == 0 ? "" : "began to send to " + begun + " destinations", more);
    }

    /** Begins to send where that is due; says to how many. */
    private int begin(SpaceId space, List<DeliveryStore.Standing> some) {
        int begun = 0;
        for (DeliveryStore.Standing standing : some) {
            if (!closed && standing.active() && standing.free() && standing.calls()
                    && !running.containsKey(standing.id())) {
                Optional<Destination> destination = directory.find(space, standing.id());
                if (destination.filter(Destination::isActive).isPresent()) {
                    begun += start(destination.get(), standing.failing()) ? 1 : 0;
                    unsent.remove(standing.id());
                } else {
                    noteUnsent(space, standing.id(), destination);
                }
            } else {
                unsent.remove(standing.id());
            }
        }
        return begun;
    }

    /** Another instance may send for what this one cannot: one with a catalogue, or a newer one that knows its kind. */
    private void noteUnsent(SpaceId space, String id, Optional<Destination> destination) {
        Unsent known = unsent.computeIfAbsent(id, any -> new Unsent(System.nanoTime(), false));
        if (!known.shown() && System.nanoTime() - known.since() > UNSENT.toNanos()) {
            String why = destination.flatMap(Destination::pausedBecause).orElse(
                    "No instance sends for it; for a tool of the catalogue one needs SELFSAME_CATALOGUE_URL");
            LOG.warn("Nobody sends for destination {} of space {}: {}", id, space, why);
            store.withheld(space, id, Optional.of(why));
            unsent.put(id, new Unsent(known.since(), true));
        }
    }

    private boolean start(Destination destination, boolean failing) {
        Optional<Right> right = store.claim(destination);
        if (right.isEmpty()) {
            return false;
        }
        var dispatcher = new Dispatcher(store, right.get(), failing, shared);
        Thread thread = Thread.ofVirtual().name("deliver-" + destination).unstarted(() -> {
            try {
                dispatcher.run();
            } catch (LeaseLost | GraphUnavailable e) {
                LOG.info("Sending to {} of space {} was given up: {}", destination, destination.space(),
                        e.getMessage());
            } catch (RuntimeException e) {
                LOG.warn("Sending to {} of space {} failed, and begins anew", destination, destination.space(), e);
            } finally {
                running.remove(destination.id());
            }
        });
        running.put(destination.id(), new Running(dispatcher, thread));
        if (closed) {
            dispatcher.stop();
        }
        thread.start();
        return true;
    }

    /** Sends nothing more, and waits a little for what is in flight. */
    @Override
    public void close() {
        closed = true;
        running.values().forEach(each -> each.dispatcher().stop());
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        for (Running each : running.values()) {
            try {
                each.thread().join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
