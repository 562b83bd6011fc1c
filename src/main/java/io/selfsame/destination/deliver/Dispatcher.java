package io.selfsame.destination.deliver;

import io.github.bucket4j.Bucket;
import io.selfsame.destination.Destination;
import io.selfsame.destination.call.CallPlan;
import io.selfsame.destination.call.Change;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.call.Recipient;
import io.selfsame.destination.call.Told;
import io.selfsame.destination.send.Outcome;
import io.selfsame.destination.send.RetrySchedule;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.lease.LeaseLost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private final DeliveryStore store;
    private final Destination destination;
    private final Courier courier;
    private final Settlement settlement = new Settlement(RetrySchedule.standard());
    private final Breaker breaker;
    private final Optional<Bucket> rate;

    /** People about whom messages are to be sent. Of the thread that reads and writes alone, as all but the queue and the flags. */
    private final Deque<Person> ready = new ArrayDeque<>();
    /** Keys of the changes in memory, by the person: those that are being sent, and those that came meanwhile. */
    private final Map<ProfileId, Set<String>> busy = new HashMap<>();
    private final Deque<DeliveryStore.Sync> syncs = new ArrayDeque<>();
    private int sending;
    private boolean shownFailing;

    /** People about whom it is done for now. */
    private final BlockingQueue<List<Person>> ended = new LinkedBlockingQueue<>();
    private final AtomicReference<String> pause = new AtomicReference<>("");
    private final AtomicReference<String> lastFailure = new AtomicReference<>("");
    private final AtomicBoolean recovered = new AtomicBoolean();
    private volatile boolean stopping;

    Dispatcher(DeliveryStore store, Destination destination, Courier courier) {
        this.store = store;
        this.destination = destination;
        this.courier = courier;
        this.breaker = new Breaker(() -> recovered.set(true));
        int cap = destination.settings().callsPerSecond();
        this.rate = cap == 0
                ? Optional.empty()
                : Optional.of(Bucket.builder().addLimit(limit -> limit.capacity(cap).refillGreedy(cap, SECOND)).build());
    }

    /** Sends nothing more than what is in flight. */
    void stop() {
        stopping = true;
    }

    /**
     * Sends until there has been nothing to do for a while, or it is stopped, or the receiver refuses us.
     *
     * @throws LeaseLost if another instance sends now
     */
    void run() {
        syncs.addAll(store.syncs(destination));
        long idleSince = System.nanoTime();
        long checked = idleSince;
        while (!isEnding() && System.nanoTime() - idleSince < IDLE.toNanos()) {
            if (System.nanoTime() - checked > SECOND.toNanos()) {
                checked = System.nanoTime();
                stopping |= !store.isCurrent(destination);
            }
            boolean some = settle(PAUSE);
            some |= read();
            begin();
            some |= ready.size() < PAGE && sync();
            showFailing();
            if (some || sending > 0) {
                idleSince = System.nanoTime();
            }
        }
        ready.clear();
        // Requests have time limits of their own.
        while (sending > 0) {
            settle(SECOND);
        }
        if (!pause.get().isEmpty()) {
            store.pause(destination, pause.get());
        }
        store.release(destination);
    }

    private boolean isEnding() {
        return stopping || !pause.get().isEmpty();
    }

    /** Reads what is due; true if there was something. */
    private boolean read() {
        int inMemory = busy.values().stream().mapToInt(Set::size).sum();
        if (inMemory >= MOST) {
            return false;
        }
        List<String> known = new ArrayList<>(inMemory);
        busy.values().forEach(known::addAll);
        List<DeliveryStore.Due> page = store.due(destination, known, breaker.isOpen() ? Breaker.TRIALS : PAGE);
        Map<ProfileId, List<Change>> people = new LinkedHashMap<>();
        Map<String, Map<String, Object>> aside = new HashMap<>();
        for (DeliveryStore.Due due : page) {
            Change change = due.change();
            if (due.root().isEmpty()) {
                aside.put(change.key(), Settlement.gone(Instant.now()));
            } else if (due.waits().isPresent()) {
                aside.put(change.key(), Settlement.waits(due.waits().get()));
            } else if (busy.containsKey(due.root().get())) {
                busy.get(due.root().get()).add(change.key());
            } else {
                people.computeIfAbsent(due.root().get(), root -> new ArrayList<>()).add(change);
            }
        }
        if (!aside.isEmpty()) {
            store.write(destination, tx -> store.settle(tx, destination, aside, Map.of()));
        }
        if (!people.isEmpty()) {
            plan(people);
        }
        return !page.isEmpty();
    }

    /** Notes some more people of a first sync; true if there were any. What is noted is bounded by what is sent. */
    private boolean sync() {
        if (syncs.isEmpty()) {
            return false;
        }
        if (!store.sync(destination, syncs.peek())) {
            syncs.remove();
        }
        return true;
    }

    private void plan(Map<ProfileId, List<Change>> people) {
        Map<ProfileId, Recipient> recipients = store.recipients(destination, people.keySet());
        people.forEach((root, changes) -> {
            Recipient recipient = recipients.get(root);
            if (recipient == null) {
                // Merged a moment ago: it is found by its new root in a moment.
                return;
            }
            changes.sort(Comparator.comparingLong(Change::position));
            ready.add(new Person(recipient, CallPlan.of(destination, recipient, changes)));
            busy.put(root, new HashSet<>(changes.stream().map(Change::key).toList()));
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
                } finally {
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
            if (asked.isEmpty()) {
                return;
            }
            if (isEnding() || !takeTurn() || !breaker.lets()) {
                asked.forEach(Person::hold);
                return;
            }
            List<Outcome> outcomes = courier.send(destination, messages);
            breaker.note(outcomes);
            for (int i = 0; i < asked.size(); i++) {
                Outcome outcome = outcomes.get(i);
                asked.get(i).note(messages.get(i), outcome);
                switch (outcome) {
                    case Outcome.Pause stopped -> pause.set(stopped.reason());
                    case Outcome.Retry retry -> lastFailure.set(retry.reason());
                    case Outcome.Delivered delivered -> {
                    }
                    case Outcome.Final refused -> {
                    }
                }
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

    /** Notes what has been sent, together; true if there was something. */
    private boolean settle(Duration patience) {
        List<List<Person>> groups = new ArrayList<>();
        try {
            List<Person> first = ended.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (first == null) {
                return false;
            }
            groups.add(first);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
            return false;
        }
        ended.drainTo(groups, PAGE);
        sending -= groups.size();
        Instant now = Instant.now();
        Map<String, Map<String, Object>> settled = new HashMap<>();
        Map<ProfileId, Map<String, Told>> told = new HashMap<>();
        var tally = new Tally();
        groups.forEach(group -> group.forEach(person -> {
            settled.putAll(settlement.of(person, now, tally));
            told.put(person.recipient().root(), person.known());
        }));
        store.write(destination, tx -> {
            store.settle(tx, destination, settled, told);
            tally.write(tx, destination.id(), now);
        });
        groups.forEach(group -> group.forEach(person -> busy.remove(person.recipient().root())));
        return true;
    }

    /** Says in the graph whether the receiver is away, when that changes; once it is back, what waits is due. */
    private void showFailing() {
        if (recovered.getAndSet(false)) {
            store.hasten(destination);
        }
        if (breaker.isOpen() != shownFailing) {
            shownFailing = !shownFailing;
            if (shownFailing) {
                LOG.warn("Destination {} of space {} does not take messages: {}", destination, destination.space(),
                        lastFailure.get());
            } else {
                LOG.info("Destination {} of space {} takes messages again", destination, destination.space());
            }
            store.failing(destination, shownFailing ? Optional.of(lastFailure.get()) : Optional.empty());
        }
    }
}
