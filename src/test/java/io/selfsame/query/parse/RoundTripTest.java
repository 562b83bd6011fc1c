package io.selfsame.query.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.selfsame.json.Json;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.QueryNeeds;
import io.selfsame.query.Reducer;
import io.selfsame.query.Span;
import io.selfsame.query.check.QueryCheck;
import io.selfsame.query.json.QueryJson;
import io.selfsame.query.text.QueryText;
import io.selfsame.testing.RandomQuery;
import io.selfsame.testing.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text and JSON lose nothing. */
class RoundTripTest {

    private static final int QUERIES = 1_500;

    /** Every string that has ever broken a parser. */
    private static final List<String> ODD = List.of("'", "\"", "\\", "\\\\'", "a'b\"c", "\n\r\t", "\u0001\u007f\u0085",
            "\u2028\ufeff\u00a0", "😀", "e\u0301", " ", "NOT", "AND", "null", "$", "{x}", "'}) DETACH DELETE n //", "1",
            "");

    private static RandomQuery.Vocabulary odd() {
        var small = RandomQuery.Vocabulary.small();
        List<String> names = ODD.stream().filter(name -> !name.isEmpty()).toList();
        List<String> paths = names.stream().map(name -> Path.of(name).toString()).toList();
        List<String> deep = paths.stream().map(path -> "a." + path + ".$.b").toList();
        List<Object> literals = new java.util.ArrayList<>(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0.1, 1e300, -1e-300,
                Double.MIN_VALUE, Double.MAX_VALUE, 1e22, 12.0, -0.0, 123456789.125, true, false));
        literals.addAll(ODD);
        List<Span> spans = List.of(new Span(1, Span.Unit.SECONDS), new Span(3_660, Span.Unit.DAYS),
                new Span(2, Span.Unit.MINUTES), new Span(87_840, Span.Unit.HOURS));
        return new RandomQuery.Vocabulary(names, deep, paths, paths, literals, ODD, small.dates(), spans, names);
    }

    @Test
    void whatIsWrittenIsReadAsTheSameTree() throws JsonProcessingException {
        long seed = Seeds.of(RoundTripTest.class);
        for (var words : List.of(RandomQuery.Vocabulary.small(), odd())) {
            for (boolean accounts : List.of(false, true)) {
                var random = new RandomQuery(seed, words, accounts);
                for (int i = 0; i < QUERIES; i++) {
                    int size = 1 + i % QueryCheck.MAX_EXPRESSIONS;
                    check(i % 3 == 0 ? random.computation(size) : random.membership(size), accounts, "seed " + seed);
                }
            }
        }
    }

    private static void check(Query query, boolean accounts, String seed) throws JsonProcessingException {
        String text = QueryText.write(query);
        if (text.length() > QueryText.MAX_LENGTH) {
            return;
        }
        String where = seed + ": " + text;
        try {
            QueryCheck.check(query, accounts);
            Query read = switch (query) {
                case Query.Membership membership -> QueryParser.membership(text, accounts);
                case Query.Computation computation -> QueryParser.computation(text);
            };
            assertEquals(query, read, where);
            assertEquals(text, QueryText.write(read), where);
            String json = Json.write(QueryJson.write(query));
            assertEquals(query, QueryJson.read(Json.read(json), accounts), where);
            assertEquals(query, QueryJson.read(QueryJson.write(query), accounts), where);
            QueryNeeds.of(query);
        } catch (QueryException e) {
            fail(where, e);
        }
    }

    @Test
    void theDeepestTreeIsWithinTheLimitsOfJson() throws JsonProcessingException {
        var field = new Operand.Field(Operand.Source.PROPERTIES, Operand.Whose.GRANDPARENT, Path.of("x"));
        Condition condition = new Condition.Is(field, new Comparator.Compare(Comparator.Op.EQUALS, field));
        for (int depth = 1; depth < QueryCheck.MAX_DEPTH; depth++) {
            condition = new Condition.Is(new Operand.Reduction(new Events("e", List.of(new Filter.Where(condition))),
                    new Reducer.Count()), new Comparator.Compare(Comparator.Op.AT_LEAST, new Operand.Literal(1L)));
        }
        // Around it stands the body of a request: {"definition":{"json":…}}, and of an answer, {"data":{"audience":…}}.
        String body = "{\"data\":{\"audience\":{\"definition\":{\"json\":"
                + Json.write(QueryJson.write(new Query.Membership(condition))) + "}}}}";
        var read = QueryJson.read(Json.read(body).at("/data/audience/definition/json"));
        assertEquals(new Query.Membership(condition), read);
        assertEquals(read, QueryParser.membership(QueryText.write(read)));
    }
}
