package io.selfsame.query.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.check.QueryCheck;
import io.selfsame.query.json.QueryJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One file for each kind of mistake, named for it: whom the audience is about, or that it is a computed trait; line and
 * column; what the message says; and after an empty line the query.
 */
class QueryErrorsTest {

    private static final Path FOLDER = Path.of("src/test/resources/query/errors");

    record Mistake(String name, String about, String place, String says, String query) {
        static Mistake read(Path file) {
            try {
                String[] parts = Files.readString(file).split("\n", 5);
                return new Mistake(file.getFileName().toString().replace(".txt", ""), parts[0], parts[1], parts[2],
                        parts[4].replaceFirst("\n$", ""));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Mistake> mistakes() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Mistake::read).toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsShownWithItsPlaceAndTheWayOut(Mistake mistake) {
        var e = assertThrows(QueryException.class, () -> {
            switch (mistake.about()) {
                case "audience of people" -> QueryParser.membership(mistake.query(), false);
                case "audience of accounts" -> QueryParser.membership(mistake.query(), true);
                case "computed trait" -> QueryParser.computation(mistake.query());
                default -> throw new IllegalArgumentException(mistake.about());
            }
        });
        assertEquals(mistake.place(), "line " + e.line() + ", column " + e.column(), e::getMessage);
        assertTrue(e.problem().contains(mistake.says()), e::getMessage);
        assertTrue(e.pointer().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                                  |                      | Here stands a query, an object, not a list
            {}                                                                  |                      | the query is missing: one of condition, value
            {"condition":{},"value":{}}                                         |                      | Only one of "condition", "value"
            {"conditions":{"trait":"a","exists":true}}                          | /conditions          | Did you mean "condition"?
            {"condition":{"trait":"a","exists":true},"x/y~z":1}                 | /x~1y~0z             | no field "x/y~z" here
            {"condition":{}}                                                    | /condition           | one of and, or, not
            {"condition":{"and":[]}}                                            | /condition/and       | it is empty
            {"condition":{"and":[{"trait":"a","exists":true}]}}                 | /condition/and       | two conditions at least
            {"condition":{"and":[{"trait":"a","exists":true},{"triat":"b"}]}}   | /condition/and/1/triat | Did you mean "trait"?
            {"condition":{"trait":"a"}}                                         | /condition           | a comparator is missing
            {"condition":{"trait":"a","equal":1}}                               | /condition/equal     | Did you mean "equals"?
            {"condition":{"trait":"a","equals":1,"at_most":2}}                  | /condition           | Only one of "equals", "at_most"
            {"condition":{"trait":"a","property":"b","equals":1}}               | /condition           | Only one of "trait", "property"
            {"condition":{"trait":"a","of":"parent","equals":1}}                | /condition/of        | no field "of"
            {"condition":{"trait":"a","equals":null}}                           | /condition/equals    | "absent": true
            {"condition":{"trait":"a","exists":false}}                          | /condition/exists    | Here stands true
            {"condition":{"trait":"a","contains":"x"}}                          | /condition/contains  | a list of texts, not a text
            {"condition":{"trait":"a","contains":["x",1]}}                      | /condition/contains/1 | a text, not the number 1
            {"condition":{"trait":"a","one_of":[]}}                             | /condition/one_of    | it is empty
            {"condition":{"trait":"a","equals":99999999999999999999}}           | /condition/equals    | too large
            {"condition":{"trait":"a","equals":1e400}}                          | /condition/equals    | too large
            {"condition":{"trait":"a","before_date":"soon"}}                    | /condition/before_date | 'soon' is no date
            {"condition":{"trait":"a","within_last":7}}                         | /condition/within_last | like {"days": 7}
            {"condition":{"trait":"a","within_last":{"day":7}}}                 | /condition/within_last/day | Did you mean "days"?
            {"condition":{"trait":"a","within_last":{"days":0}}}                | /condition/within_last/days | 1 or more
            {"condition":{"trait":"a","within_last":{"days":1.5}}}              | /condition/within_last/days | a whole number
            {"condition":{"trait":"a..b","exists":true}}                        | /condition/trait     | no empty step
            {"condition":{"property":"a","exists":true}}                        | /condition           | belongs to an event
            {"condition":{"event":"A","equals":1}}                              | /condition           | a reducer is missing
            {"condition":{"event":"A","count":true}}                            | /condition           | a comparator is missing
            {"condition":{"event":"A","count":true,"sum":{"property":"x"},"equals":1}} | /condition    | Only one of "count", "sum"
            {"condition":{"event":"A","sum":{"trait":"x"},"equals":1}}          | /condition/sum       | one of property, context
            {"condition":{"event":"A","sum":{"property":"x"},"as":"string","equals":1}} | /condition/as | no field "as"
            {"condition":{"event":"A","max":{"property":"x"},"as":"array","equals":1}} | /condition/max | as array is for mode
            {"condition":{"event":"A","max":{"property":"x","as":"number"},"as":"string","equals":1}} | /condition/max | not as both
            {"condition":{"event":"A","mode":{"property":"x","as":"number"},"equals":1}} | /condition/mode | stands beside it
            {"condition":{"trait":"x","as":"string","equals":1}}                | /condition/as        | "number" or "boolean"
            {"condition":{"event":"A","mode":{"property":"x"},"min_frequency":0,"equals":1}} | /condition/mode | 1 or more
            {"condition":{"event":"","count":true,"equals":1}}                  | /condition/event     | empty name
            {"condition":{"event":"A","filters":[{"within":{"days":1},"of":"parent"}],"count":true,"equals":1}} | /condition/filters/0 | inside the where(..) of another
            {"condition":{"event":"A","filters":[{"between":[{"days":2},{"days":1}]}],"count":true,"equals":1}} | /condition/filters/0 | shorter time first
            {"condition":{"event":"A","filters":[{"between":[{"days":2}]}],"count":true,"equals":1}} | /condition/filters/0/between | two lengths of time
            {"condition":{"event":"A","filters":{"within":{"days":1}},"count":true,"equals":1}} | /condition/filters | a list of filters
            {"condition":{"event":"A","filters":[{"where":{"any":{"trait":"x","exists":true}}}],"count":true,"equals":1}} | /condition/filters/0/where | inside where
            {"condition":{"trait":"x","equals":{"event":"A","count":true}}}     | /condition/equals    | on the left of a comparison only
            {"value":{"trait":"x"}}                                             | /value               | made of events
            {"value":{"event":"A","count":true,"equals":1}}                     | /value/equals        | not a condition
            """)
    void aMistakeInJsonIsShownWithItsPointer(String json, String pointer, String says) {
        var e = assertThrows(QueryException.class, () -> QueryJson.read(io.selfsame.json.Json.read(json)));
        assertEquals(pointer == null ? "" : pointer, e.pointer().orElseThrow(), e::getMessage);
        assertTrue(e.problem().contains(says), e::getMessage);
        assertEquals(0, e.line());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            event('Order').sum(property('LONG')) > 1                          | 1, column 20 | The path has 9000 characters; the limit is 1000
            trait('LONG').exists()                                            | 1, column 1  | The path has 9000 characters; the limit is 1000
            event('LONG').count() > 1                                         | 1, column 1  | The name of the event has 9000 characters; the limit is 1000
            event('A').where(event('B').where(context('LONG') = 1).count() > 1).count() > 1 | 1, column 35 | the limit is 1000
            """)
    void namesHaveALimit(String query, String place, String says) {
        String text = query.replace("LONG", "n".repeat(9_000));
        var e = assertThrows(QueryException.class, () -> QueryParser.membership(text, false));
        assertEquals("line " + place, "line " + e.line() + ", column " + e.column());
        assertTrue(e.problem().contains(says), e::problem);
        Query longest = QueryParser.membership(query.replace("LONG", "n".repeat(1_000)), false);
        assertEquals(longest, QueryJson.read(QueryJson.write(longest)));
        var json = io.selfsame.json.Json.write(QueryJson.write(longest)).replace("n".repeat(1_000), "n".repeat(9_000));
        var same = assertThrows(QueryException.class, () -> QueryJson.read(io.selfsame.json.Json.parse(json)));
        assertTrue(same.problem().contains(says), same::problem);
        assertTrue(same.pointer().orElseThrow().startsWith("/condition"), same::getMessage);
    }

    @Test
    void differentPropertiesOfEventsHaveALimit() {
        var query = new StringBuilder("event('A').where(property('p0') = property('q0')");
        for (int i = 1; i < 25; i++) {
            query.append(" OR property('p").append(i).append("') = property('q").append(i).append("')");
        }
        QueryParser.computation(query + ").count()");
        var e = assertThrows(QueryException.class,
                () -> QueryParser.computation(query + ").sum(property('one_more'))"));
        assertTrue(e.problem().contains("looks at 51 different properties of events; the limit is 50"), e::problem);
    }

    @Test
    void anEmptyListOfFiltersIsNone() {
        assertEquals(QueryParser.computation("event('A').count()"), QueryJson.read(io.selfsame.json.Json.parse(
                "{\"value\":{\"event\":\"A\",\"filters\":[],\"count\":true}}")));
    }

    @Test
    void aTreeMadeByHandHasTheSameRules() {
        var any = new Query.Membership(
                new Condition.AnyUser(new Condition.Is(new Operand.Trait(io.selfsame.query.Path.of(
                        "vip")), new Comparator.Exists())));
        QueryCheck.check(any, true);
        var e = assertThrows(QueryException.class, () -> QueryCheck.check(any, false));
        assertEquals(e.problem(), e.getMessage());
        assertTrue(e.line() == 0 && e.column() == 0 && e.pointer().isEmpty());
    }
}
