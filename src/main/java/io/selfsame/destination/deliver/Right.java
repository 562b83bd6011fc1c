package io.selfsame.destination.deliver;

import io.selfsame.destination.courier.Courier;
import io.selfsame.destination.Destination;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.lease.LeaseLost;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one run to send for a destination. A thread of its own keeps it, whatever the run waits for. It is claimed for 10 s and
 * renewed every 2 s, and by each transaction that asks for it. If it could not be renewed for 7 s no request is begun, and those on their
 * way are cut off: within a second, before another instance can have the right. Thread safe.
 */
final class Right implements Courier.Leave, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Right.class);

    private static final Statement CLAIM = Statement.of("delivery/claim");
    private static final Statement RENEW = Statement.of("delivery/renew");
    private static final Statement REQUIRE = Statement.of("delivery/require");
    private static final Statement RELEASE = Statement.of("delivery/release");

    /** How long another instance counts as alive after its last sign of life; as with jobs. */
    static final int LIFE_SECONDS = 10;

    private static final Duration RENEWAL = Duration.ofSeconds(2);

    /** How long it counts without having been renewed: less than others wait. */
    private static final Duration TRUST = Duration.ofSeconds(7);

    private final Graph rights;
    private final Destination destination;
    private final Claim claim;
    private final AtomicLong confirmed;
    /** Whether a transaction of this run holds it: to renew it, one would wait for that. */
    private volatile boolean held;
    private volatile boolean lost;
    private volatile boolean stopping;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A right as it was claimed, and how the last run ended.
     *
     * @param token of this run
     * @param asked when it was asked for, by {@link System#nanoTime}: from then on it counts
     * @param forbidden deliveries that the receiver has forbidden before the destination was paused
     * @param hastening whether what waits for another attempt was being made due
     * @param withheld whether it is shown that nothing is sent for a reason of our own
     */
    record Claim(String token, long asked, Set<String> forbidden, boolean hastening, boolean withheld) {}

    /** Takes the right to send for a destination, for some seconds; empty if another has it. */
    static Optional<Right> claim(Graph rights, Destination destination) {
        String token = UUID.randomUUID().toString();
        long asked = System.nanoTime();
        return rights.write(CLAIM, parameters(destination, token)).stream().findFirst()
                .map(row -> new Right(rights, destination,
                        new Claim(token, asked, Set.copyOf(row.get("forbidden").asList(Value::asString)),
                                row.get("hastening").asBoolean(), row.get("withheld").asBoolean())));
    }

    /** @param rights the graph for rights */
    private Right(Graph rights, Destination destination, Claim claim) {
        this.rights = rights;
        this.destination = destination;
        this.claim = claim;
        this.confirmed = new AtomicLong(claim.asked());
    }

    private static Map<String, Object> parameters(Destination destination, String token) {
        return Map.of("key", key(destination), "token", token, "seconds", LIFE_SECONDS);
    }

    private static String key(Destination destination) {
        return destination.space().key(destination.id());
    }

    Destination destination() {
        return destination;
    }

    /** How it was claimed. */
    Claim claim() {
        return claim;
    }

    /** Begins to keep it. */
    void keep() {
        Thread.ofVirtual().name("deliver-right-" + destination).start(() -> {
            try {
                do {
                    if (!held) {
                        renew();
                    }
                } while (!lost && !closed.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void renew() {
        long now = System.nanoTime();
        try {
            rights.write(RENEW, parameters(destination, claim.token())).stream().findFirst().ifPresentOrElse(row -> {
                confirm(now);
                heed(row);
            }, () -> lost = true);
        } catch (GraphUnavailable e) {
            LOG.debug("The right to send to {} was not renewed", destination, e);
        } catch (RuntimeException e) {
            LOG.warn("The right to send to {} of space {} could not be renewed", destination, destination.space(), e);
        }
    }

    /** Ends if the destination is not as it was when it was read, or is not to be sent to. */
    private void heed(Record row) {
        if (!row.get("active").asBoolean() || row.get("version").asLong() != destination.version()) {
            stopping = true;
        }
    }

    private void confirm(long at) {
        confirmed.accumulateAndGet(at, (before, now) -> now - before > 0 ? now : before);
    }

    /**
     * A transaction that counts only while this run has the right, which it renews.
     *
     * @param first is done before the right is held
     * @throws LeaseLost if this run does not have it any more; nothing is written
     */
    void write(Graph graph, Consumer<Tx> first, Consumer<Tx> work) {
        long asked = graph.write(tx -> {
            first.accept(tx);
            long begun = require(tx);
            held = true;
            try {
                work.accept(tx);
                // Of a long one the end counts: until then nobody else could claim the destination, nor this run renew its right.
                return System.nanoTime() - begun > RENEWAL.toNanos() ? require(tx) : begun;
            } finally {
                // Whatever comes behind the commit, such as a wait for others: meanwhile it is renewed as always.
                held = false;
            }
        });
        confirm(asked);
    }

    private long require(Tx tx) {
        long now = System.nanoTime();
        tx.run(REQUIRE, parameters(destination, claim.token())).stream().findFirst().ifPresentOrElse(this::heed, () -> {
            throw new LeaseLost("Another instance sends for " + destination + " now");
        });
        return now;
    }

    /** Another instance may send for it now. */
    void release() {
        rights.write(RELEASE, Map.of("key", key(destination), "token", claim.token()));
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
        return !lost && System.nanoTime() - confirmed.get() < TRUST.toNanos();
    }

    /** It is not kept any more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
