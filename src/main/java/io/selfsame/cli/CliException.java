package io.selfsame.cli;

/** The command cannot go on. The message is one sentence for the person at the terminal and says what to do. */
public final class CliException extends RuntimeException {
    public CliException(String message) {
        super(message);
    }
}
