package io.selfsame.query.check;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.parse.QueryParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountCheckTest {

    /** Stored definitions may have them, so that they still parse. */
    @ParameterizedTest
    @ValueSource(strings = {"event('A').count() > '1'", "event('A').count_days() > true",
            "NOT event('A').unique(property('p')).count() = 'x'", "trait('a') = 1 AND any_event().count() = false",
            "event('A').where(event('B').within(parent: 1 day).count() > '1').count() > 1"})
    void aCountIsComparedWithNumbersAlone(String text) {
        Query query = QueryParser.membership(text);
        String problem = assertThrows(QueryException.class, () -> CountCheck.check(query)).getMessage();
        assertTrue(problem.contains("is no number: a count is compared with"), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event('A').count() > 1", "event('A').count() = trait('n')",
            "event('A').last(property('p')) = 'x'",
            "event('A').count().exists()", "trait('count') = '1'"})
    void othersAreNot(String text) {
        assertDoesNotThrow(() -> CountCheck.check(QueryParser.membership(text)));
    }
}
