package io.selfsame.cli;

/** The command cannot go on. The message is one sentence for the person at the terminal and says what to do. */
final class CliException extends RuntimeException {
    CliException(String message) {
        super(message);
    }
}
