package io.selfsame.source.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What the topics of a source are called for ever: by the ID of the cluster and that of the topic. A topic that was deleted and made anew has
 * another one; the same cluster by the names of other brokers has the same. For one thread.
 */
final class TopicNames {

    private final Function<String, String> ask;
    private final Map<String, String> known = new HashMap<>();
    private final Map<TopicPartition, Long> read = new HashMap<>();

    /** @param ask the cluster for the name of a topic */
    TopicNames(Function<String, String> ask) {
        this.ask = ask;
    }

    /** The name, for ever, of a topic with its cluster. */
    String of(String topic) {
        return known.computeIfAbsent(topic, ask);
    }

    /**
     * Notes what was read. Where messages have lower offsets than those before, the topic may have been made anew, and is asked for anew.
     */
    void read(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> its = records.records(partition);
            if (its.getFirst().offset() < Optional.ofNullable(read.get(partition)).orElse(0L)) {
                known.remove(partition.topic());
            }
            read.put(partition, its.getLast().offset() + 1);
        }
    }
}
