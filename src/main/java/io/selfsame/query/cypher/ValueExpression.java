package io.selfsame.query.cypher;

/**
 * An expression of Cypher that stands for a value; null where it is missing. Immutable.
 *
 * @param text the expression, cheap enough to be written more than once
 * @param kind what is known of it
 * @param hint a name for parameters that it is compared with
 */
record ValueExpression(String text, ValueKnowledge kind, String hint) {

    /** What is known of a value. */
    enum ValueKnowledge {
        /** A number, if anything; Cypher knows it too, and refuses to take it for a text. */
        NUMBER,
        /** A number that is never missing. */
        COUNT,
        /** True or false, never missing. */
        BOOLEAN,
        /** A text, if anything; Cypher knows it too, and refuses to take it for a number. */
        TEXT,
        /** A text, if anything, that is a time as Cypher reads it. */
        TIME,
        /** A boolean, number or string. */
        SCALAR,
        /** The same as a trait holds it: the columns of events have 12 for 12.0, traits have not. */
        TRAIT,
        /** A list of scalars, not empty. */
        LIST
    }

    boolean mayBeText() {
        return switch (kind) {
            case NUMBER, COUNT, BOOLEAN -> false;
            case TEXT, TIME, SCALAR, TRAIT, LIST -> true;
        };
    }

    boolean mayBeMissing() {
        return switch (kind) {
            case COUNT, BOOLEAN -> false;
            case NUMBER, TEXT, TIME, SCALAR, TRAIT, LIST -> true;
        };
    }
}
