package io.selfsame.tracking.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.error.Invalid;
import io.selfsame.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads FQL. {@code match} and {@code contains} take a string in quotes as their second argument, so that what an event costs is known
 * when the filter is made. For one text and one thread.
 */
final class FqlParser {

    /** Characters of an expression. */
    static final int LONGEST = 2_000;

    /** Brackets and negations inside one another. */
    private static final int DEEPEST = 30;

    /** Characters of a pattern: matching looks at each of them once for each character of a text. */
    private static final int LONGEST_PATTERN = 200;

    private static final Pattern SPACE = Pattern.compile("\\s*");
    private static final Pattern SIGN = Pattern.compile("!=|>=|<=|=|>|<");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?(?![\\w.\\\\-])");
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9_-]|\\\\.)+");
    private static final Pattern TEXT = Pattern.compile("'((?:[^'\\\\]|\\\\.)*+)'|\"((?:[^\"\\\\]|\\\\.)*+)\"",
            Pattern.DOTALL);
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);
    private static final Pattern ESCAPED_QUOTE = Pattern.compile("\\\\(['\"])");

    private final String text;
    private int at;
    private int depth;

    private FqlParser(String text) {
        this.text = text;
    }

    /**
     * Reads an expression.
     *
     * @throws Invalid if it is none; the message begins with the place
     */
    static Fql parse(String text) {
        if (text.length() > LONGEST) {
            throw new Invalid("it has " + text.length() + " characters; the limit is " + LONGEST);
        }
        var parser = new FqlParser(text);
        Fql expression = parser.or();
        if (parser.rest()) {
            throw parser.unexpected("and, or or the end");
        }
        return expression;
    }

    private Fql or() {
        return joined("or", FqlParser::and, Fql.Or::new);
    }

    private Fql and() {
        return joined("and", FqlParser::negated, Fql.And::new);
    }

    private Fql joined(String word, Function<FqlParser, Fql> part, Function<List<Fql>, Fql> joining) {
        List<Fql> parts = new ArrayList<>();
        do {
            parts.add(part.apply(this));
        } while (takesWord(word));
        return parts.size() == 1 ? parts.getFirst() : joining.apply(parts);
    }

    private Fql negated() {
        if (rest() && text.charAt(at) == '!' && !text.startsWith("!=", at)) {
            at++;
            return deeper(() -> new Fql.Not(negated()));
        }
        return comparison();
    }

    private Fql deeper(java.util.function.Supplier<Fql> inner) {
        if (++depth > DEEPEST) {
            throw problem("more than " + DEEPEST + " brackets and negations stand inside one another");
        }
        Fql expression = inner.get();
        depth--;
        return expression;
    }

    private Fql comparison() {
        Fql left = value();
        if (takesWord("in")) {
            return new Fql.In(left, value());
        }
        Matcher sign = SIGN.matcher(text).region(Math.min(at, text.length()), text.length());
        if (!rest() || !sign.lookingAt()) {
            return left;
        }
        if (text.startsWith("==", at)) {
            throw problem("== is written =");
        }
        at = sign.end();
        for (Fql.Operator operator : Fql.Operator.values()) {
            if (operator.sign().equals(sign.group())) {
                return new Fql.Compare(left, operator, value());
            }
        }
        throw new IllegalStateException(sign.group());
    }

    private Fql value() {
        if (!rest()) {
            throw problem("a value is missing at the end");
        }
        if (takes('(')) {
            Fql inner = deeper(this::or);
            require(')');
            return inner;
        }
        if (takes('[')) {
            return list();
        }
        if (text.charAt(at) == '\'' || text.charAt(at) == '"') {
            return new Fql.Literal(TextNode.valueOf(quoted()));
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            at = number.end();
            return new Fql.Literal(DecimalNode.valueOf(new BigDecimal(number.group())));
        }
        return named();
    }

    private Fql list() {
        ArrayNode values = Json.array();
        if (!takes(']')) {
            do {
                rest();
                int begin = at;
                if (!(value() instanceof Fql.Literal(JsonNode value)) || value.isArray()) {
                    at = begin;
                    throw problem("a list holds strings in quotes, numbers, true, false and null");
                }
                values.add(value);
            } while (takes(','));
            require(']');
        }
        return new Fql.Literal(values);
    }

    private String quoted() {
        Matcher quoted = TEXT.matcher(text).region(at, text.length());
        if (!quoted.lookingAt()) {
            throw problem("the quotation mark is not closed");
        }
        at = quoted.end();
        String inner = quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
        // Other backslashes stay: patterns have a meaning for them.
        return ESCAPED_QUOTE.matcher(inner).replaceAll("$1");
    }

    private Fql named() {
        int begin = at;
        List<String> path = new ArrayList<>();
        do {
            Matcher name = NAME.matcher(text).region(at, text.length());
            if (!name.lookingAt()) {
                throw unexpected("a field such as properties.total, a string in quotes, a number or a function");
            }
            path.add(ESCAPED.matcher(name.group()).replaceAll("$1"));
            at = name.end();
        } while (at < text.length() && text.charAt(at) == '.' && at++ >= 0);
        if (path.size() == 1 && takes('(')) {
            return call(path.getFirst(), begin);
        }
        return switch (path.size() == 1 ? path.getFirst() : "") {
            case "true" -> new Fql.Literal(BooleanNode.TRUE);
            case "false" -> new Fql.Literal(BooleanNode.FALSE);
            case "null", "nil" -> new Fql.Literal(NullNode.getInstance());
            case "not" -> {
                at = begin;
                throw problem("not is written !");
            }
            default -> new Fql.Field(path);
        };
    }

    private Fql call(String name, int begin) {
        Fql argument = deeper(this::or);
        Fql call = switch (name) {
            case "match" -> {
                String pattern = second(name);
                try {
                    yield new Fql.Match(argument, Glob.parse(pattern));
                } catch (IllegalArgumentException e) {
                    at = begin;
                    throw problem(String.valueOf(e.getMessage()));
                }
            }
            case "contains" -> new Fql.Contains(argument, second(name));
            default -> {
                for (Fql.Function function : Fql.Function.values()) {
                    if (function.name().toLowerCase(Locale.ROOT).equals(name)) {
                        yield new Fql.Call(function, argument);
                    }
                }
                at = begin;
                throw problem(
                        "there is no function '" + name + "'; there are contains, match, length, lowercase, uppercase,"
                                + " snakecase, kebabcase, titlecase, typeof, bool, string and number");
            }
        };
        require(')');
        return call;
    }

    private String second(String name) {
        require(',');
        rest();
        if (at >= text.length() || (text.charAt(at) != '\'' && text.charAt(at) != '"')) {
            throw problem("the second argument of " + name + " is a string in quotes");
        }
        int begin = at;
        String second = quoted();
        if (second.length() > LONGEST_PATTERN) {
            at = begin;
            throw problem("the second argument of " + name + " has " + second.length() + " characters; the limit is "
                    + LONGEST_PATTERN);
        }
        return second;
    }

    private boolean takesWord(String word) {
        if (!rest() || !text.regionMatches(true, at, word, 0, word.length())) {
            return false;
        }
        int end = at + word.length();
        if (end < text.length() && NAME.matcher(text).region(end, end + 1).lookingAt()) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean takes(char sign) {
        if (!rest() || text.charAt(at) != sign) {
            return false;
        }
        at++;
        return true;
    }

    private void require(char sign) {
        if (!takes(sign)) {
            throw unexpected(String.valueOf(sign));
        }
    }

    /** Goes behind white space; whether something is left. */
    private boolean rest() {
        Matcher space = SPACE.matcher(text).region(at, text.length());
        if (space.lookingAt()) {
            at = space.end();
        }
        return at < text.length();
    }

    private Invalid unexpected(String wanted) {
        if (!rest()) {
            return problem("it ends where " + wanted + " is expected");
        }
        return problem(text.startsWith("&&", at)
                ? "&& is written and"
                : text.startsWith("||", at)
                        ? "|| is written or"
                        : "'" + Character.toString(text.codePointAt(at)) + "' stands where " + wanted + " is expected");
    }

    private Invalid problem(String problem) {
        return new Invalid("column " + (Math.min(at, text.length()) + 1) + ": " + problem);
    }
}
