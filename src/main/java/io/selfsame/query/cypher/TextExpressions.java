package io.selfsame.query.cypher;

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
