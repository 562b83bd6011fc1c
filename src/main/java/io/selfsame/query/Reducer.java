package io.selfsame.query;

import java.util.Optional;

/**
 * How many events become one value. Events without the field do not count; some reducers have none. Where a path holds {@code $}, each
 * element counts. Immutable.
 */
public sealed interface Reducer {

    /** How many events; 0 if none. */
    record Count() implements Reducer {}

    /** The sum of the numbers; 0 if there are none. */
    record Sum(Operand.Field field) implements Reducer {}

    /** The mean of the numbers; missing if there are none. */
    record Avg(Operand.Field field) implements Reducer {}

    /** The greatest number, or (as STRING) text in code unit order; missing if there are none. */
    record Max(Operand.Field field, ValueType as) implements Reducer {}

    /** The least number, or (as STRING) text in code unit order; missing if there are none. */
    record Min(Operand.Field field, ValueType as) implements Reducer {}

    /** The value seen most often, at least so many times; of several the first in order: texts by code units. */
    record Mode(Operand.Field field, ValueType as, long minFrequency) implements Reducer {}

    /** The value of the earliest event that has one. */
    record First(Operand.Field field) implements Reducer {}

    /** The value of the latest event that has one. */
    record Last(Operand.Field field) implements Reducer {}

    /** The distinct values, in order. */
    record Unique(Operand.Field field) implements Reducer {}

    /** {@code unique(…).count()}: how many distinct values; 0 if none. */
    record UniqueCount(Operand.Field field) implements Reducer {}

    /** On how many days, of the time zone of the space, there were events; 0 if there are none. */
    record CountDays() implements Reducer {}

    /** When the earliest event happened, as ISO 8601 in UTC; missing if there is none. */
    record FirstSeen() implements Reducer {}

    /** When the latest event happened, as ISO 8601 in UTC; missing if there is none. */
    record LastSeen() implements Reducer {}

    /** The field whose values are reduced; empty if the events themselves are. */
    default Optional<Operand.Field> of() {
        return switch (this) {
            case Count count -> Optional.empty();
            case Sum(Operand.Field field) -> Optional.of(field);
            case Avg(Operand.Field field) -> Optional.of(field);
            case Max(Operand.Field field, ValueType as) -> Optional.of(field);
            case Min(Operand.Field field, ValueType as) -> Optional.of(field);
            case Mode(Operand.Field field, ValueType as, long minFrequency) -> Optional.of(field);
            case First(Operand.Field field) -> Optional.of(field);
            case Last(Operand.Field field) -> Optional.of(field);
            case Unique(Operand.Field field) -> Optional.of(field);
            case UniqueCount(Operand.Field field) -> Optional.of(field);
            case CountDays days -> Optional.empty();
            case FirstSeen seen -> Optional.empty();
            case LastSeen seen -> Optional.empty();
        };
    }

    /** Whether it makes 0 of no events, and not a missing value. */
    default boolean isZeroOfNothing() {
        return switch (this) {
            case Count r -> true;
            case Sum r -> true;
            case UniqueCount r -> true;
            case CountDays r -> true;
            case Avg r -> false;
            case Max r -> false;
            case Min r -> false;
            case Mode r -> false;
            case First r -> false;
            case Last r -> false;
            case Unique r -> false;
            case FirstSeen r -> false;
            case LastSeen r -> false;
        };
    }

    /** How the values of a field are taken. */
    enum ValueType {
        /** Numbers only; the standard of max and min. Mode takes texts that are decimal numbers for numbers, too. */
        NUMBER,
        /** The text of any scalar; the standard of mode. Numbers are plain decimals. */
        STRING,
        /** Mode only: as STRING, but with {@code $} the whole array counts as one value. */
        ARRAY
    }
}
