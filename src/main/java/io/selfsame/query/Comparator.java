package io.selfsame.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a value is compared with. All are false of a missing value, but for {@link Absent}. Immutable.
 */
public sealed interface Comparator {

    /** {@code = != > >= < <=}. Numbers compare as numbers, two texts that are dates or times as instants; other kinds never meet. */
    record Compare(Op op, Operand with) implements Comparator {}

    /** The six symbols. */
    enum Op {
        EQUALS("=", "equals"),
        DIFFERS("!=", "differs"),
        GREATER_THAN(">", "greater_than"),
        AT_LEAST(">=",
                "at_least"),
        LESS_THAN("<", "less_than"),
        AT_MOST("<=", "at_most");

        private final String symbol;
        private final String function;

        Op(String symbol, String function) {
            this.symbol = symbol;
            this.function = function;
        }

        /** The one that is written so between two values; {@code ==} is {@code =}. */
        public static Optional<Op> of(String symbol) {
            return symbol.equals("==")
                    ? Optional.of(EQUALS)
                    : Arrays.stream(values()).filter(op -> op.symbol.equals(symbol)).findFirst();
        }

        /** As between two values. */
        public String symbol() {
            return symbol;
        }

        /** As a function. */
        public String function() {
            return function;
        }
    }

    /** There is a value. */
    record Exists() implements Comparator {}

    /** There is none. */
    record Absent() implements Comparator {}

    /** One of the texts is a part of the value. */
    record Contains(List<String> texts) implements Comparator {
        public Contains {
            texts = List.copyOf(texts);
        }
    }

    /** There is a value, and none of the texts is a part of it. */
    record Omits(List<String> texts) implements Comparator {
        public Omits {
            texts = List.copyOf(texts);
        }
    }

    /** The value begins with the text. */
    record StartsWith(String text) implements Comparator {}

    /** The value ends with the text. */
    record EndsWith(String text) implements Comparator {}

    /** The value is the text, but for letter case: both are compared by {@code toLowerCase(Locale.ROOT)}. */
    record EqualsIgnoreCase(String text) implements Comparator {}

    /** One of the texts is a part of the value, but for letter case. */
    record ContainsIgnoreCase(List<String> texts) implements Comparator {
        public ContainsIgnoreCase {
            texts = List.copyOf(texts);
        }
    }

    /** The whole value has the form of a {@link WildcardPattern}. */
    record Matches(String pattern, boolean ignoreCase) implements Comparator {

        /** The pattern that values are compared with; if letter case does not count, it is in lower case, as values are to be. */
        public WildcardPattern wildcards() {
            return WildcardPattern.parse(ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern);
        }
    }

    /** The value is a {@link Version} in that order to the other. {@code DIFFERS} does not compare versions. */
    record CompareVersion(Op op, String version) implements Comparator {
        public CompareVersion {
            if (op == Op.DIFFERS) {
                throw new IllegalArgumentException("Versions are equal or have an order");
            }
        }

        /** As written: the name of the function for other values after {@code version_}. */
        public String function() {
            return "version_" + op.function();
        }
    }

    /** The value equals one of these. */
    record OneOf(List<Operand.Literal> values) implements Comparator {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** There is a value, and it equals none of these. */
    record NoneOf(List<Operand.Literal> values) implements Comparator {
        public NoneOf {
            values = List.copyOf(values);
        }
    }

    /** The value is an array, or an object as an array of one, and the whole condition is true of one of its elements. */
    record Has(Condition condition) implements Comparator {}

    /** The value equals one of the values of a stored list of the space. */
    record InList(String list) implements Comparator {}

    /** There is a value, and it equals none of the values of a stored list of the space. */
    record NotInList(String list) implements Comparator {}

    /** The value is an instant before that one. Of this and the functions below, epochs are instants too. */
    record BeforeDate(Operand date) implements Comparator {}

    /** The value is an instant after that one. */
    record AfterDate(Operand date) implements Comparator {}

    /** The value is an instant from {@code now - span} to now. */
    record WithinLast(Span span) implements Comparator {}

    /** The value is an instant from now to {@code now + span}. */
    record WithinNext(Span span) implements Comparator {}

    /** The value is an instant at or before {@code now - span}. */
    record BeforeLast(Span span) implements Comparator {}

    /** The value is an instant at or after {@code now + span}. */
    record AfterNext(Span span) implements Comparator {}

    /** An anniversary of the value, which is a date, lies from today, in the time zone of the space, until so many days ahead. */
    record AnniversaryWithinNext(Span days) implements Comparator {}

    /** An anniversary of the value lies from so many days ago until today. */
    record AnniversaryWithinLast(Span days) implements Comparator {}

    /** An anniversary of the value is today. */
    record AnniversaryToday() implements Comparator {}

    /** The value is an instant of that period, in the time zone of the space. */
    record During(CalendarPeriod period) implements Comparator {}
}
