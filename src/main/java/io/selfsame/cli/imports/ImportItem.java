package io.selfsame.cli.imports;

/** What one line of a source turned out to be. Lines count from 1; in CSV the header row is line 1. */
sealed interface ImportItem {
    long line();

    /** What stands in the source, as it was found; of a line that is too long its beginning. */
    String raw();

    /** A JSON object with a message ID, ready to be sent. */
    record ReadyMessage(long line, String json, String raw) implements ImportItem {}

    /** Not a message. */
    record Malformed(long line, String code, String message, String raw) implements ImportItem {}
}
