package io.selfsame.query.cypher;

import io.selfsame.json.NumberText;
import io.selfsame.query.Cast;
import io.selfsame.query.WildcardPattern;
import java.util.List;
import java.util.function.UnaryOperator;

/** The texts of values, as expressions. Pure. */
final class TextExpressions {

    /** More than the smallest and the largest double have. */
    private static final String ZEROES = "0".repeat(330);

    private TextExpressions() {}

    /** Of a scalar. Numbers are plain decimals, where Cypher writes 12.0 and 1.23456785E7. */
    static String of(ValueExpression scalar, Names names) {
        return scalar.kind() == ValueExpression.ValueKnowledge.BOOLEAN
                ? "toString(" + scalar.text() + ")"
                : of(scalar.text(), names);
    }

    /** Of a scalar that is no boolean to Cypher. */
    static String of(String scalar, Names names) {
        String zeroes = names.parameter("zeroes", ZEROES);
        return """
                CASE WHEN NOT coalesce(%1$s IS :: FLOAT NOT NULL, false) THEN toString(%1$s)
                  ELSE [written IN [toString(%1$s)] | CASE WHEN NOT written CONTAINS 'E' THEN trim(replace(written + ' ', '.0 ', ''))
                    ELSE [digits IN [replace(replace(trim(replace(split(written, 'E')[0] + ' ', '.0 ', '')), '-', ''), '.', '')] |
                      [places IN [toInteger(split(written, 'E')[1]) + 1] |
                        CASE WHEN written STARTS WITH '-' THEN '-' ELSE '' END
                        + CASE WHEN places <= 0 THEN '0.' + left(%2$s, -places) + digits
                          WHEN size(digits) <= places THEN left(digits + %2$s, places)
                          ELSE left(digits, places) + '.' + substring(digits, places) END][0]][0] END][0] END"""
                .formatted(scalar, zeroes);
    }

    /** A value as a query takes it; null where it does not fit. */
    static ValueExpression taken(ValueExpression value, Cast as, Names names) {
        boolean truth = value.kind() == ValueExpression.ValueKnowledge.BOOLEAN;
        if (as == Cast.AS_IS || (truth && as == Cast.BOOLEAN)) {
            return value;
        } else if (truth) {
            return new ValueExpression("null", ValueExpression.ValueKnowledge.SCALAR, value.hint());
        } else if (value.kind() != ValueExpression.ValueKnowledge.LIST) {
            return new ValueExpression(taken(value.text(), as, names),
                    as == Cast.NUMBER ? ValueExpression.ValueKnowledge.NUMBER : ValueExpression.ValueKnowledge.SCALAR,
                    value.hint());
        }
        return new ValueExpression("""
                [castAll IN [[castOne IN [sentOne IN %s | %s] WHERE castOne IS NOT NULL]] WHERE castAll <> []][0]"""
                .formatted(value.text(), taken("sentOne", as, names)), ValueExpression.ValueKnowledge.LIST,
                value.hint());
    }

    private static String taken(String scalar, Cast as, Names names) {
        return switch (as) {
            case AS_IS -> scalar;
            case NUMBER -> number(scalar, names);
            case BOOLEAN -> """
                    CASE WHEN %1$s IS :: BOOLEAN NOT NULL THEN %1$s
                      WHEN %1$s IS :: INTEGER NOT NULL | FLOAT NOT NULL THEN CASE %1$s WHEN 1 THEN true WHEN 0 THEN false END
                      WHEN toLower(trim(toString(%1$s))) IN %2$s THEN true
                      WHEN toLower(trim(toString(%1$s))) IN %3$s THEN false END"""
                    .formatted(scalar, names.parameter("trueTexts", Cast.TRUE),
                            names.parameter("falseTexts", Cast.FALSE));
        };
    }

    /** A scalar as a number; null if it is none, or beyond what a double holds. */
    static String number(String scalar, Names names) {
        return """
                CASE WHEN %1$s IS :: INTEGER NOT NULL | FLOAT NOT NULL THEN %1$s
                  ELSE [castText IN [trim(toString(%1$s))] | CASE WHEN castText =~ %2$s AND size(castText) <= %3$d
                    THEN [castDigits IN [replace(castText, ',', '')] | CASE WHEN castDigits =~ %4$s THEN toInteger(castDigits)
                      ELSE [castNumber IN [toFloat(castDigits)] | CASE WHEN abs(castNumber) < 2.0 ^ 53 AND castNumber = toInteger(castNumber)
                        THEN toInteger(castNumber) WHEN abs(castNumber) <= %5$s THEN castNumber END][0] END][0] END][0] END"""
                .formatted(scalar, names.parameter("numberForm", NumberText.FORM), NumberText.LONGEST,
                        names.parameter("wholeForm", Cast.WHOLE_FORM), Double.MAX_VALUE);
    }

    /** Of a list of scalars, as compact JSON. */
    static String json(String list) {
        return """
                '[' + reduce(json = '', one IN %s | json + CASE WHEN json = '' THEN '' ELSE ',' END
                  + CASE WHEN one IS :: STRING THEN '"' + replace(replace(one, '\\\\', '\\\\\\\\'), '"', '\\\\"') + '"'
                    ELSE toString(one) END) + ']'""".formatted(list);
    }

    /**
     * Whether a text has the form of a pattern. A regular expression tries each part between two asterisks once, at the first place where
     * it fits, and never goes back: so it takes no longer than the pattern itself.
     *
     * @param parameter gives the name of a parameter
     */
    static String matches(String text, WildcardPattern pattern, UnaryOperator<String> parameter) {
        List<String> plain = pattern.plainParts();
        if (plain.size() == 1) {
            return text + " = " + parameter.apply(plain.getFirst());
        } else if (plain.size() == 2 && plain.getLast().isEmpty()) {
            return text + " STARTS WITH " + parameter.apply(plain.getFirst());
        } else if (plain.size() == 2 && plain.getFirst().isEmpty()) {
            return text + " ENDS WITH " + parameter.apply(plain.getLast());
        } else if (plain.size() == 3 && plain.getFirst().isEmpty() && plain.getLast().isEmpty()) {
            return text + " CONTAINS " + parameter.apply(plain.get(1));
        }
        return text + " =~ " + parameter.apply(pattern.regex());
    }

    /** True if the text could be a part of a number's text. */
    static boolean likeNumber(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-');
    }

    /** True if the text is a part of the text of a boolean. */
    static boolean likeBoolean(String text) {
        return "true".contains(text) || "false".contains(text);
    }
}
