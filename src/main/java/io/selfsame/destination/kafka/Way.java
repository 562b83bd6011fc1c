package io.selfsame.destination.kafka;

import io.selfsame.destination.send.Outcome;
import io.selfsame.kafka.KafkaDoor.Opened;
import org.apache.kafka.clients.producer.Producer;

/** What came of opening a topic. */
sealed interface Way {

    /** It is open, and the topic is known. */
    record Open(Opened<Producer<byte[], byte[]>> opened) implements Way {}

    /** What becomes of messages instead. */
    record Shut(Outcome outcome) implements Way {}
}
