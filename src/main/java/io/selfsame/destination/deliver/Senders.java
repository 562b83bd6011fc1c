package io.selfsame.destination.deliver;

import io.github.bucket4j.Bucket;
import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.send.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the receiver of one destination, on some threads: each is at some people at a time, whose messages it sends in order. Its
 * methods are for one thread; those that wait are its own.
 */
final class Senders {

    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);

    /** Requests in flight at most. */
    private static final int MOST = 64;

    /** Groups that are taken back at once. */
    private static final int TAKEN_BACK = 500;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Destination destination;
    private final Courier courier;
    private final Breaker breaker;
    private final Semaphore permits;
    private final BooleanSupplier mayGoOn;
    private final Optional<Bucket> rate;

    /** People about whom it is done for now. */
    private final BlockingQueue<List<Person>> ended = new LinkedBlockingQueue<>();
    private volatile String refusal = "";
    private volatile String failure = "";
    private volatile boolean shortage;
    private int sending;

    /**
     * Senders of one run.
     *
     * @param permits for requests of the space at a time, of all its destinations
     * @param mayGoOn whether this run may still send
     */
    Senders(Destination destination, Courier courier, Breaker breaker, Semaphore permits, BooleanSupplier mayGoOn) {
        this.destination = destination;
        this.courier = courier;
        this.breaker = breaker;
        this.permits = permits;
        this.mayGoOn = mayGoOn;
        int cap = destination.settings().callsPerSecond();
        this.rate = cap == 0
                ? Optional.empty()
                : Optional
                        .of(Bucket.builder().addLimit(limit -> limit.capacity(cap).refillGreedy(cap, SECOND)).build());
    }

    /** How many groups are on their way, or have ended and were not taken back. */
    int sending() {
        return sending;
    }

    /** Why the receiver wants nothing more of us; empty if it does. */
    Optional<String> refusal() {
        return Optional.of(refusal).filter(text -> !text.isEmpty());
    }

    /** What went wrong the last time. */
    String failure() {
        return failure;
    }

    /** Whether something could not be sent for a reason of our own since this was asked the last time. */
    boolean wasShort() {
        boolean was = shortage;
        shortage = false;
        return was;
    }

    /** Begins to send what is ready, as much as may be on its way. */
    void begin(Deque<Person> ready) {
        int most = courier.most(destination);
        while (!ready.isEmpty() && sending < MOST && permits.tryAcquire()) {
            List<Person> some = new ArrayList<>();
            while (!ready.isEmpty() && some.size() < most) {
                some.add(ready.poll());
            }
            sending++;
            Thread.ofVirtual().name("deliver-" + destination).start(() -> {
                try {
                    send(some);
                } catch (RuntimeException | Error e) {
                    shortage = true;
                    LOG.warn("Sending to {} of space {} failed, and begins anew", destination, destination.space(), e);
                } finally {
                    permits.release();
                    some.forEach(Person::end);
                    ended.add(some);
                }
            });
        }
    }

    /** Groups about whom it is done for now; empty if there are none within that time. */
    List<List<Person>> collect(Duration patience) throws InterruptedException {
        List<List<Person>> groups = new ArrayList<>();
        List<Person> first = ended.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            groups.add(first);
            ended.drainTo(groups, TAKEN_BACK);
            sending -= groups.size();
        }
        return groups;
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
            case Outcome.Pause stopped -> refusal = stopped.reason();
            case Outcome.Retry retry -> failure = retry.reason();
            case Outcome.NotTried notTried -> shortage = true;
            case Outcome.Delivered delivered -> {
            }
            case Outcome.Final refused -> {
            }
        }
    }

    private boolean maySend() {
        return refusal.isEmpty() && mayGoOn.getAsBoolean();
    }

    /** Waits until the receiver's rate allows one more request; false if it is to end. */
    private boolean takeTurn() {
        if (rate.isEmpty()) {
            return true;
        }
        try {
            while (maySend()) {
                if (rate.get().asBlocking().tryConsume(1, SECOND)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
