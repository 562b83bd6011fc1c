package io.selfsame.destination.deliver;

import io.github.bucket4j.Bucket;
import io.selfsame.destination.Destination;
import io.selfsame.destination.call.CallPlan;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.call.Recipient;
import io.selfsame.destination.call.Told;
import io.selfsame.destination.send.Outcome;
import io.selfsame.destination.send.RetrySchedule;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.lease.LeaseLost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits for one destination, while this instance has the right to. One thread reads and writes the graph, some others wait for the
 * receiver: each is at some people at a time, whose messages it sends in order.
 */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Requests in flight at most. */
    private static final int SENDERS = 64;

    /** Changes that are read at once. */
    private static final int PAGE = 500;

    /** Changes in memory at most: what is read while a receiver is slow. */
    private static final int MOST = 2_000;

    /** How long it waits for news of its senders before it looks for more. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** How long there is nothing to do before it ends. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** How often it says that it still sends. */
    private static final Duration RENEWAL = Duration.ofSeconds(2);

    /** How long it sends without having been able to say so: less than others wait. */
    private static final Duration TRUST = Duration.ofSeconds(7);

    private final DeliveryStore store;
    private final Destination destination;
    private final Courier courier;
    private final Settlement settlement = new Settlement(RetrySchedule.standard());
    private final Breaker breaker;
    private final Optional<Bucket> rate;

    private final String token = UUID.randomUUID().toString();
    private final Follower follower;

    /** People about whom messages are to be sent. Of the thread that reads and writes alone, as all but the queue and the flags. */
    private final Deque<Person> ready = new ArrayDeque<>();
    /** All profiles of the people in memory, by their root. */
    private final Map<ProfileId, Set<ProfileId>> busy = new HashMap<>();
    private final Deque<DeliveryStore.Sync> syncs = new ArrayDeque<>();
    /** Groups that are done, of which that is not noted yet. */
    private final List<List<Person>> unsettled = new ArrayList<>();
    private int changes;
    private int sending;
    private boolean shownFailing;

    /** People about whom it is done for now. */
    private final BlockingQueue<List<Person>> ended = new LinkedBlockingQueue<>();
    private final AtomicReference<String> pause = new AtomicReference<>("");
    private final AtomicReference<String> lastFailure = new AtomicReference<>("");
    private final AtomicBoolean recovered = new AtomicBoolean();
    private volatile boolean stopping;
    /** When the right to send was confirmed the last time. */
    private volatile long confirmed;

    Dispatcher(DeliveryStore store, Destination destination, Courier courier) {
        this.store = store;
        this.destination = destination;
        this.courier = courier;
        this.follower = new Follower(store, destination, token);
        this.breaker = new Breaker(() -> recovered.set(true));
        int cap = destination.settings().callsPerSecond();
        this.rate = cap == 0
                ? Optional.empty()
                : Optional.of(Bucket.builder().addLimit(limit -> limit.capacity(cap).refillGreedy(cap, SECOND)).build());
    }

    /** Takes the right to send; false if another has it. */
    boolean claim() {
        confirmed = System.nanoTime();
        return store.claim(destination.space(), destination.id(), token);
    }

    /** Sends nothing more than what is in flight. */
    void stop() {
        stopping = true;
    }

    /**
     * Sends until there has been nothing to do for a while, or it is stopped, or the receiver refuses us. At its end nothing is in flight,
     * and another may send.
     *
     * @throws LeaseLost if another instance sends now
     */
    void run() {
        try {
            rounds();
        } finally {
            stopping = true;
            ready.clear();
            // Requests have time limits of their own.
            while (sending > 0) {
                collect(SECOND);
            }
            end();
        }
    }

    private void rounds() {
        syncs.addAll(store.syncs(destination));
        long idleSince = System.nanoTime();
        while (!isEnding() && System.nanoTime() - idleSince < IDLE.toNanos()) {
            if (System.nanoTime() - confirmed > RENEWAL.toNanos() && !renew()) {
                return;
            }
            Duration closed = breaker.closedFor();
            boolean some = settle(closed.isZero() ? PAUSE : min(closed, SECOND));
            if (closed.isZero()) {
                boolean read = follower.follow() | read();
                begin();
                some |= read || (sending == 0 && sync());
            }
            showFailing();
            if (some || sending > 0 || !closed.isZero()) {
                idleSince = System.nanoTime();
            }
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private boolean renew() {
        long now = System.nanoTime();
        boolean ours = store.renew(destination, token);
        confirmed = now;
        return ours;
    }

    /** What is still to be noted is noted, if that can be. What is not is sent again, under the same message IDs. */
    private void end() {
        try {
            settle(Duration.ZERO);
            if (!pause.get().isEmpty()) {
                store.pause(destination, token, pause.get());
            }
            store.release(destination, token);
        } catch (LeaseLost | GraphUnavailable e) {
            LOG.info("What was sent to {} of space {} at last could not be noted, and may be sent again: {}", destination,
                    destination.space(), e.getMessage());
        }
    }

    private boolean isEnding() {
        return stopping || !pause.get().isEmpty();
    }

    /** Whether this run may send now: another may after a while in which this one could not say that it still does. */
    private boolean maySend() {
        return !isEnding() && System.nanoTime() - confirmed < TRUST.toNanos();
    }

    /** Reads what is due; true if there was something. */
    private boolean read() {
        if (changes >= MOST) {
            return false;
        }
        Set<ProfileId> owners = new HashSet<>();
        busy.values().forEach(owners::addAll);
        List<DeliveryStore.WaitingPerson> page = store.due(destination, owners, breaker.isOpen() ? Breaker.TRIALS : PAGE);
        Map<ProfileId, DeliveryStore.WaitingPerson> people = new LinkedHashMap<>();
        Map<String, Settled> aside = new HashMap<>();
        for (DeliveryStore.WaitingPerson person : page) {
            if (person.root().isEmpty()) {
                person.changes().forEach(change -> aside.put(change.key(), Settlement.gone(Instant.now())));
            } else if (person.waits().isPresent()) {
                person.changes().forEach(change -> aside.put(change.key(), Settlement.waits(person.waits().get())));
            } else {
                people.put(person.root().get(), person);
            }
        }
        if (!aside.isEmpty()) {
            store.write(destination, token, tx -> store.settle(tx, destination, aside, Map.of()));
        }
        if (!people.isEmpty()) {
            plan(people);
        }
        return !page.isEmpty();
    }

    /** Notes some more people of a first sync; true if there were any. It goes on when nothing else is to be sent. */
    private boolean sync() {
        if (syncs.isEmpty()) {
            return false;
        }
        if (!store.sync(destination, token, syncs.peek())) {
            syncs.remove();
        }
        return true;
    }

    private void plan(Map<ProfileId, DeliveryStore.WaitingPerson> people) {
        Map<ProfileId, Recipient> recipients = store.recipients(destination, people.keySet());
        people.forEach((root, waiting) -> {
            Recipient recipient = recipients.get(root);
            if (recipient == null) {
                // Merged a moment ago: it is found by its new root in a moment.
                return;
            }
            ready.add(new Person(recipient, CallPlan.of(destination, recipient, waiting.changes())));
            busy.put(root, waiting.owners());
            changes += waiting.changes().size();
        });
    }

    private void begin() {
        int most = courier.most(destination);
        while (!ready.isEmpty() && sending < SENDERS) {
            List<Person> some = new ArrayList<>();
            while (!ready.isEmpty() && some.size() < most) {
                some.add(ready.poll());
            }
            sending++;
            Thread.ofVirtual().name("deliver-" + destination).start(() -> {
                try {
                    send(some);
                } catch (RuntimeException | Error e) {
                    LOG.warn("Sending to {} of space {} failed, and begins anew", destination, destination.space(), e);
                } finally {
                    some.forEach(Person::end);
                    ended.add(some);
                }
            });
        }
    }

    private void send(List<Person> people) {
        while (true) {
            List<Person> asked = new ArrayList<>();
            List<Message> messages = new ArrayList<>();
            people.forEach(person -> person.next().ifPresent(message -> {
                asked.add(person);
                messages.add(message);
            }));
            if (asked.isEmpty() || !takeTurn() || !maySend() || !breaker.lets()) {
                return;
            }
            List<Outcome> outcomes = List.of();
            try {
                outcomes = courier.send(destination, messages, this::maySend);
            } finally {
                breaker.note(outcomes);
            }
            for (int i = 0; i < asked.size(); i++) {
                note(asked.get(i), messages.get(i), outcomes.get(i));
            }
        }
    }

    private void note(Person person, Message message, Outcome outcome) {
        person.note(message, outcome);
        switch (outcome) {
            case Outcome.Pause stopped -> pause.set(stopped.reason());
            case Outcome.Retry retry -> lastFailure.set(retry.reason());
            case Outcome.Delivered delivered -> {
            }
            case Outcome.Final refused -> {
            }
        }
    }

    /** Waits until the receiver's rate allows one more request; false if it is to end. */
    private boolean takeTurn() {
        if (rate.isEmpty()) {
            return true;
        }
        try {
            while (!isEnding()) {
                if (rate.get().asBlocking().tryConsume(1, SECOND)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void collect(Duration patience) {
        try {
            List<Person> first = ended.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (first != null) {
                unsettled.add(first);
                sending--;
                List<List<Person>> others = new ArrayList<>();
                ended.drainTo(others, PAGE);
                sending -= others.size();
                unsettled.addAll(others);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /** Notes what has been sent, together; true if there was something. */
    private boolean settle(Duration patience) {
        collect(patience);
        if (unsettled.isEmpty()) {
            return false;
        }
        Instant now = Instant.now();
        Map<String, Settled> settled = new HashMap<>();
        Map<ProfileId, Map<String, Told>> told = new HashMap<>();
        var tally = new Tally();
        unsettled.forEach(group -> group.forEach(person -> {
            settled.putAll(settlement.of(person, now, tally));
            told.put(person.recipient().root(), person.known());
        }));
        told.values().removeIf(Map::isEmpty);
        if (!settled.isEmpty() || !told.isEmpty()) {
            store.write(destination, token, tx -> {
                store.settle(tx, destination, settled, told);
                tally.write(tx, destination.id(), now);
            });
        }
        unsettled.forEach(group -> group.forEach(person -> {
            busy.remove(person.recipient().root());
            changes -= person.steps().size();
        }));
        unsettled.clear();
        return true;
    }

    /** Says in the graph whether the receiver is away, when that changes; once it is back, what waits is due. */
    private void showFailing() {
        if (recovered.get() && !store.hasten(destination, token)) {
            recovered.set(false);
        }
        if (breaker.isOpen() != shownFailing) {
            shownFailing = !shownFailing;
            if (shownFailing) {
                LOG.warn("Destination {} of space {} does not take messages: {}", destination, destination.space(),
                        lastFailure.get());
            } else {
                LOG.info("Destination {} of space {} takes messages again", destination, destination.space());
            }
            store.failing(destination, token, shownFailing ? Optional.of(lastFailure.get()) : Optional.empty());
        }
    }
}
