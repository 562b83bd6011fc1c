package io.selfsame.tracking.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** An expression of Segment's filter query language (FQL), as {@link FqlParser} reads it and {@link FqlValue} evaluates it. Immutable. */
sealed interface Fql {

    /** True if all are. */
    record And(List<Fql> all) implements Fql {
        public And {
            all = List.copyOf(all);
        }
    }

    /** True if one is. */
    record Or(List<Fql> any) implements Fql {
        public Or {
            any = List.copyOf(any);
        }
    }

    /** True of whatever is not true. */
    record Not(Fql negated) implements Fql {}

    /** How two values are compared. */
    enum Operator {
        EQUAL("="),
        DIFFERENT("!="),
        GREATER(">"),
        AT_LEAST(">="),
        LESS("<"),
        AT_MOST("<=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /** A comparison; the last four are true of numbers alone. */
    record Compare(Fql left, Operator operator, Fql right) implements Fql {}

    /** True if a value is one of a list. */
    record In(Fql value, Fql list) implements Fql {}

    /** A part of the event, by the names that lead to it; null where there is none. */
    record Field(List<String> path) implements Fql {
        public Field {
            path = List.copyOf(path);
        }
    }

    /** A string, a number, a boolean, null, or a list of them. */
    record Literal(JsonNode value) implements Fql {}

    /** {@code match(text, 'pattern')}. */
    record Match(Fql text, Glob pattern) implements Fql {}

    /** {@code contains(text, 'part')}. */
    record Contains(Fql text, String part) implements Fql {}

    /** A function of one value. */
    enum Function {
        LENGTH,
        LOWERCASE,
        UPPERCASE,
        SNAKECASE,
        KEBABCASE,
        TITLECASE,
        TYPEOF,
        BOOL,
        STRING,
        NUMBER
    }

    /** A call of it. */
    record Call(Function function, Fql argument) implements Fql {}
}
