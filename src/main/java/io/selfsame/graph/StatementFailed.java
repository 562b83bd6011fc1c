package io.selfsame.graph;

import java.util.Set;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.RetryableException;

/** The server refused a statement. Names the file and the parameters, never their values: those are people's data. */
public final class StatementFailed extends RuntimeException {

    private static final String CONSTRAINT = "Neo.ClientError.Schema.ConstraintValidationFailed";

    private StatementFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** True if what was to be written is there already, or breaks another constraint of the schema. */
    public boolean brokeConstraint() {
        return getCause() instanceof ClientException refusal && CONSTRAINT.equals(refusal.code());
    }

    /** Errors that the driver retries by itself must reach it unwrapped. */
    static RuntimeException of(Statement statement, Set<String> parameters, ClientException cause) {
        if (cause instanceof RetryableException) {
            return cause;
        }
        return new StatementFailed(
                "cypher/" + statement.name() + ".cypher with parameters " + parameters + " failed: " + cause.code(),
                cause);
    }
}
