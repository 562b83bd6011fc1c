package io.selfsame.destination.kafka;

import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.courier.Courier;
import io.selfsame.destination.send.Outcome;
import io.selfsame.kafka.KafkaDoor;
import io.selfsame.kafka.KafkaDoor.Opened;
import io.selfsame.kafka.KafkaDoor.Opening;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Brings messages to topics of Apache Kafka. A message is delivered once all replicas that are in sync have it. Thread safe. */
public final class KafkaCourier implements Courier, AutoCloseable {

    /** Messages at once, of as many people. */
    private static final int MOST = 100;

    /** Longer than the client itself takes for a message. */
    private static final int PATIENCE_SECONDS = 20;

    private static final int KEEPER_SECONDS = 15;

    private final KafkaDoor door;
    private final Map<String, TopicLine> lines = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor keeper = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("kafka-keeper").factory());

    public KafkaCourier(KafkaDoor door) {
        this.door = door;
        Future<?> unused = keeper.scheduleWithFixedDelay(this::retireIdle, KEEPER_SECONDS, KEEPER_SECONDS,
                TimeUnit.SECONDS);
    }

    @Override
    public int most(Destination destination) {
        return MOST;
    }

    @Override
    public List<Outcome> send(Destination destination, List<Message> messages, Leave leave) {
        DestinationSettings.Kafka settings = settings(destination);
        Optional<Opening<Producer<byte[], byte[]>>> opening = Optional.empty();
        TopicLine line = line(destination);
        while (opening.isEmpty()) {
            opening = line.take("selfsame-" + destination.id(), settings);
            if (opening.isEmpty()) {
                line = line(destination);
            }
        }
        try {
            return switch (opening.get()) {
                case Opening.Refused<Producer<byte[], byte[]>>(String reason) ->
                    all(messages, new Outcome.Pause(reason));
                case Opening.Unreachable<Producer<byte[], byte[]>>(String reason) ->
                    all(messages, new Outcome.Retry(Optional.empty(), reason));
                case Opening.Done<Producer<byte[], byte[]>>(Opened<Producer<byte[], byte[]>> opened) -> {
                    List<Outcome> outcomes = send(destination, settings.topic(), messages, opened);
                    if (outcomes.stream().anyMatch(KafkaCourier::isBroken)) {
                        line.drop(opened);
                    }
                    yield outcomes;
                }
            };
        } finally {
            line.give();
        }
    }

    private TopicLine line(Destination destination) {
        return lines.computeIfAbsent(destination.id(), id -> new TopicLine(door));
    }

    private static DestinationSettings.Kafka settings(Destination destination) {
        if (destination.settings() instanceof DestinationSettings.Kafka kafka) {
            return kafka;
        }
        throw new IllegalArgumentException("Not a topic: " + destination.settings());
    }

    private static List<Outcome> all(List<Message> messages, Outcome outcome) {
        return Collections.nCopies(messages.size(), outcome);
    }

    /** A producer to which this has happened may do nothing more. */
    private static boolean isBroken(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered one -> false;
            case Outcome.Final one -> false;
            case Outcome.Retry one -> true;
            case Outcome.Pause one -> true;
            case Outcome.NotTried one -> false;
        };
    }

    private static List<Outcome> send(Destination destination, String topic, List<Message> messages,
            Opened<Producer<byte[], byte[]>> opened) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Message message : messages) {
            Future<RecordMetadata> one = begin(destination, topic, message, opened.client());
            sent.add(one);
            // Each of the others would wait as long.
            if (one.state() == Future.State.FAILED && !(outcome(one, topic) instanceof Outcome.Final)) {
                break;
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<RecordMetadata> one : sent) {
            Outcome outcome = outcome(one, topic);
            outcomes.add(outcome instanceof Outcome.Retry
                    ? opened.refusal().<Outcome>map(Outcome.Pause::new).orElse(outcome)
                    : outcome);
        }
        while (outcomes.size() < messages.size()) {
            outcomes.add(outcomes.getLast());
        }
        return outcomes;
    }

    private static Future<RecordMetadata> begin(Destination destination, String topic, Message message,
            Producer<byte[], byte[]> producer) {
        try {
            return producer.send(Records.of(destination, topic, message));
        } catch (KafkaException | IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Outcome outcome(Future<RecordMetadata> sent, String topic) {
        try {
            sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Outcome.Delivered();
        } catch (ExecutionException e) {
            return Refusals.of(e.getCause() == null ? e : e.getCause(), topic);
        } catch (java.util.concurrent.TimeoutException e) {
            return Refusals.of(new TimeoutException(), topic);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Retry(Optional.empty(), "the service was stopped before it was sent");
        }
    }

    private void retireIdle() {
        lines.values().removeIf(TopicLine::retireIfIdle);
    }

    /** Ends what is on its way. */
    @Override
    public void close() {
        keeper.shutdownNow();
        lines.values().forEach(TopicLine::retire);
    }
}
