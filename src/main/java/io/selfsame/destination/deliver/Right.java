package io.selfsame.destination.deliver;

import io.selfsame.destination.courier.Courier;
import io.selfsame.destination.Destination;
import io.selfsame.graph.GraphUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one run to send for a destination. A thread of its own keeps it, whatever the run waits for. It is claimed for 10 s and
 * renewed every 2 s. If it could not be renewed for 7 s no request is begun, and those on their way are cut off: within a second, before
 * another instance can have the right. Thread safe.
 */
final class Right implements Courier.Leave, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Right.class);

    private static final Duration RENEWAL = Duration.ofSeconds(2);

    /** How long it counts without having been renewed: less than others wait. */
    private static final Duration TRUST = Duration.ofSeconds(7);

    /** What asking for it again comes to. */
    enum State {
        /** It is ours for some more seconds. */
        HELD,
        /** So it is, but the destination is not as it was when it was read, or is not to be sent to. */
        CHANGED,
        /** Another has it. */
        LOST
    }

    private final DeliveryStore store;
    private final Destination destination;
    private final String token;
    private volatile long confirmed = System.nanoTime();
    private volatile boolean lost;
    private volatile boolean stopping;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param token of the run, which has the right now */
    Right(DeliveryStore store, Destination destination, String token) {
        this.store = store;
        this.destination = destination;
        this.token = token;
    }

    /** Begins to keep it. */
    void keep() {
        Thread.ofVirtual().name("deliver-right-" + destination).start(() -> {
            try {
                do {
                    renew();
                } while (!lost && !closed.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void renew() {
        long now = System.nanoTime();
        try {
            switch (store.renew(destination, token)) {
                case HELD -> confirmed = now;
                case CHANGED -> {
                    confirmed = now;
                    stopping = true;
                }
                case LOST -> lost = true;
            }
        } catch (GraphUnavailable e) {
            LOG.debug("The right to send to {} was not renewed", destination, e);
        } catch (RuntimeException e) {
            LOG.warn("The right to send to {} of space {} could not be renewed", destination, destination.space(), e);
        }
    }

    /** No request is begun any more; those on their way may go on. */
    void stop() {
        stopping = true;
    }

    /** Whether no request is to be begun any more. */
    boolean isEnding() {
        return stopping || !goesOn();
    }

    @Override
    public boolean request() {
        return !stopping && goesOn();
    }

    @Override
    public boolean goesOn() {
        return !lost && System.nanoTime() - confirmed < TRUST.toNanos();
    }

    /** It is not kept any more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
