package io.selfsame.query.cypher;

import static io.selfsame.query.cypher.Queries.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.selfsame.query.Path;
import io.selfsame.query.Query;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a query says, the statement is the same but for names in backticks: what it says stands in the parameters. */
class HostileTextTest {

    private static final Target TARGET = Target.people("shop", Instant.EPOCH);

    static List<String> hostile() {
        return Hostile.TEXTS;
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void valuesAreParameters(String text) {
        List<Query> queries = Hostile.everywhereButInNames(text);
        List<Query> harmless = Hostile.everywhereButInNames("harmless");
        for (int i = 0; i < queries.size(); i++) {
            assertEquals(Hostile.shape(CypherCompiler.compile(harmless.get(i), TARGET.needing(Set.of("harmless")))),
                    Hostile.shape(CypherCompiler.compile(queries.get(i), TARGET.needing(Set.of(text)))));
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void namesStayInTheirBackticks(String text) {
        String statement = CypherCompiler.compile(Hostile.asName(text), TARGET).text();
        String column = "properties." + Path.of(text);
        boolean quoted = statement.contains(".`" + column.replace("`", "``") + "` = $");
        assertNotEquals(quoted, statement.contains("[$column] = $"), statement);
        assertFalse(quoted && (column.contains("\\") || column.lines().count() > 1), statement);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void theHeaderIsAComment(String text) {
        Query query = audience(some(count("Visit")));
        String statement = CypherCompiler.compile(query, TARGET.withText(text)).text();
        String plain = CypherCompiler.compile(query, TARGET).text();
        assertEquals(Hostile.withoutComments(plain), Hostile.withoutComments(statement));
        assertFalse(statement.contains("\\u"), statement);
    }

    @Test
    void aParameterIsOneLine() {
        String text = String.join("", Hostile.TEXTS);
        assertEquals(1, ParamText.of(text).lines().count());
        assertFalse(ParamText.of(text).contains(";"));
    }
}
