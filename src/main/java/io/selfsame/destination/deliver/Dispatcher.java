package io.selfsame.destination.deliver;

import io.selfsame.destination.courier.Courier;
import io.selfsame.destination.Destination;
import io.selfsame.destination.send.RetrySchedule;
import io.selfsame.flow.FairCapacity;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.lease.LeaseLost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits for one destination, while this instance has the right to. One thread reads and writes the graph; {@link Senders} wait
 * for the receiver.
 */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** How long it waits for news of its senders before it looks for more. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** How long there is nothing to do before it ends. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** How often it looks for syncs, and shows why it does not send. */
    private static final Duration GLANCE = Duration.ofSeconds(2);

    /** How long it waits for others to be taken after the receiver has forbidden one message. */
    private static final Duration DOUBT = Duration.ofSeconds(5);

    private final DeliveryStore store;
    private final Destination destination;
    private final Settlement settlement = new Settlement(RetrySchedule.standard());
    private final Breaker breaker;
    private final DeliveryCounts counts;
    private final Senders senders;
    private final Doubt doubt;
    private final Right right;
    private final Shortage shortage;

    private final Follower follower;
    private final DuePeople people;

    /** What is to be noted of everybody; of the thread that reads and writes alone, as all but the flags. */
    private final Deque<Syncs.Sync> syncs = new ArrayDeque<>();
    /** Groups that are done, of which that is not noted yet. */
    private final List<List<Person>> unsettled = new ArrayList<>();
    private long syncedAt = System.nanoTime();
    private boolean shownFailing;
    private int shownOpenings;
    private boolean hastening;

    private final AtomicBoolean recovered = new AtomicBoolean();

    /**
     * What all runs of an instance have together.
     *
     * @param permits for requests at a time, of all destinations of all spaces
     * @param memory bytes of heap of what was read and is not sent, of all destinations of all spaces
     * @param counts what is counted of spaces
     */
    record Shared(Courier courier, FairCapacity<Senders.Sender> permits, FairCapacity<Senders.Sender> memory,
            DeliveryCounts counts) {}

    /**
     * One that has the right to send.
     *
     * @param failing whether the receiver took nothing the last time
     */
    Dispatcher(DeliveryStore store, Right right, boolean failing, Shared shared) {
        this.store = store;
        this.right = right;
        this.destination = right.destination();
        this.counts = shared.counts();
        this.follower = new Follower(store, right);
        this.people = new DuePeople(store, right, shared.memory());
        this.shownFailing = failing;
        this.hastening = right.claim().hastening();
        this.breaker = new Breaker(failing, () -> recovered.set(true));
        this.doubt = new Doubt(right.claim().forbidden(), DOUBT);
        this.shortage = new Shortage(store, destination, right.claim().withheld());
        this.senders = new Senders(destination, shared.courier(), breaker, shared.permits(), right, doubt);
    }

    /** Sends nothing more than what is in flight. */
    void stop() {
        right.stop();
    }

    /**
     * Sends until there has been nothing to do for a while, or it is stopped, or the receiver refuses us. At its end nothing is in flight,
     * and another may send.
     *
     * @throws LeaseLost if another instance sends now
     */
    void run() {
        try (right; people) {
            right.keep();
            try {
                rounds();
            } finally {
                right.stop();
                people.drop();
                senders.drop();
                // Requests have time limits of their own; the right is kept meanwhile.
                while (senders.sending() > 0) {
                    collect(SECOND);
                }
                end();
            }
        }
    }

    private void rounds() {
        long idleSince = System.nanoTime();
        long looked = 0;
        boolean synced = false;
        while (!isEnding() && System.nanoTime() - idleSince < IDLE.toNanos()) {
            if (looked == 0 || System.nanoTime() - looked > GLANCE.toNanos()) {
                looked = System.nanoTime();
                // Anew, as accounts whose members are to be told go before what takes long.
                syncs.clear();
                syncs.addAll(new Syncs(store).of(destination));
                shortage.show(senders.shortage().or(people::shortage));
            }
            Duration closed = breaker.closedFor();
            // The next page of a sync need not wait for anything.
            boolean some = settle(!closed.isZero() ? min(closed, SECOND) : synced ? Duration.ZERO : PAUSE);
            synced = false;
            if (!closed.isZero()) {
                // By the time that the receiver is tried again, there may be something newer.
                senders.drop();
            }
            // What was not sent for want of something is not asked for again at once.
            if (closed.isZero() && !senders.wasShort()) {
                boolean followed = follower.follow();
                boolean read = people.read(breaker.isOpen() ? Breaker.TRIALS : DuePeople.PAGE) || followed;
                senders.begin(people.ready());
                synced = maySync(read) && sync();
                some |= read || synced || people.shortage().isPresent();
            }
            showFailing();
            if (some || senders.sending() > 0 || !closed.isZero()) {
                idleSince = System.nanoTime();
            }
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What is still to be noted is noted, if that can be. What is not is sent again, under the same message IDs. */
    private void end() {
        try {
            settle(Duration.ZERO);
            if (senders.refusal().isPresent()) {
                store.pause(right, senders.refusal().get(), doubt.forbidden());
            }
            right.release();
        } catch (LeaseLost | GraphUnavailable e) {
            LOG.info("What was sent to {} of space {} at last could not be noted, and may be sent again: {}",
                    destination,
                    destination.space(), e.getMessage());
        }
    }

    private boolean isEnding() {
        return right.isEnding() || senders.refusal().isPresent();
    }

    /** Whether the next page of a sync is to be noted: when nothing else is to be sent, and now and then while the receiver keeps up. */
    private boolean maySync(boolean read) {
        // What is ready was planned before, and may be news: what is taken back must come after it.
        boolean idle = !read && people.ready().isEmpty() && senders.sending() == 0;
        boolean keepsUp = !people.wasFull() && !syncs.isEmpty() && syncs.element().kind() != Syncs.Kind.TOLD
                && System.nanoTime() - syncedAt > SECOND.toNanos();
        return idle || keepsUp;
    }

    /** Notes some more people of a sync; true if there were any. */
    private boolean sync() {
        if (syncs.isEmpty()) {
            return false;
        }
        syncedAt = System.nanoTime();
        Syncs.Sync sync = syncs.element();
        if (!new Syncs(store).page(right, sync)) {
            syncs.remove();
        }
        if (sync.kind() == Syncs.Kind.SPREAD) {
            // The members of these accounts before those of more.
            syncs.addFirst(new Syncs.Sync("", Syncs.Kind.BELONGING));
        }
        return true;
    }

    private void collect(Duration patience) {
        try {
            unsettled.addAll(senders.collect(patience));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            right.stop();
        }
    }

    /** Notes what has been sent, together; true if there was something. */
    private boolean settle(Duration patience) {
        collect(patience);
        if (unsettled.isEmpty()) {
            return false;
        }
        Instant now = Instant.now();
        Map<String, Settlement.Settled> settled = new HashMap<>();
        List<Person> sent = new ArrayList<>();
        var tally = new Tally();
        unsettled.forEach(sent::addAll);
        sent.forEach(person -> settled.putAll(settlement.of(person, now, tally)));
        if (!settled.isEmpty()) {
            store.write(right, tx -> {
                store.settle(tx, destination, settled, sent);
                tally.write(tx, destination.id(), now);
            });
            counts.add(destination.space(), tally);
        }
        people.done(sent);
        unsettled.clear();
        return true;
    }

    /** Says in the graph whether the receiver is away, and until when, if that changes; once it is back, what waits is due. */
    private void showFailing() {
        if (recovered.getAndSet(false)) {
            hastening = store.mayHasten(right);
        }
        if (hastening) {
            hastening = store.hasten(right);
        }
        boolean away = breaker.isOpen();
        int openings = breaker.openings();
        if (away != shownFailing || openings != shownOpenings) {
            if (away != shownFailing && away) {
                LOG.warn("Destination {} of space {} does not take messages: {}", destination, destination.space(),
                        senders.failure());
            } else if (away != shownFailing) {
                LOG.info("Destination {} of space {} takes messages again", destination, destination.space());
            }
            shownFailing = away;
            shownOpenings = openings;
            store.failing(right, away ? Optional.of(senders.failure()) : Optional.empty(),
                    breaker.closedFor());
        }
    }
}
