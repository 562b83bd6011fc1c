package io.selfsame.source.config;

import io.selfsame.destination.config.KafkaSettings;
import io.selfsame.destination.config.SettingField;
import io.selfsame.destination.config.SettingField.SettingType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a source can be. The settings here are what requests are checked by, and what the list of kinds shows. */
enum SourceKind {

    /** Topics of a cluster. */
    KAFKA("Apache Kafka", "Reads Segment's messages, as JSON, from topics."),

    /** Files that appear in a folder. */
    FOLDER("Folder",
            "Reads files that appear in a folder of the service: JSON Lines, or CSV with a mapping, plain or gzip.");

    static final String TOPICS = "topics";
    static final String GROUP = "group";
    static final String START = "start";
    static final String EARLIEST = "earliest";

    private static final List<SettingField> OF_KAFKA = KafkaSettings.connectionAnd(
            SettingField.needed(TOPICS, "Topics", "The topics that are read, with commas between several.",
                    new SettingType.Topics(50)),
            SettingField.plain(GROUP, "Group",
                    "The group of consumers. Without one, it is selfsame- and the ID of the source.",
                    new SettingType.Name(), ""),
            SettingField.plain(START, "Start", "Where a new group begins: with the oldest message, or with the next.",
                    new SettingType.Choice(List.of(EARLIEST, "latest")), EARLIEST));

    static final String FOLDER_NAME = "folder";
    static final String MAPPING = "mapping";
    static final String ENCODING = "encoding";

    private static final List<SettingField> OF_FOLDERS = List.of(
            SettingField.needed(FOLDER_NAME, "Folder",
                    "The name of the folder. It is made below SELFSAME_SOURCE_FOLDER, in the folder of the space.",
                    new SettingType.Name()),
            SettingField.plain(MAPPING, "Mapping",
                    "For CSV: which column goes where, as import takes it with --map. Without one the files are JSON Lines.",
                    new SettingType.Document(64 * 1024), Map.of()),
            SettingField.plain(ENCODING, "Encoding", "How the files are written, such as UTF-8 or windows-1252.",
                    new SettingType.Name(), "UTF-8"));

    private final String label;
    private final String description;

    SourceKind(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The kind of a name, if there is one. */
    static Optional<SourceKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }

    /** The names of all, as part of a sentence. */
    static String all() {
        return Arrays.stream(values()).map(SourceKind::text).collect(Collectors.joining(", "));
    }

    /** The name in requests, answers and the graph. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String label() {
        return label;
    }

    String description() {
        return description;
    }

    /** In the order of a form. */
    List<SettingField> settings() {
        return switch (this) {
            case KAFKA -> OF_KAFKA;
            case FOLDER -> OF_FOLDERS;
        };
    }
}
