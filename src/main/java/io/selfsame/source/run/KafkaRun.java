package io.selfsame.source.run;

import io.selfsame.json.Hashes;
import io.selfsame.kafka.KafkaDoor;
import io.selfsame.kafka.KafkaDoor.Opened;
import io.selfsame.kafka.KafkaDoor.Opening;
import io.selfsame.source.SourceSettings;
import io.selfsame.tracking.EventFeed;
import io.selfsame.tracking.EventFeed.Fed;
import io.selfsame.tracking.EventFeed.FedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * Takes events from topics: reads some, commits them to the graph, then says to Kafka how far it is. What was read and not said so is read
 * again by whoever goes on, and known by its message IDs.
 */
final class KafkaRun {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STEP = Duration.ofSeconds(5);

    /**
     * Bytes in memory: of one answer of a broker, and of one partition in it. A single larger batch is read all the same, up to what
     * {@link KafkaDoor} takes.
     */
    private static final int FETCH = 1024 * 1024;
    private static final int PARTITION_FETCH = 512 * 1024;

    /** Messages at once: as many as {@link EventBytes} keeps together in 32 MB. */
    private static final int POLLED = 500;

    private static final String NOBODY = "no broker answers";

    private static final int SESSION_MILLIS = 10_000;
    private final Hold hold;
    private final SourceSettings.Kafka settings;
    private final KafkaDoor door;

    KafkaRun(Hold hold, SourceSettings.Kafka settings, KafkaDoor door) {
        this.hold = hold;
        this.settings = settings;
        this.door = door;
    }

    /** Reads until it is told to end; else the reason why it cannot, as a clause. */
    Optional<String> run() {
        return switch (door.<Consumer<byte[], byte[]>>open(settings.cluster(), consumer(),
                all -> new KafkaConsumer<>(all, new EventBytes.NoKey(), new EventBytes()))) {
            case Opening.Refused<Consumer<byte[], byte[]>>(String reason) -> Optional.of(reason);
            case Opening.Unreachable<Consumer<byte[], byte[]>>(String reason) -> Optional.of(reason);
            case Opening.Done<Consumer<byte[], byte[]>>(Opened<Consumer<byte[], byte[]>> opened) -> {
                try {
                    yield read(opened);
                } catch (KafkaException e) {
                    yield wrong(opened).or(() -> Optional.of(problem(e)));
                } finally {
                    opened.client().close(CloseOptions.timeout(STEP));
                }
            }
        };
    }

    private Map<String, Object> consumer() {
        Map<String, Object> all = new HashMap<>();
        String name = "selfsame-" + hold.source().id();
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        // The same member wherever it runs: after a crash nobody waits for the one that is no more.
        all.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name);
        all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, settings.fromStart() ? "earliest" : "latest");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED);
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH);
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(STEP.toMillis()));
        all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(STEP.toMillis()));
        return all;
    }

    private Optional<String> read(Opened<Consumer<byte[], byte[]>> opened) {
        Consumer<byte[], byte[]> consumer = opened.client();
        var names = new TopicNames(topic -> name(opened, topic));
        consumer.subscribe(settings.topics());
        while (hold.goesOn()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            Optional<String> wrong = wrong(opened);
            if (wrong.isPresent()) {
                return wrong;
            }
            if (!records.isEmpty() && take(consumer, records, names)) {
                commit(consumer, records);
            }
            lag(opened);
        }
        return Optional.empty();
    }

    private static Optional<String> wrong(Opened<?> opened) {
        return opened.refusal().or(opened::fault);
    }

    /** Commits events to the graph, however long that takes; false if it was told to end before. */
    private boolean take(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records,
            TopicNames names) {
        names.read(records);
        List<FedEvent> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            // Without a value it is what compaction needs, and no event.
            if (each.value() != null) {
                events.add(event(each, names.of(each.topic())));
            }
        }
        for (List<FedEvent> part : EventFeed.parts(events)) {
            while (hold.take(part) instanceof Fed.Later(Duration after, String reason)) {
                if (!await(consumer, after)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * What a topic is called for ever, with its cluster. Where these have no IDs (Kafka before 2.8, or what only speaks as it does), the
     * names of the brokers and of the topic take their place.
     *
     * @throws KafkaException if the cluster does not say
     */
    private String name(Opened<?> beside, String topic) {
        return switch (door.open(settings.cluster(), beside, Map.of(AdminClientConfig.CLIENT_ID_CONFIG,
                "selfsame-" + hold.source().id(), AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(STEP.toMillis()), AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(STEP.toMillis())), Admin::create)) {
            case Opening.Refused<Admin>(String reason) -> throw new KafkaException(reason);
            case Opening.Unreachable<Admin>(String reason) -> throw new KafkaException(reason);
            case Opening.Done<Admin>(Opened<Admin> opened) -> {
                try (Admin admin = opened.client()) {
                    KafkaFuture<String> cluster = admin.describeCluster().clusterId();
                    TopicDescription described = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
                    String its = cluster.get();
                    yield (its == null || its.isBlank() ? String.join(",", settings.cluster().servers()) : its) + " "
                            + (described == null || described.topicId().equals(Uuid.ZERO_UUID)
                                    ? ""
                                    : described.topicId());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new KafkaException("interrupted", e);
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
                }
            }
        };
    }

    /**
     * Its ID is not to be guessed by those who may send events themselves: they could have it count as sent before. Another source that
     * reads the topic gives it the same.
     *
     * @param name of the topic with its cluster
     */
    private static FedEvent event(ConsumerRecord<byte[], byte[]> each, String name) {
        String place = "topic " + each.topic() + ", partition " + each.partition() + ", offset " + each.offset();
        return new FedEvent(each.value(), "kafka-" + Hashes.shortened(name + ", " + place),
                each.timestampType() == TimestampType.NO_TIMESTAMP_TYPE
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(each.timestamp())),
                place);
    }

    /** Waits, and stays a member of the group: whoever asks for nothing for minutes is taken for dead. */
    private boolean await(Consumer<byte[], byte[]> consumer, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() < end) {
                if (!hold.goesOn()) {
                    return false;
                }
                consumer.pause(consumer.assignment());
                ConsumerRecords<byte[], byte[]> early = consumer.poll(POLL);
                // Of partitions that were given to us meanwhile.
                early.partitions().forEach(
                        partition -> consumer.seek(partition, early.records(partition).getFirst().offset()));
            }
        } finally {
            consumer.resume(consumer.paused());
        }
        return hold.goesOn();
    }

    private static void commit(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(records.nextOffsets());
        offsets.keySet().retainAll(consumer.assignment());
        try {
            consumer.commitSync(offsets, STEP);
        } catch (FencedInstanceIdException | AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            // The next time, or somebody reads them again.
        }
    }

    private void lag(Opened<Consumer<byte[], byte[]>> opened) {
        Consumer<byte[], byte[]> consumer = opened.client();
        Collection<TopicPartition> partitions = consumer.assignment();
        List<OptionalLong> lags = partitions.stream().map(consumer::currentLag).toList();
        // Before the first answer it is not known.
        if (lags.stream().allMatch(OptionalLong::isPresent)) {
            hold.tally().lag(lags.stream().mapToLong(OptionalLong::getAsLong).sum());
        }
        hold.tally().failing(partitions.isEmpty()
                ? Optional.of(opened.hasHeard()
                        ? "no partition of its topics was given to it: there are none, or another member of the group has"
                                + " them"
                        : NOBODY)
                : Optional.empty());
    }

    /** Nothing of an exception's own text: brokers can write there. */
    private String problem(KafkaException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SaslAuthenticationException e -> {
                    return "the brokers do not accept our user and password";
                }
                case UnsupportedSaslMechanismException e -> {
                    return "the brokers do not know this mechanism of authentication";
                }
                case SslAuthenticationException e -> {
                    return "no secure connection: the certificate is not trusted, or not for this host";
                }
                case AuthorizationException e -> {
                    return "the brokers forbid us to read the topics, or to be in group " + settings.group();
                }
                case InvalidTopicException e -> {
                    return "one of the topics has no name of a topic";
                }
                case FencedInstanceIdException e -> {
                    return "another service reads as this source";
                }
                default -> {
                }
            }
        }
        return NOBODY;
    }
}
