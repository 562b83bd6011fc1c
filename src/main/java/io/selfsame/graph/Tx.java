package io.selfsame.graph;

import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.exceptions.ClientException;

/** A transaction in progress. Lives as long as the function it was handed to; not thread safe. */
public final class Tx {

    private final TransactionContext transaction;

    Tx(TransactionContext transaction) {
        this.transaction = transaction;
    }

    /**
     * Runs one statement and reads all its rows.
     *
     * @throws StatementFailed if the server refuses it for a reason that a retry would not mend
     */
    public List<Record> run(Statement statement, Map<String, Object> parameters) {
        try {
            return transaction.run(statement.text(), parameters).list();
        } catch (ClientException e) {
            throw StatementFailed.of(statement, parameters.keySet(), e);
        }
    }
}
