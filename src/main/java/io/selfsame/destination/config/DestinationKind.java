package io.selfsame.destination.config;

import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.DestinationSettings.FileFormat;
import io.selfsame.destination.config.SettingField.SettingType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a destination can be. The settings here are what requests are checked by, and what the list of kinds shows. */
enum DestinationKind {

    /** Segment's messages by POST to an address of the receiver's own. */
    WEBHOOK("Webhook", "Sends Segment's messages by POST to an address of your own, signed as Segment and as Standard"
            + " Webhooks do."),

    /** Whatever takes Segment's batches. */
    SEGMENT("Segment", "Sends to whatever has Segment's /v1/batch: Segment, RudderStack, Jitsu, another Selfsame."),

    /** A topic of a cluster. */
    KAFKA("Apache Kafka", "Writes Segment's messages to a topic, by the segment_id of the person, with the headers of"
            + " CloudEvents."),

    /** Tables for a warehouse. */
    FILES("Files",
            "Writes the tables of Segment's Profiles Sync into a folder of the server, in full and then what is new."),

    /** A tool of the catalogue. Which, and what settings it has, the catalogue says. */
    CATALOGUE("Catalogue", "A tool of the catalogue.");

    /** What stands before the name of a tool. */
    static final String TOOL = "catalogue:";
    static final String URL = "url";
    static final String SECRET = "secret";
    static final String SEGMENT_SECRET = "segmentSecret";
    static final String HEADERS = "headers";
    static final String BATCH = "batch";
    static final String RATE = "callsPerSecond";
    static final String WRITE_KEY = "writeKey";
    static final String FOLDER = "folder";
    static final String FORMAT = "format";
    static final String TABLES = "tables";
    static final String INTERVAL = "intervalMinutes";
    static final String GZIP = "gzip";
    static final String ESCAPE = "escapeFormulas";

    private static final SettingField CALLS = SettingField.plain(RATE, "Calls a second",
            "So many requests a second at most; 0 is no limit.", new SettingType.Whole(0, 10_000), 0);

    private static final List<SettingField> OF_WEBHOOKS = List.of(
            SettingField.needed(URL, "URL", "The address that messages are sent to.", new SettingType.AnyUrl()),
            SettingField.secret(SECRET, "Signing secret",
                    "Signs as Standard Webhooks do: whsec_ and 24 to 64 bytes as base64. Made if it is left out."
                            + " After a change both the new and the former one sign for 24 hours.",
                    new SettingType.SigningSecret(), false),
            SettingField.secret(SEGMENT_SECRET, "Segment's shared secret",
                    "Signs as Segment does, in the header X-Signature. Without it there is no such header.",
                    new SettingType.Text(1_000), false),
            SettingField.secret(HEADERS, "Headers", "More headers for each request, such as Authorization.",
                    new SettingType.Headers(), false),
            SettingField.plain(BATCH, "Messages in a request",
                    "1 sends the message itself; more sends an array of at most so many.",
                    new SettingType.Whole(1, 1_000), 1),
            CALLS);

    private static final List<SettingField> OF_SEGMENT = List.of(
            SettingField.plain(URL, "URL", "The address of the API, up to and without /v1/batch.",
                    new SettingType.BaseUrl(), "https://api.segment.io"),
            SettingField.secret(WRITE_KEY, "Write key", "The write key of the source there.",
                    new SettingType.Text(200), true),
            CALLS);

    private static final List<SettingField> OF_KAFKA = KafkaSettings.connectionAnd(
            SettingField.needed(KafkaSettings.TOPIC, "Topic", "The topic that messages are written to. It is not made.",
                    new SettingType.Topic()),
            SettingField.plain(KafkaSettings.COMPRESSION, "Compression", "How batches of messages are compressed.",
                    new SettingType.Choice(List.of("lz4", "zstd", "snappy", "gzip", "none")), "lz4"));

    private static final List<SettingField> OF_FILES = List.of(
            SettingField.needed(FOLDER, "Folder", "The name of a folder, below the one for exports of the space: "
                    + DestinationSettings.FOLDER_FORM + ".", new SettingType.Folder()),
            SettingField.plain(FORMAT, "Format", "Parquet, CSV or JSON Lines. Another one begins a new full export.",
                    new SettingType.Choice(FormFields.words(FileFormat.values())), FormFields.text(FileFormat.PARQUET)),
            SettingField.plain(TABLES, "Tables",
                    "Names of tables, or * for all there are and will be. Others begin a new full"
                            + " export.",
                    new SettingType.Choices(DestinationSettings.FILE_TABLES), List.of("*")),
            SettingField.plain(INTERVAL, "Minutes", "From the beginning of one export to that of the next.",
                    new SettingType.Whole(1, 10_080), 60),
            SettingField.plain(GZIP, "Compressed",
                    "Whether CSV and JSON Lines are compressed with gzip. Parquet always is.",
                    new SettingType.Flag(), false),
            SettingField.plain(ESCAPE, "For spreadsheets",
                    "Whether texts in CSV that begin with =, +, -, @, a tab or a line end get a ' before them, so that no spreadsheet"
                            + " takes them for formulas.",
                    new SettingType.Flag(), false));

    private final String label;
    private final String description;

    DestinationKind(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The kind of a name, if there is one. */
    static Optional<DestinationKind> of(String text) {
        return text.startsWith(TOOL)
                ? Optional.of(CATALOGUE)
                : own().stream().filter(kind -> kind.text().equals(text)).findFirst();
    }

    /** Those that need no catalogue. */
    static List<DestinationKind> own() {
        return Arrays.stream(values()).filter(kind -> kind != CATALOGUE).toList();
    }

    /** The name of the tool in a name of its kind. */
    static String tool(String text) {
        return text.substring(TOOL.length());
    }

    /** The names of all, as part of a sentence. */
    static String all() {
        return own().stream().map(DestinationKind::text).collect(Collectors.joining(", ")) + ", and with a catalogue "
                + TOOL + "<tool>";
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
            case WEBHOOK -> OF_WEBHOOKS;
            case SEGMENT -> OF_SEGMENT;
            case KAFKA -> OF_KAFKA;
            case FILES -> OF_FILES;
            case CATALOGUE -> List.of();
        };
    }
}
