package io.selfsame.destination.kafka;

import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.send.Outcome;
import io.selfsame.kafka.KafkaDoor;
import io.selfsame.kafka.KafkaDoor.Opened;
import io.selfsame.kafka.KafkaDoor.Opening;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The producer of one destination: opened when something is to be sent, anew when the settings have changed, and closed when idle. It is
 * opened on a thread of its own, once for all who wait for it: names are looked up there, and brokers are waited for.
 */
final class TopicLine {

    /** Without use, it is kept no longer. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** So long all who want to send are told why it could not be opened, before somebody tries again. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    /** The same when the destination is paused for it: whoever resumes it has mended that, and all others of now know by then. */
    private static final Duration PAUSED = Duration.ofMillis(250);

    /** For all brokers to know a topic that was just made. */
    private static final Duration SPREADING = Duration.ofSeconds(2);

    /** For brokers to say where the topic is. */
    private static final Duration FINDING = Duration.ofSeconds(6);
    /** For all of it, names that are looked up included. Who waits then is told so; it goes on. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(250);

    /** Until what is on its way has been answered. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** Messages that wait for the brokers; a dispatcher has far fewer. */
    private static final long BUFFER = 8 * 1024 * 1024;

    private static final int BLOCK_MILLIS = 500;
    private static final int REQUEST_MILLIS = 1_900;
    /**
     * From there to the answer of the brokers; later it is sent no more. A dispatcher begins nothing 7 s after it has said for the last time
     * that it still sends, and after 10 s another may.
     */
    private static final int DELIVERY_MILLIS = 2_000;

    private final KafkaDoor door;
    private final SpaceId space;
    private final Openings openings;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Attempt attempt;
    private int users;
    private long used = System.nanoTime();
    private boolean retired;

    /** One opening, and the producer that came of it. */
    private static final class Attempt {

        private final DestinationSettings.Kafka settings;
        private final CompletableFuture<Way> way = new CompletableFuture<>();
        private volatile long ended = Long.MAX_VALUE;

        Attempt(DestinationSettings.Kafka settings) {
            this.settings = settings;
        }

        /** The first time counts. */
        void end(Way result) {
            if (!way.isDone()) {
                ended = System.nanoTime();
                way.complete(result);
            }
        }

        boolean isPast() {
            return way.isDone() && way.join() instanceof Way.Shut(Outcome outcome)
                    && System.nanoTime() - ended > (outcome instanceof Outcome.Pause ? PAUSED : AGAIN).toNanos();
        }

        boolean isOf(Opened<Producer<byte[], byte[]>> opened) {
            return way.isDone() && way.join() instanceof Way.Open(Opened<Producer<byte[], byte[]>> its)
                    && its.equals(opened);
        }

        Way await(BooleanSupplier goOn) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (goOn.getAsBoolean()) {
                try {
                    return way.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (System.nanoTime() > end) {
                        return new Way.Shut(new Outcome.Retry(Optional.empty(), "no broker answers"));
                    }
                } catch (ExecutionException e) {
                    throw new IllegalStateException("It ends with a value", e);
                }
            }
            return new Way.Shut(new Outcome.NotTried("the service was stopped before it was sent"));
        }

        /** Closes the producer, also one that is still being opened. */
        void close() {
            CompletableFuture<Way> unused = way.whenComplete((result, none) -> {
                if (result instanceof Way.Open(Opened<Producer<byte[], byte[]>> opened)) {
                    TopicLine.close(opened);
                }
            });
        }
    }

    /** @param openings bounds how many are opened at a time, of all destinations */
    TopicLine(KafkaDoor door, SpaceId space, Openings openings) {
        this.door = door;
        this.space = space;
        this.openings = openings;
    }

    /**
     * Opens it for somebody who gives it back; empty if it is closed for good, and then it need not be given back.
     *
     * @param goOn whether it is still wanted
     */
    Optional<Way> take(String name, DestinationSettings.Kafka wanted, BooleanSupplier goOn)
            throws InterruptedException {
        Attempt its;
        lock.lock();
        try {
            if (retired) {
                return Optional.empty();
            }
            if (attempt != null && (attempt.isPast() || !wanted.equals(attempt.settings))) {
                attempt.close();
                attempt = null;
            }
            its = attempt == null ? begin(name, wanted) : attempt;
            attempt = its;
            users++;
        } finally {
            lock.unlock();
        }
        try {
            return Optional.of(its.await(goOn));
        } catch (InterruptedException e) {
            give();
            throw e;
        }
    }

    private Attempt begin(String name, DestinationSettings.Kafka wanted) {
        var begun = new Attempt(wanted);
        if (openings.take(space)) {
            try {
                Thread.ofPlatform().daemon().name("kafka-open").start(() -> {
                    try {
                        begun.end(open(name, wanted));
                    } finally {
                        // Whatever was thrown, such as that a codec is not there.
                        begun.end(new Way.Shut(new Outcome.Retry(Optional.empty(), "the topic could not be opened")));
                        openings.give(space);
                    }
                });
            } catch (OutOfMemoryError e) {
                // What Java says, too, when the system gives it no more threads.
                openings.give(space);
                begun.end(new Way.Shut(new Outcome.NotTried("no thread can be had for it")));
            }
        } else {
            begun.end(new Way.Shut(new Outcome.NotTried("too many topics are being opened")));
        }
        return begun;
    }

    private Way open(String name, DestinationSettings.Kafka wanted) {
        Opening<Producer<byte[], byte[]>> opening = door.open(wanted.cluster(), producer(name, wanted),
                all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
        return switch (opening) {
            case Opening.Refused<Producer<byte[], byte[]>>(String reason) -> new Way.Shut(new Outcome.Pause(reason));
            case Opening.Unreachable<Producer<byte[], byte[]>>(String reason) ->
                new Way.Shut(new Outcome.Retry(Optional.empty(), reason));
            case Opening.Done<Producer<byte[], byte[]>>(Opened<Producer<byte[], byte[]>> opened) -> {
                Optional<Outcome> failure = find(opened, wanted.topic());
                failure.ifPresent(none -> close(opened));
                yield failure.<Way>map(Way.Shut::new).orElseGet(() -> new Way.Open(opened));
            }
        };
    }

    /** Waits until it is known where the topic is; else why it is not. */
    private static Optional<Outcome> find(Opened<Producer<byte[], byte[]>> opened, String topic) {
        long begun = System.nanoTime();
        while (true) {
            try {
                opened.client().partitionsFor(topic);
                return Optional.empty();
            } catch (KafkaException e) {
                Outcome failure = Refusals.of(e, topic, opened);
                boolean silent = e instanceof org.apache.kafka.common.errors.TimeoutException;
                // A topic that was just made is not known to all brokers at once.
                Duration patience = failure instanceof Outcome.Retry ? FINDING : SPREADING;
                if (!silent || opened.fault().isPresent() || System.nanoTime() - begun > patience.toNanos()) {
                    return Optional.of(failure);
                }
            }
        }
    }

    private static Map<String, Object> producer(String name, DestinationSettings.Kafka wanted) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, wanted.compression());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        return settings;
    }

    /** It is used no longer by somebody. */
    void give() {
        lock.lock();
        try {
            users--;
            used = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Opens another next time, unless somebody has done so. */
    void drop(Opened<Producer<byte[], byte[]>> failed) {
        lock.lock();
        try {
            if (attempt != null && attempt.isOf(failed)) {
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes it for good if nobody has used it for a while; true if it is closed. */
    boolean retireIfIdle() {
        lock.lock();
        try {
            retired |= users == 0 && System.nanoTime() - used > IDLE.toNanos();
            if (retired) {
                end();
            }
            return retired;
        } finally {
            lock.unlock();
        }
    }

    /** Closes it for good. */
    void retire() {
        lock.lock();
        try {
            retired = true;
            end();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        if (attempt != null) {
            attempt.close();
            attempt = null;
        }
    }

    /** On a thread of its own: it waits for what is on its way. */
    private static void close(Opened<Producer<byte[], byte[]>> opened) {
        Thread.ofPlatform().daemon().name("kafka-close").start(() -> opened.client().close(CLOSING));
    }
}
