package io.selfsame.query.cypher;

import java.util.List;
import java.util.stream.Collectors;

/** Puts pieces of Cypher below each other. Pure. */
final class Layout {

    private static final String LINE_ENDS = "[\r\n\f\u000B\u001C-\u001E\u0085\u2028\u2029]+";

    private Layout() {}

    /** Every line two to the right. */
    static String indent(String block) {
        return "  " + hang(block);
    }

    /** Every line but the first two to the right. */
    static String hang(String block) {
        return block.replace("\n", "\n  ");
    }

    /** A block in braces: {@code COUNT {…}}. */
    static String braces(String before, String block) {
        return before + " {\n" + indent(block) + "\n}";
    }

    /** Conditions below each other, all of which must hold. */
    static String and(List<String> conditions) {
        return conditions.stream().map(Layout::hang).collect(Collectors.joining("\n  AND "));
    }

    /** A clause, and which of its rows go on. */
    static String where(String clause, List<String> conditions) {
        return conditions.isEmpty() ? clause : clause + "\nWHERE " + and(conditions);
    }

    /**
     * Text as comment lines, whatever is in it. Cypher reads {@code \}{@code u000A} as the end of the line even there, so
     * that a backslash before a u gets a blank.
     */
    static String comment(String text) {
        return text.strip().lines().flatMap(line -> List.of(line.split(LINE_ENDS)).stream())
                .map(line -> "//   " + line.replace("\\u", "\\ u")).collect(Collectors.joining("\n"));
    }
}
