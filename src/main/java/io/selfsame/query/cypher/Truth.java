package io.selfsame.query.cypher;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An expression of Cypher that is true or not. Immutable.
 *
 * @param text the expression
 * @param mayBeNull true if Cypher may leave it open, where the query means false
 * @param joined true if it has to stand in parentheses beside others
 */
record Truth(String text, boolean mayBeNull, boolean joined) {

    static final Truth TRUE = of("true");
    static final Truth FALSE = of("false");

    /** Never null. */
    static Truth of(String text) {
        return new Truth(text, false, false);
    }

    /** Null where something is missing, or of another kind. */
    static Truth open(String text) {
        return new Truth(text, true, false);
    }

    /** Never null, and to stand in parentheses beside others. */
    static Truth joined(String text) {
        return new Truth(text, false, true);
    }

    static Truth or(List<Truth> truths) {
        return new Truth(
                truths.stream().map(truth -> Layout.hang(truth.grouped())).collect(Collectors.joining("\n  OR ")),
                truths.stream().anyMatch(Truth::mayBeNull), true);
    }

    static Truth and(List<Truth> truths) {
        return new Truth(Layout.and(truths.stream().map(Truth::grouped).toList()),
                truths.stream().anyMatch(Truth::mayBeNull), true);
    }

    /** Fit to stand beside others. */
    String grouped() {
        return joined ? "(" + text + ")" : text;
    }

    /** False instead of null. */
    Truth decided() {
        return mayBeNull ? of("coalesce(" + text + ", false)") : this;
    }

    /** The opposite; of null, true. */
    Truth not() {
        return of("NOT " + (mayBeNull ? decided().text : "(" + text + ")"));
    }
}
