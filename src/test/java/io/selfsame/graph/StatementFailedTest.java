package io.selfsame.graph;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;

/** What failures leave in the log. */
class StatementFailedTest {

    @Test
    void wrappersDoNotRepeatTheWordsOfWhatTheyWrap() {
        var driver = new ClientException("Neo.ClientError.General.Unknown", "key 'shop/email:jane@x.example'");
        assertFalse(log(new CompletionException(new IllegalStateException(driver))).contains("jane"));
    }

    @Test
    void theLogHasTheCodeOfADriversErrorAndNotItsWords() {
        var driver = new ClientException("Neo.ClientError.Schema.ConstraintValidationFailed",
                "Node already exists with key = 'shop/email:jane@x.example'");
        String log = log(new IllegalStateException("cypher/identity/write.cypher failed", driver));
        assertFalse(log.contains("jane"), log);
        assertTrue(log.contains("Neo.ClientError.Schema.ConstraintValidationFailed"), log);
        assertTrue(log.contains("cypher/identity/write.cypher failed"), log);
        assertTrue(log.contains("StatementFailedTest"), log);
    }

    @Test
    void whereNoServerHasSpokenTheLogSaysWhatTheDriverCannotDo() {
        String log = log(new ServiceUnavailableException("Unable to connect to 127.0.0.1:7687"));
        assertTrue(log.contains("Unable to connect to 127.0.0.1:7687"), log);
        assertFalse(log.contains("N/A"), log);
        String other = log(new ClientException("Unable to convert 'jane@x.example'"));
        assertFalse(other.contains("N/A") || other.contains("jane"), other);
    }

    private static String log(Throwable failure) {
        var out = new StringWriter();
        StatementFailed.loggable(failure).printStackTrace(new PrintWriter(out));
        return out.toString();
    }
}
