package io.selfsame.query.cypher;

/** The texts of values, as expressions. Pure. */
final class TextExpressions {

    private TextExpressions() {}

    /** Of a scalar. */
    static String of(ValueExpression scalar) {
        return scalar.kind() == ValueExpression.ValueKnowledge.TRAIT
                ? """
                        CASE WHEN %1$s IS :: FLOAT NOT NULL AND %1$s = toIntegerOrNull(%1$s) AND abs(toFloatOrNull(%1$s)) < 2 ^ 53
                          THEN toString(toIntegerOrNull(%1$s)) ELSE toString(%1$s) END""".formatted(scalar.text())
                : of(scalar.text());
    }

    /** Of a part of an event. */
    static String of(String scalar) {
        return "toString(" + scalar + ")";
    }

    /** Of a list of scalars, as compact JSON. */
    static String json(String list) {
        return """
                '[' + reduce(json = '', one IN %s | json + CASE WHEN json = '' THEN '' ELSE ',' END
                  + CASE WHEN one IS :: STRING THEN '"' + replace(replace(one, '\\\\', '\\\\\\\\'), '"', '\\\\"') + '"'
                    ELSE toString(one) END) + ']'""".formatted(list);
    }

    /** True if the text could be a part of a number's text. */
    static boolean likeNumber(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-' || c == 'E');
    }

    /** True if the text is a part of the text of a boolean. */
    static boolean likeBoolean(String text) {
        return "true".contains(text) || "false".contains(text);
    }
}
