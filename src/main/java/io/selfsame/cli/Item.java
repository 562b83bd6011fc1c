package io.selfsame.cli;

/** What one line of a source turned out to be. Lines count from 1; in CSV the header row is line 1. */
sealed interface Item {
    long line();

    /** A JSON object with a message ID, ready to be sent. */
    record Message(long line, String json) implements Item {}

    /** Not a message. {@code raw} is the start of the line as it was found. */
    record Malformed(long line, String code, String message, String raw) implements Item {}
}
