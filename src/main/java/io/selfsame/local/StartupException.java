package io.selfsame.local;

import org.jspecify.annotations.Nullable;

/**
 * The embedded Neo4j cannot start. The message is one sentence for the person who started it: what is wrong, where, and
 * what to do about it. Print it alone; the cause is for the log.
 */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String sentence) {
        this(sentence, null);
    }

    /** The cause is for the log and may be absent. */
    public StartupException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
