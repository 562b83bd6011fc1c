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
record BooleanExpression(String text, boolean mayBeNull, boolean joined) {

    static final BooleanExpression TRUE = of("true");
    static final BooleanExpression FALSE = of("false");

    /** Never null. */
    static BooleanExpression of(String text) {
        return new BooleanExpression(text, false, false);
    }

    /** Null where something is missing, or of another kind. */
    static BooleanExpression open(String text) {
        return new BooleanExpression(text, true, false);
    }

    /** Never null, and to stand in parentheses beside others. */
    static BooleanExpression joined(String text) {
        return new BooleanExpression(text, false, true);
    }

    static BooleanExpression or(List<BooleanExpression> truths) {
        return new BooleanExpression(
                truths.stream().map(truth -> Layout.hang(truth.grouped())).collect(Collectors.joining("\n  OR ")),
                truths.stream().anyMatch(BooleanExpression::mayBeNull), true);
    }

    static BooleanExpression and(List<BooleanExpression> truths) {
        return new BooleanExpression(Layout.and(truths.stream().map(BooleanExpression::grouped).toList()),
                truths.stream().anyMatch(BooleanExpression::mayBeNull), true);
    }

    /** Fit to stand beside others. */
    String grouped() {
        return joined ? "(" + text + ")" : text;
    }

    /** False instead of null. */
    BooleanExpression decided() {
        return mayBeNull ? of("coalesce(" + text + ", false)") : this;
    }

    /** The opposite; of null, true. */
    BooleanExpression not() {
        return of("NOT " + (mayBeNull ? decided().text : "(" + text + ")"));
    }
}
