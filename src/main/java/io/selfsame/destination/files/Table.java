package io.selfsame.destination.files;

import io.selfsame.destination.files.Column.ColumnType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables. Rows are lists of values in the order of the columns. A table's columns are never taken away or changed. */
enum Table {

    ID_GRAPH_UPDATES(
            "Which person a profile belongs to: a row when it is created, and one for each merge that moves it. The row"
                    + " with the highest seq for a segment_id is the present.",
            List.of(
                    segmentId("The profile."), canonical("The person's canonical profile from then on.")),
            trigger()),

    EXTERNAL_ID_MAPPING_UPDATES(
            "A row when an external ID is linked. It stays with its profile; id_graph_updates says whose that is.",
            List.of(Column.needed("id", ColumnType.TEXT, "Of the row."),
                    Column.needed("external_id_hash", ColumnType.TEXT,
                            "SHA-1 of type and value, one after the other, in hexadecimal."),
                    Column.needed("external_id_type", ColumnType.TEXT, "Such as user_id."),
                    Column.needed("external_id_value", ColumnType.TEXT,
                            "As it identifies people: an e-mail address in small letters."),
                    segmentId("The profile that it was linked to."),
                    canonical("The person's canonical profile after the event.")),
            trigger()),

    USER_IDENTIFIERS(
            "Whose an external ID is: a row when it is linked, and one for each merge that moves it. The row with the"
                    + " highest seq for a type and value is the present.",
            List.of(canonical("The person's canonical profile from then on."),
                    Column.needed("type", ColumnType.TEXT, "Such as user_id."),
                    Column.needed("value", ColumnType.TEXT, "As it identifies people."), time(), seq()),
            List.of()),

    PROFILE_MERGES("As id_graph_updates, without what caused the row.", List.of(
            canonical("The person's canonical profile from then on."), segmentId("The profile."), time(), seq()),
            List.of()),

    USER_TRAITS(
            "The traits that people have, as the Profile API shows them, with computed traits and audiences. When something"
                    + " about a person changes, all traits of that person are written again with a higher seq: only the rows with the"
                    + " highest seq for a canonical_segment_id are the present, and only if id_graph_updates says that it is one.",
            List.of(
                    canonical("The person."),
                    Column.optional("name", ColumnType.TEXT,
                            "Of the trait; null in the one row of a person without traits."),
                    Column.optional("value", ColumnType.JSON, "Of the trait."),
                    Column.optional("class", ColumnType.TEXT, "custom, computed_trait or audience."),
                    Column.optional("source_id", ColumnType.TEXT,
                            "The write key of the call that set it, or the definition."),
                    Column.optional("message_id", ColumnType.TEXT, "Of the call that set it."),
                    Column.optional("timestamp", ColumnType.TIME, "Of the value."),
                    Column.needed("seq", ColumnType.NUMBER, "The run that wrote it.")),
            List.of()),

    ACCOUNT_TRAITS(
            "The traits of accounts, computed ones included, as of the last export that saw a group call of the account. Only"
                    + " the rows with the highest seq for a group_id are the present.",
            List.of(
                    Column.needed("group_id", ColumnType.TEXT, "The account."),
                    Column.optional("name", ColumnType.TEXT,
                            "Of the trait; null in the one row of an account without traits."),
                    Column.optional("value", ColumnType.JSON, "Of the trait."),
                    Column.optional("class", ColumnType.TEXT, "custom, computed_trait or audience."),
                    Column.optional("source_id", ColumnType.TEXT,
                            "The write key of the call that set it, or the definition."),
                    Column.optional("message_id", ColumnType.TEXT, "Of the call that set it."),
                    Column.optional("timestamp", ColumnType.TIME, "Of the value."),
                    Column.needed("seq", ColumnType.NUMBER, "The run that wrote it.")),
            List.of()),

    IDENTIFIES("The identify calls.", call(), List.of(json("traits"), json("context"))),

    TRACKS("The track calls.", call(),
            List.of(Column.optional("event", ColumnType.TEXT, "The name of the event, as it was sent."),
                    json("properties"), json("context"))),

    PAGES("The page calls.", call(),
            List.of(Column.optional("name", ColumnType.TEXT, "Of the page."), json("properties"),
                    json("context"))),

    SCREENS("The screen calls.", call(),
            List.of(Column.optional("name", ColumnType.TEXT, "Of the screen."), json("properties"),
                    json("context"))),

    GROUPS("The group calls.", call(),
            List.of(Column.optional("group_id", ColumnType.TEXT, "The account."), json("traits"),
                    json("context"))),

    ALIASES("The alias calls.", call(), List.of(Column.optional("previous_id", ColumnType.TEXT, "The former user ID."),
            json("context")));

    private final String description;
    // Never changed, and of what cannot be.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Column> columns;

    Table(String description, List<Column> first, List<Column> then) {
        this.description = description;
        this.columns = Stream.concat(first.stream(), then.stream()).toList();
    }

    private static Column segmentId(String description) {
        return Column.needed("segment_id", ColumnType.TEXT, description);
    }

    private static Column canonical(String description) {
        return Column.needed("canonical_segment_id", ColumnType.TEXT, description);
    }

    private static Column seq() {
        return Column.needed("seq", ColumnType.NUMBER,
                "The place of the event in the ledger, which grows with each event.");
    }

    private static Column time() {
        return Column.needed("timestamp", ColumnType.TIME, "Of the event.");
    }

    private static Column json(String name) {
        return Column.optional(name, ColumnType.JSON, "As they were sent.");
    }

    /** What caused a row. */
    private static List<Column> trigger() {
        return List.of(Column.needed("triggering_event_id", ColumnType.TEXT, "The message ID of the event."),
                Column.needed("triggering_event_type", ColumnType.TEXT, "Such as identify."),
                Column.optional("triggering_event_name", ColumnType.TEXT, "Of a track call, a page or a screen."),
                Column.needed("triggering_event_source_id", ColumnType.TEXT, "The write key that it came by."), time(),
                seq());
    }

    /** What all calls have. */
    private static List<Column> call() {
        return List.of(Column.needed("id", ColumnType.TEXT, "The message ID."),
                segmentId("The profile that took the event. Join it with the latest row of id_graph_updates."),
                canonical("The person's canonical profile after the event; it may have been merged since."),
                Column.needed("event_source_id", ColumnType.TEXT, "The write key that it came by."),
                Column.optional("user_id", ColumnType.TEXT, "As it was sent."),
                Column.optional("anonymous_id", ColumnType.TEXT, "As it was sent."),
                Column.needed("timestamp", ColumnType.TIME, "Of the event."),
                Column.optional("sent_at", ColumnType.TEXT, "As it was sent."), seq());
    }

    /** The name in settings, folders and files. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    List<Column> columns() {
        return columns;
    }

    /** Where calls of a type go. */
    static Optional<Table> ofCalls(String type) {
        return switch (type) {
            case "identify" -> Optional.of(IDENTIFIES);
            case "track" -> Optional.of(TRACKS);
            case "page" -> Optional.of(PAGES);
            case "screen" -> Optional.of(SCREENS);
            case "group" -> Optional.of(GROUPS);
            case "alias" -> Optional.of(ALIASES);
            default -> Optional.empty();
        };
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Table::text).toList();
    }
}
