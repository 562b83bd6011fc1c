package io.selfsame.query.parse;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.json.QueryJson;
import io.selfsame.query.text.QueryText;
import io.selfsame.testing.RandomQuery;
import io.selfsame.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, only a {@link QueryException} goes out, and it speaks our words. */
class HostileTest {

    static Stream<String> hostile() {
        int much = QueryText.MAX_LENGTH;
        return Stream.of("(".repeat(much), "NOT ".repeat(much / 4), ")".repeat(much), "'".repeat(much - 1),
                "x".repeat(much), "x".repeat(1 << 20), "event('A').where(".repeat(1_000), "ANY(".repeat(5_000),
                "trait('a') AND ".repeat(1_300) + "trait('a')", "trait('a')" + ".exists()".repeat(2_000),
                "a ".repeat(much / 2), "a.".repeat(much / 2), ",".repeat(much), "1 ".repeat(much / 2), "=".repeat(much),
                "trait('a') " + "= 1 ".repeat(4_000), "trait('a').one_of(" + "1,".repeat(9_000) + "1)",
                "trait('a" + ".a".repeat(9_000) + "') = " + "9".repeat(1_900),
                "trait('a') = '" + "\\'".repeat(9_000) + "'",
                "\0", "trait('\0')", "trait('a') = '\\u0000'", "\ud800", "\udc00trait('a')", "trait('a')\ud83d",
                "trait('\udc00\ud800')", "\ufffe\uffff", "\u202etrait('a')", "trait('a')\u200b= 1", "tra\u0456t('a')",
                "ｅvent('a')", "𝐞vent('a').count() > 1", "event('a').count() > １", "\u2028", "\r", "\t\n\r", "\\", "#",
                "//",
                "/* x */ trait('a')", "-- x", "trait('a') = 0x10", "trait('a') = 1e", "trait('a') = --1",
                "trait('a') = .5",
                "trait('a') = 5.", "a b", "a b c", ".", "..", "as", "a:", ":", "'a' 'b'", "1 1", "1 2 days", "days",
                "7 days",
                "within", "within.count", "ANY", "ANY()", "ALL ALL", "trait", "trait.x", "event.count()",
                "event('x').where",
                "event('x').mode()", "event('x').max(1 as string)", "event('x').max(as string)", "null", "true",
                "true = true",
                "trait('a') = true false", "literal()", "literal(literal(1)) = 1", "literal(trait('a')) = 1",
                "event(1)",
                "event('x').within(parent:)", "event('x').between(1 day,)", "event('x').sources(exclude:)",
                "trait('a').one_of(exclude: 1)", "trait('a').equals(as number)", "trait('a').equals('b' as number)");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void nothingButAQueryExceptionComesOut(String text) {
        ask(text);
    }

    /** Mistakes that nobody thought of: queries with letters and words taken out, put in, and moved. */
    @Test
    void brokenQueriesAreRefusedInOurWords() {
        long seed = Seeds.of(HostileTest.class);
        var random = new Random(seed);
        var queries = new RandomQuery(seed, RandomQuery.Vocabulary.small(), true);
        List<String> pieces = List.of("(", ")", "'", "\"", ",", ".", " ", "=", "AND", "OR", "NOT", "as", ":", "7", "-",
                "days",
                "parent", "event", "trait('x')", "count()", ".where(", "\\", "\u0000", "\ud800", "null", "ANY(", "$",
                "!");
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(QueryText.write(queries.membership(4)));
            for (int broken = random.nextInt(3); broken >= 0; broken--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
                    case 1 -> text.insert(at, pieces.get(random.nextInt(pieces.size())));
                    default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                }
                text.append(text.isEmpty() ? "x" : "");
            }
            try {
                ask(text.toString());
            } catch (RuntimeException e) {
                fail("seed " + seed + ": " + text, e);
            }
        }
    }

    private static void ask(String text) {
        for (boolean computation : List.of(false, true)) {
            try {
                Query query = computation ? QueryParser.computation(text) : QueryParser.membership(text);
                assertTrue(QueryText.write(query).length() <= QueryText.MAX_LENGTH);
            } catch (QueryException e) {
                assertFalse(e.getMessage().matches("(?s).*(<EOF>|mismatched|extraneous|no viable|token recognition|"
                        + "expecting|Optional\\[|null pointer).*"), e::getMessage);
                assertTrue(e.line() >= 1 && e.column() >= 1, e::getMessage);
                assertTrue(e.problem().length() < 1_000 && e.problem().endsWith(".") || e.problem().endsWith("?"),
                        e::getMessage);
            }
        }
    }

    @Test
    void jsonOfAnyShapeIsRefusedWithItsPlace() {
        long seed = Seeds.of(HostileTest.class);
        var random = new Random(seed);
        var queries = new RandomQuery(seed, RandomQuery.Vocabulary.small(), true);
        for (int i = 0; i < 20_000; i++) {
            Query query = i % 2 == 0 ? queries.membership(4) : queries.computation(4);
            JsonNode node = QueryJson.write(query);
            breakSomewhere(node, random);
            try {
                QueryJson.read(node);
            } catch (QueryException e) {
                assertTrue(e.pointer().isPresent(), () -> "seed " + seed + ": " + node + ": " + e);
                String pointer = e.pointer().get();
                assertFalse(node.at(pointer).isMissingNode(), () -> "seed " + seed + ": " + node + ": " + e);
            } catch (RuntimeException e) {
                fail("seed " + seed + ": " + node, e);
            }
        }
    }

    private static void breakSomewhere(JsonNode root, Random random) {
        List<JsonNode> all = new ArrayList<>(List.of(root));
        for (int i = 0; i < all.size(); i++) {
            all.get(i).forEach(all::add);
        }
        List<JsonNode> inner = all.stream().filter(JsonNode::isContainerNode).toList();
        JsonNode other = List
                .<JsonNode>of(Json.tree(null), Json.tree(1), Json.tree("parent"), Json.tree(true), Json.array(),
                        Json.object(), Json.tree(1e300), Json.tree(-1), Json.tree("a..b"), Json.tree("\u0000"),
                        Json.tree(new java.math.BigDecimal("1e999")),
                        Json.tree(new java.math.BigInteger("9".repeat(30))))
                .get(random.nextInt(12)).deepCopy();
        switch (inner.get(random.nextInt(inner.size()))) {
            case ObjectNode object when !object.isEmpty() -> {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(3)) {
                    case 0 -> object.remove(name);
                    case 1 -> object.set(name, other);
                    default ->
                        object.set(List.of("and", "of", "as", "evnt", "days", "a/b~c", "equals", "trait", "where",
                                "count").get(random.nextInt(10)), other);
                }
            }
            case ArrayNode array -> array.insert(random.nextInt(array.size() + 1), other);
            default -> {
                // Nothing to break.
            }
        }
    }

    @Test
    void deepJsonIsRefused() {
        ObjectNode node = Json.object();
        for (int i = 0; i < 10_000; i++) {
            ObjectNode around = Json.object();
            around.set("not", node);
            node = around;
        }
        ObjectNode query = Json.object();
        query.set("condition", node);
        assertThrows(QueryException.class, () -> QueryJson.read(query));
    }
}
