package io.selfsame.query.cypher;

/** The texts of values, as expressions. Pure. */
final class Texts {

    private Texts() {}

    /** Of a scalar; 12.0 is 12. */
    static String of(String scalar) {
        return """
                CASE WHEN %1$s IS :: FLOAT NOT NULL AND %1$s = toIntegerOrNull(%1$s)
                  THEN toString(toIntegerOrNull(%1$s)) ELSE toString(%1$s) END""".formatted(scalar);
    }

    /** Of a list of scalars, as compact JSON. */
    static String json(String list) {
        return """
                '[' + reduce(json = '', one IN %s | json + CASE WHEN json = '' THEN '' ELSE ',' END
                  + CASE WHEN one IS :: STRING THEN '"' + replace(replace(one, '\\\\', '\\\\\\\\'), '"', '\\\\"') + '"'
                    ELSE %s END) + ']'""".formatted(list, Layout.hang(Layout.hang(of("one"))));
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
