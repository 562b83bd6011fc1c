package io.selfsame.destination.files;

/**
 * A column of a table.
 *
 * @param required whether each row has a value
 * @param description for the page that is written beside the files
 */
record Column(String name, ColumnType type, boolean required, String description) {

    /** What values a column has. */
    enum ColumnType {
        /** A {@code String}. */
        TEXT("text"),
        /** A {@code String} that is JSON. */
        JSON("JSON"),
        /** A {@code Long}. */
        NUMBER("64-bit integer"),
        /** An {@code Instant}; files keep microseconds. */
        TIME("timestamp in UTC");

        private final String words;

        ColumnType(String words) {
            this.words = words;
        }

        /** For people. */
        String words() {
            return words;
        }
    }

    static Column needed(String name, ColumnType type, String description) {
        return new Column(name, type, true, description);
    }

    static Column optional(String name, ColumnType type, String description) {
        return new Column(name, type, false, description);
    }
}
