package io.selfsame.destination.kafka;

import io.selfsame.destination.DestinationSettings;
import io.selfsame.kafka.KafkaCluster.Security;
import io.selfsame.kafka.KafkaDoor;
import io.selfsame.kafka.KafkaDoor.Opened;
import io.selfsame.kafka.KafkaDoor.Opening;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The producer of one destination: opened when something is to be sent, anew when the settings have changed, and closed when idle. */
final class TopicLine {

    /** Without use, it is kept no longer. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** So often it is looked where brokers without TLS are. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    /** Until what is on its way has been answered. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** Messages that wait for the brokers; a dispatcher has far fewer. */
    private static final long BUFFER = 8 * 1024 * 1024;

    /** For somebody to say where the topic is. */
    private static final int BLOCK_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 9_000;
    /** From there to the answer of the brokers. */
    private static final int DELIVERY_MILLIS = 10_000;

    private final KafkaDoor door;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Opened<Producer<byte[], byte[]>> opened;
    private DestinationSettings.@Nullable Kafka settings;
    private int users;
    private long used = System.nanoTime();
    private long looked = System.nanoTime();
    private boolean retired;

    TopicLine(KafkaDoor door) {
        this.door = door;
    }

    /** Opens it for somebody who gives it back; empty if it is closed for good. */
    Optional<Opening<Producer<byte[], byte[]>>> take(String name, DestinationSettings.Kafka wanted) {
        lock.lock();
        try {
            if (retired) {
                return Optional.empty();
            }
            users++;
            if (opened != null && !wanted.equals(settings)) {
                close();
            }
            return Optional.of(opened == null ? open(name, wanted) : checked(opened, wanted));
        } finally {
            lock.unlock();
        }
    }

    private Opening<Producer<byte[], byte[]>> open(String name, DestinationSettings.Kafka wanted) {
        Opening<Producer<byte[], byte[]>> opening = door.open(wanted.cluster(), producer(name, wanted),
                all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
        if (opening instanceof Opening.Done<Producer<byte[], byte[]>>(Opened<Producer<byte[], byte[]>> done)) {
            opened = done;
            settings = wanted;
            looked = System.nanoTime();
        }
        return opening;
    }

    private Opening<Producer<byte[], byte[]>> checked(Opened<Producer<byte[], byte[]>> there,
            DestinationSettings.Kafka wanted) {
        if (wanted.cluster().security() == Security.PLAINTEXT && System.nanoTime() - looked > LOOK.toNanos()) {
            looked = System.nanoTime();
            Optional<String> refusal = there.look();
            if (refusal.isPresent()) {
                close();
                return new Opening.Refused<>(refusal.get());
            }
        }
        return new Opening.Done<>(there);
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
            if (failed.equals(opened)) {
                close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes it for good if nobody has used it for a while; true if it is closed. */
    boolean retireIfIdle() {
        // Whoever has the lock uses it.
        if (!lock.tryLock()) {
            return false;
        }
        try {
            retired |= users == 0 && System.nanoTime() - used > IDLE.toNanos();
            if (retired) {
                close();
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
            close();
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        if (opened != null) {
            Producer<byte[], byte[]> producer = opened.client();
            // It waits for what is on its way.
            Thread.ofPlatform().daemon().name("kafka-close").start(() -> producer.close(CLOSING));
            opened = null;
        }
    }
}
