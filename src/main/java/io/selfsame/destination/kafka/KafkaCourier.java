package io.selfsame.destination.kafka;

import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.courier.Courier;
import io.selfsame.destination.send.Outcome;
import io.selfsame.kafka.KafkaDoor;
import io.selfsame.kafka.KafkaDoor.Opened;
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
    private static final int PATIENCE_SECONDS = 6;

    /** How often it is asked meanwhile whether it may go on. */
    private static final int GLANCE_MILLIS = 250;

    private static final int KEEPER_SECONDS = 15;

    private static final Outcome NOT_SENT = new Outcome.NotTried("the service was stopped before it was sent");

    private final KafkaDoor door;
    private final Openings openings = new Openings();
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
        try {
            return send(destination, settings(destination), messages, leave);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return all(messages, NOT_SENT);
        }
    }

    private List<Outcome> send(Destination destination, DestinationSettings.Kafka settings, List<Message> messages,
            Leave leave) throws InterruptedException {
        while (true) {
            TopicLine line = lines.computeIfAbsent(destination.id(),
                    id -> new TopicLine(door, destination.space(), openings));
            Optional<Way> way = line.take("selfsame-" + destination.id(), settings, leave::goesOn);
            if (way.isPresent()) {
                try {
                    return send(destination, settings.topic(), messages, way.get(), line, leave);
                } finally {
                    line.give();
                }
            }
            // It was closed for good a moment ago.
            lines.remove(destination.id(), line);
        }
    }

    private static List<Outcome> send(Destination destination, String topic, List<Message> messages, Way way,
            TopicLine line, Leave leave) {
        return switch (way) {
            case Way.Shut(Outcome outcome) -> all(messages, outcome);
            case Way.Open(Opened<Producer<byte[], byte[]>> opened) -> {
                List<Outcome> outcomes = send(destination, topic, messages, opened, leave);
                if (outcomes.stream().anyMatch(KafkaCourier::isBroken)) {
                    line.drop(opened);
                }
                yield outcomes;
            }
        };
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
            Opened<Producer<byte[], byte[]>> opened, Leave leave) {
        if (!leave.request()) {
            return all(messages, NOT_SENT);
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        Outcome rest = NOT_SENT;
        for (Message message : messages) {
            // Each may have to wait; meanwhile another may have got the right to send.
            if (!leave.goesOn()) {
                rest = NOT_SENT;
                break;
            }
            Future<RecordMetadata> one = begin(destination, topic, message, opened.client());
            sent.add(one);
            // Each of the others would wait as long.
            if (one.state() == Future.State.FAILED) {
                rest = outcome(one, topic, opened, leave);
                if (!(rest instanceof Outcome.Final)) {
                    break;
                }
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        sent.forEach(one -> outcomes.add(outcome(one, topic, opened, leave)));
        while (outcomes.size() < messages.size()) {
            outcomes.add(rest);
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

    private static Outcome outcome(Future<RecordMetadata> sent, String topic, Opened<?> opened, Leave leave) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (true) {
                try {
                    sent.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                    return new Outcome.Delivered();
                } catch (java.util.concurrent.TimeoutException e) {
                    if (!leave.goesOn()) {
                        return new Outcome.Retry(Optional.empty(),
                                "the brokers had not answered when another instance could send");
                    }
                    if (System.nanoTime() > end) {
                        return Refusals.of(new TimeoutException(), topic, opened);
                    }
                }
            }
        } catch (ExecutionException e) {
            return Refusals.of(e.getCause() == null ? e : e.getCause(), topic, opened);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Retry(Optional.empty(), "the service was stopped before the brokers had answered");
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
