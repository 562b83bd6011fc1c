package io.selfsame.cli.imports;

/** What one line of a source turned out to be. Lines count from 1; in CSV the header row is line 1. */
sealed interface ImportItem {
    long line();

    /** A JSON object with a message ID, ready to be sent. */
    record ReadyMessage(long line, String json) implements ImportItem {}

    /** Not a message. {@code raw} is the start of the line as it was found. */
    record Malformed(long line, String code, String message, String raw) implements ImportItem {}
}
