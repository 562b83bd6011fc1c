package io.selfsame.destination.deliver;

import io.selfsame.destination.courier.Courier;
import io.github.bucket4j.Bucket;
import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.send.Outcome;
import io.selfsame.flow.FairCapacity;
import io.selfsame.flow.Overloaded;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the receiver of one destination, on some threads: each is at some people at a time, whose messages it sends in order. Its
 * methods are for one thread; those that wait are its own.
 */
final class Senders {

    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);

    /** Requests in flight at most. */
    static final int MOST = 64;

    /** Longer than a request takes: more in flight than the rate allows within it would only wait. */
    private static final int REQUEST_SECONDS = 16;

    /** What part of a second's requests may go at once after a pause: receivers count by the second. */
    private static final int BURST = 10;

    /** Groups that wait for each request that may be in flight, and that a thread sends before others get its permit. */
    private static final int AHEAD = 4;

    /** Groups that are taken back at once. */
    private static final int TAKEN_BACK = 500;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Destination destination;
    private final Courier courier;
    private final Breaker breaker;
    private final FairCapacity<Sender> permits;
    private final Sender sender;
    private final Courier.Leave right;
    private final Doubt doubt;
    private final Optional<Bucket> rate;
    private final int most;

    /** Groups to be sent. */
    private final Queue<List<Person>> handed = new ConcurrentLinkedQueue<>();
    /** Threads that send. */
    private final AtomicInteger working = new AtomicInteger();
    /** People about whom it is done for now. */
    private final BlockingQueue<List<Person>> ended = new LinkedBlockingQueue<>();
    private volatile String refusal = "";
    private volatile String failure = "";
    private volatile String shortage = "";
    private volatile boolean wasShort;
    private int sending;

    /** Who shares what can be sent at a time: the destinations of a space share what it gets. */
    record Sender(SpaceId space, String destination) {}

    /**
     * Senders of one run.
     *
     * @param permits for requests at a time, of all destinations of all spaces
     * @param right whether this run may still send, and whether what is on its way may go on
     * @param doubt what the receiver has forbidden
     */
    Senders(Destination destination, Courier courier, Breaker breaker, FairCapacity<Sender> permits,
            Courier.Leave right, Doubt doubt) {
        this.destination = destination;
        this.courier = courier;
        this.breaker = breaker;
        this.permits = permits;
        this.sender = new Sender(destination.space(), destination.id());
        this.right = right;
        this.doubt = doubt;
        int cap = destination.settings().callsPerSecond();
        this.most = cap == 0 ? MOST : Math.min(MOST, cap * REQUEST_SECONDS);
        this.rate = cap == 0
                ? Optional.empty()
                : Optional.of(Bucket.builder()
                        .addLimit(limit -> limit.capacity(Math.max(1, cap / BURST)).refillGreedy(cap, SECOND)).build());
    }

    /** How many groups were handed over and not taken back. */
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

    /** Why something cannot be sent for a reason of our own; empty once it can. */
    Optional<String> shortage() {
        return Optional.of(shortage).filter(text -> !text.isEmpty());
    }

    /** Whether something could not be sent for a reason of our own since this was asked the last time. */
    boolean wasShort() {
        boolean was = wasShort;
        wasShort = false;
        return was;
    }

    /**
     * Hands over what is ready, some of it ahead: whoever is done with one group goes on with another, as whoever hands over may be busy with
     * the graph meanwhile.
     */
    void begin(Deque<Person> ready) {
        int together = courier.most(destination);
        while (!ready.isEmpty() && sending < most * AHEAD) {
            List<Person> some = new ArrayList<>();
            while (!ready.isEmpty() && some.size() < together) {
                some.add(ready.poll());
            }
            sending++;
            handed.add(some);
        }
        for (int i = Math.min(most - working.get(), handed.size()); i > 0 && takePermit(); i--) {
            working.incrementAndGet();
            Thread.ofVirtual().name("deliver-" + destination).start(this::work);
        }
    }

    /** Sends some of what was handed over. What is left then is for another, as others may wait for the permit. */
    private void work() {
        try {
            List<Person> some = handed.poll();
            for (int i = 1; some != null; i++) {
                attempt(some);
                some = i < AHEAD ? handed.poll() : null;
            }
        } finally {
            working.decrementAndGet();
            permits.release(sender, 1);
        }
    }

    private void attempt(List<Person> some) {
        try {
            send(some);
        } catch (RuntimeException | Error e) {
            isShort("sending failed within this service; its log has more");
            LOG.warn("Sending to {} of space {} failed, and begins anew", destination, destination.space(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(some);
        }
    }

    private void end(List<Person> some) {
        some.forEach(Person::end);
        ended.add(some);
    }

    /** Takes back what was handed over and is not being sent. */
    void drop() {
        for (List<Person> some = handed.poll(); some != null; some = handed.poll()) {
            end(some);
        }
    }

    private void isShort(String why) {
        shortage = why;
        wasShort = true;
    }

    private boolean takePermit() {
        try {
            permits.acquire(sender, 1);
            return true;
        } catch (Overloaded e) {
            // What is on its way of this destination makes room; with nothing on its way it is the others who have it all.
            if (working.get() == 0) {
                isShort("too many requests of this service are on their way");
            }
            return false;
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

    private final Courier.Leave leave = new Courier.Leave() {

        @Override
        public boolean request() {
            return takeTurn() && maySend();
        }

        @Override
        public boolean goesOn() {
            return right.goesOn();
        }
    };

    private void send(List<Person> people) throws InterruptedException {
        while (true) {
            List<Person> asked = new ArrayList<>();
            List<Message> messages = new ArrayList<>();
            people.forEach(person -> person.next().ifPresent(message -> {
                asked.add(person);
                messages.add(message);
            }));
            if (asked.isEmpty() || !maySend() || !breaker.lets()) {
                return;
            }
            List<Outcome> outcomes = List.of();
            long began = System.nanoTime();
            try {
                outcomes = courier.send(destination, messages, leave);
            } finally {
                breaker.note(outcomes);
            }
            note(asked, messages, outcomes, began);
        }
    }

    private void note(List<Person> asked, List<Message> messages, List<Outcome> outcomes, long began)
            throws InterruptedException {
        int lastTaken = -1;
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Delivered) {
                doubt.taken(began);
                lastTaken = i;
            }
        }
        for (int i = 0; i < asked.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Pause pause && pause.mayBeForOne()
            // Those behind it were sent after it.
                    && (lastTaken > i || doubt.isForOne(asked.get(i).nextDelivery(), this::maySend))) {
                outcome = new Outcome.Final(pause.reason() + " this message; it takes others", pause.response());
            }
            note(asked.get(i), messages.get(i), outcome);
        }
    }

    private void note(Person person, Message message, Outcome outcome) {
        person.note(message, outcome);
        switch (outcome) {
            case Outcome.Pause stopped -> refusal = stopped.words();
            case Outcome.Retry retry -> failure = retry.reason();
            case Outcome.NotTried notTried -> {
                // What is not sent since the run ends wants nothing that is missing.
                if (maySend()) {
                    isShort(notTried.reason());
                }
            }
            case Outcome.Delivered delivered -> shortage = "";
            case Outcome.Final refused -> shortage = "";
        }
    }

    private boolean maySend() {
        return refusal.isEmpty() && right.request();
    }

    /** Waits until the receiver's rate allows one more request; false if it is to end. */
    private boolean takeTurn() {
        boolean turn = rate.isEmpty();
        try {
            while (!turn && maySend()) {
                turn = rate.get().asBlocking().tryConsume(1, SECOND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return turn;
    }
}
