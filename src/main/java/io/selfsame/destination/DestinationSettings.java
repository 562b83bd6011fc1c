package io.selfsame.destination;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.kafka.KafkaCluster;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a destination sends, by its kind. Immutable. Secrets are in the clear here. */
public sealed interface DestinationSettings {

    /** Calls a second at most; 0 for as many as the receiver takes. */
    int callsPerSecond();

    /** What is sent by HTTP. */
    sealed interface OverHttp extends DestinationSettings {

        /** The address that messages go to. */
        URI url();
    }

    /**
     * Segment's messages, signed, by POST to an address of the receiver's own.
     *
     * @param secrets of Standard Webhooks ({@code whsec_…}), the newest first; each signs, so that a receiver can change to the
     *     new one in its own time. Empty: not signed so
     * @param segmentSecret signs as Segment does; empty: not signed so
     * @param headers of the receiver's own, such as an Authorization
     * @param batch messages in one request: 1 sends the message itself, more an array
     */
    record Webhook(URI url, List<String> secrets, Optional<String> segmentSecret, Map<String, String> headers,
            int batch, int callsPerSecond) implements OverHttp {

        public Webhook {
            secrets = List.copyOf(secrets);
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "webhook";
        }
    }

    /**
     * Anything that takes Segment's {@code /v1/batch}: Segment, RudderStack, Jitsu, another Selfsame.
     *
     * @param url up to and without {@code /v1/batch}
     */
    record SegmentApi(URI url, String writeKey, int callsPerSecond) implements OverHttp {

        @Override
        public String toString() {
            return "segment";
        }
    }

    /**
     * A topic of Apache Kafka.
     *
     * @param compression as Kafka calls it: {@code none}, {@code lz4}, …
     */
    record Kafka(KafkaCluster cluster, String topic, String compression) implements DestinationSettings {

        /** The client sends as much at once as the brokers take. */
        @Override
        public int callsPerSecond() {
            return 0;
        }

        @Override
        public String toString() {
            return "kafka";
        }
    }

    /** Characters of the name of a folder. */
    int LONGEST_FOLDER = 64;

    /** What such a name is, as part of a sentence. */
    String FOLDER_FORM = "1 to 64 letters, digits, - and _ of ASCII, with a letter or digit first";

    /** Whether a text may be the name of a folder: it has no separator, no dots, and stays below where it is put. */
    static boolean isFolder(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    }

    /** The names of the tables that can be chosen. */
    List<String> FILE_TABLES = List.of("id_graph_updates", "external_id_mapping_updates", "user_identifiers",
            "profile_merges",
            "user_traits", "account_traits", "identifies", "tracks", "pages", "screens", "groups", "aliases");

    /** How rows of tables are written. */
    enum FileFormat {
        PARQUET,
        CSV,
        JSONL
    }

    /**
     * Tables for a warehouse, in files. It has no messages: it follows the ledger.
     *
     * @param folder a name below the folder of all exports of the space
     * @param tables names of tables; {@code *}: all there are
     * @param minutes from the beginning of one export to that of the next
     * @param gzip whether CSV and JSON Lines are compressed; Parquet always is
     * @param escapesFormulas whether spreadsheets are kept from computing texts of CSV
     */
    record Files(FileFormat format, String folder, Set<String> tables, int minutes, boolean gzip,
            boolean escapesFormulas)
            implements
                DestinationSettings {

        public Files {
            tables = Set.copyOf(tables);
        }

        @Override
        public int callsPerSecond() {
            return 0;
        }

        @Override
        public String toString() {
            return "files";
        }
    }

    /**
     * What cannot be read: nothing is sent.
     *
     * @param reason for people, with what to do
     */
    record Unreadable(String reason) implements DestinationSettings {

        @Override
        public int callsPerSecond() {
            return 0;
        }
    }

    /**
     * A tool of the catalogue.
     *
     * @param tool such as {@code mixpanel}
     * @param values its settings, secrets in the clear
     * @param subscriptions which of its actions take which messages; empty for its presets
     */
    record Catalogue(String tool, Map<String, JsonNode> values, Optional<JsonNode> subscriptions, int callsPerSecond)
            implements
                DestinationSettings {

        public Catalogue {
            values = Map.copyOf(values);
        }

        @Override
        public String toString() {
            return "catalogue:" + tool;
        }
    }
}
