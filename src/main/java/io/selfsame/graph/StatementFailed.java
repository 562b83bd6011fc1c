package io.selfsame.graph;

import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;

/** The server refused a statement. Names the file and the parameters, never their values: those are people's data. */
public final class StatementFailed extends RuntimeException {

    private static final String CONSTRAINT = "Neo.ClientError.Schema.ConstraintValidationFailed";

    /** What the driver gives for a code where no server has spoken. */
    private static final String NO_CODE = "N/A";

    private final boolean ofMemory;

    private StatementFailed(String message, Throwable cause, boolean ofMemory) {
        super(message, cause);
        this.ofMemory = ofMemory;
    }

    static StatementFailed ofMemory(Neo4jException cause) {
        return new StatementFailed("Neo4j has no memory left for this; ask for less, or try again in a moment", cause,
                true);
    }

    /** Whether it wanted more memory than one transaction may have, or than all of them have left: less of it may pass. */
    public boolean isOfMemory() {
        return ofMemory;
    }

    /** True if what was to be written is there already, or breaks another constraint of the schema. */
    public boolean brokeConstraint() {
        return getCause() instanceof ClientException refusal && CONSTRAINT.equals(refusal.code());
    }

    /** Errors that the driver retries by itself must reach it unwrapped; what took too long is no fault of the statement. */
    static RuntimeException of(Statement statement, Set<String> parameters, ClientException cause) {
        RuntimeException known = DriverFailure.translated(cause);
        if (cause instanceof RetryableException || !known.equals(cause)) {
            return known;
        }
        return new StatementFailed(
                "cypher/" + statement.name() + ".cypher with parameters " + parameters + " failed: " + reason(cause),
                cause, false);
    }

    /**
     * What went wrong, without people's data: the code of the server. Where it is the driver that cannot go on, its own words,
     * which are about connections then.
     */
    public static String reason(Neo4jException failure) {
        if (!NO_CODE.equals(failure.code())) {
            return failure.code();
        }
        return failure instanceof RetryableException || failure.getCause() instanceof TimeoutException
                ? String.valueOf(failure.getMessage())
                : "not taken by the driver";
    }

    /** The same failure for the log, with the codes of Neo4j's errors in the place of their messages: those quote people's data. */
    public static Throwable loggable(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof Neo4jException neo4j) {
            return new Logged(failure.getClass().getName() + ": " + reason(neo4j), failure, cause);
        }
        return cause == null ? failure : new Logged(words(failure, cause), failure, cause);
    }

    /** A wrapper without words of its own repeats those of its cause. */
    private static String words(Throwable failure, Throwable cause) {
        String repeated = cause.getMessage();
        return repeated != null && failure.toString().contains(repeated)
                ? failure.getClass().getName()
                : failure.toString();
    }

    /** Stands in for a failure in the log. */
    private static final class Logged extends RuntimeException {
        Logged(String message, Throwable failure, @Nullable Throwable cause) {
            super(message, cause == null ? null : loggable(cause));
            setStackTrace(failure.getStackTrace());
        }
    }
}
