package io.selfsame.graph;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.exceptions.ClientException;

/** A transaction in progress. Lives as long as the function it was handed to; not thread safe. */
public final class Tx {

    private final TransactionContext transaction;

    private boolean written;

    Tx(TransactionContext transaction) {
        this.transaction = transaction;
    }

    /**
     * Runs one statement and reads all its rows.
     *
     * @throws StatementFailed if the server refuses it for a reason that a retry would not mend
     */
    public List<Record> run(Statement statement, Map<String, Object> parameters) {
        return run(statement, parameters, Result::list);
    }

    /** Runs one statement, whose rows are taken one by one; otherwise as {@link #run(Statement, Map)}. */
    <T> T run(Statement statement, Map<String, Object> parameters, Function<Result, T> use) {
        try {
            Result result = transaction.run(statement.text(), parameters);
            T used = use.apply(result);
            written |= result.consume().counters().containsUpdates();
            return used;
        } catch (ClientException e) {
            throw StatementFailed.of(statement, parameters.keySet(), e);
        }
    }

    /** Whether a statement has changed anything; a transaction for writing may only have looked. */
    boolean hasWritten() {
        return written;
    }
}
