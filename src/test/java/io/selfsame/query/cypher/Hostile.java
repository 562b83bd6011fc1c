package io.selfsame.query.cypher;

import static io.selfsame.query.cypher.Queries.*;

import io.selfsame.query.Comparator.Contains;
import io.selfsame.query.Comparator.ContainsIgnoreCase;
import io.selfsame.query.Comparator.EndsWith;
import io.selfsame.query.Comparator.EqualsIgnoreCase;
import io.selfsame.query.Comparator.Matches;
import io.selfsame.query.Comparator.NoneOf;
import io.selfsame.query.Comparator.Omits;
import io.selfsame.query.Comparator.OneOf;
import io.selfsame.query.Comparator.StartsWith;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Operand.Source;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import java.util.List;
import java.util.stream.Collectors;

/** Texts that try to break out of where they stand, and queries with such a text in every place that takes one. */
final class Hostile {

    /** The last ones are codes, which Cypher reads before all else, even in comments and names. */
    static final List<String> TEXTS = List.of("'}) DETACH DELETE n //", "\"}) DETACH DELETE n //", "`", "``", "a`b",
            "x` = 1 OR true //", "*/ DETACH DELETE n /*", "\\", "\\\\", "\\'", "a\nRETURN 1 //", "a\rRETURN 1 //",
            "a\u2028RETURN 1", "$space", "; MATCH (n) DETACH DELETE n;", "\u0000", "😀\uD800", "%s %1$s",
            "\\u0060 OR true",
            "\\u0027 OR true", "\\\\u0027 OR true", "\\u000ARETURN 1 //", "\\\\\\u000ARETURN 1 //");

    private Hostile() {}

    static List<Query> everywhereButInNames(String text) {
        var visit = new io.selfsame.query.Events(text, List.of(new Filter.ExcludeSources(List.of(text))));
        var value = new Reducer.Last(property("v"));
        return List.of(audience(is(new Operand.Reduction(visit, value), "=", text)),
                audience(is(new Operand.Reduction(visit, value), ">", text)),
                audience(is(new Operand.Reduction(visit, value), "!=", text)),
                audience(is(trait("k"), new Contains(List.of(text, text)))),
                audience(is(trait("k"), new Omits(List.of(text + "x")))),
                audience(is(trait("k"), new StartsWith("x" + text))),
                audience(is(trait("k"), new EndsWith("x" + text))),
                audience(is(trait("k"), new EqualsIgnoreCase(text))),
                audience(is(trait("k"), new ContainsIgnoreCase(List.of(text, text)))),
                audience(is(trait("k"), new Matches("?" + text.replaceAll("[\\\\*?]", "\\\\$0"), false))),
                audience(is(trait("k"), new Matches("*" + text.replaceAll("[\\\\*?]", "\\\\$0") + "x*", true))),
                audience(is(trait("k"), new OneOf(literals(text, 1)))),
                audience(is(trait("k"), new NoneOf(literals(text, 1)))),
                audience(is(new Operand.Trait(Path.of(text)), "=", new Operand.Literal(text))));
    }

    static Query asName(String text) {
        return audience(some(count("Visit", where(is(field(text), "=", "hit")))));
    }

    /** A property of that name, whatever is in it. */
    static Operand.Field field(String name) {
        return new Operand.Field(Source.PROPERTIES, Operand.Whose.EVENT, Path.of(name));
    }

    /** A statement without its header, in which every word is the same. */
    static String shape(Compiled compiled) {
        return withoutComments(compiled.text()).replaceAll("\\w+", "x");
    }

    static String withoutComments(String statement) {
        return statement.lines().filter(line -> !line.startsWith("//")).collect(Collectors.joining("\n"));
    }
}
