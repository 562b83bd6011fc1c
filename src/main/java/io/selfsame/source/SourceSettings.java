package io.selfsame.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.kafka.KafkaCluster;
import java.util.List;
import java.util.Optional;

/** Where a source takes events from, by its kind. Immutable. Secrets are in the clear here. */
public sealed interface SourceSettings {

    /**
     * Topics of Apache Kafka.
     *
     * @param topics one or more
     * @param group the group of consumers that remembers how far they have been read
     * @param fromStart whether a new group begins with the oldest message, or with what comes from now on
     */
    record Kafka(KafkaCluster cluster, List<String> topics, String group, boolean fromStart) implements SourceSettings {

        public Kafka {
            topics = List.copyOf(topics);
        }

        @Override
        public String toString() {
            return "kafka";
        }
    }

    /**
     * Files that appear in a folder.
     *
     * @param folder its name below the folder of the space
     * @param mapping of CSV; empty for JSON Lines
     * @param encoding how the files are written
     */
    record Folder(String folder, Optional<JsonNode> mapping, String encoding) implements SourceSettings {}
}
