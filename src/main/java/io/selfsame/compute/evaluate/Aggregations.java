package io.selfsame.compute.evaluate;

import io.selfsame.column.EventColumn;
import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Cast;
import io.selfsame.query.Operand;
import io.selfsame.query.Reducer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reduces many events to one value. Sums are exact decimal arithmetic, so the order of events does not change them. Pure. */
final class Aggregations {

    /** Different values of one reduction: each takes much more memory than in the list it comes from. */
    static final int MOST_DISTINCT = 100_000;

    private Aggregations() {}

    static Evaluator.Expression of(Operand.Reduction reduction) {
        var stream = new EventSelection(reduction.events());
        if (reduction.reducer() instanceof Reducer.Count) {
            return stream::count;
        }
        BiFunction<List<PersonEvent>, ZoneId, @Nullable Object> reduce = of(reduction.reducer());
        return context -> {
            List<PersonEvent> events = stream.of(context);
            context.clock().steps(events.size());
            return reduce.apply(events, context.clock().references().zone());
        };
    }

    /** Of events in order of time, in a time zone; null if there is no value. */
    static BiFunction<List<PersonEvent>, ZoneId, @Nullable Object> of(Reducer reducer) {
        // Spelled out once: a query is asked of many people.
        Evaluator.EventPart column = reducer.of().map(Evaluator.EventPart::of)
                .orElseGet(() -> new Evaluator.EventPart("", Cast.AS_IS));
        return switch (reducer) {
            case Reducer.Count count -> (events, zone) -> (long) events.size();
            case Reducer.Sum sum -> (events, zone) -> ScalarOrder.number(sum(numbers(events, column)));
            case Reducer.Avg avg -> (events, zone) -> {
                List<BigDecimal> numbers = numbers(events, column);
                return numbers.isEmpty() ? null : mean(numbers);
            };
            case Reducer.Max max ->
                (events, zone) -> values(events, column, max.as()).stream().max(ScalarOrder.ORDER).orElse(null);
            case Reducer.Min min ->
                (events, zone) -> values(events, column, min.as()).stream().min(ScalarOrder.ORDER).orElse(null);
            case Reducer.Mode(Operand.Field field, Reducer.ValueType as, long minFrequency) -> {
                boolean whole = as == Reducer.ValueType.ARRAY && field.path().many();
                yield (events, zone) -> mode(whole ? whole(events, column) : votes(events, column, as), minFrequency);
            }
            case Reducer.First first -> (events, zone) -> values(events, column).stream().findFirst().orElse(null);
            case Reducer.Last last -> (events, zone) -> {
                List<Object> values = values(events, column);
                return values.isEmpty() ? null : values.getLast();
            };
            case Reducer.Unique unique -> (events, zone) -> {
                List<Object> values = distinct(events, column);
                return values.isEmpty() ? null : values;
            };
            case Reducer.UniqueCount unique -> (events, zone) -> (long) distinct(events, column).size();
            case Reducer.CountDays days -> Aggregations::days;
            case Reducer.FirstSeen seen ->
                (events, zone) -> events.isEmpty() ? null : events.getFirst().at().toString();
            case Reducer.LastSeen seen -> (events, zone) -> events.isEmpty() ? null : events.getLast().at().toString();
        };
    }

    /** On how many days they happened. */
    private static long days(List<PersonEvent> events, ZoneId zone) {
        long days = 0;
        Instant end = Instant.MIN;
        for (PersonEvent event : events) {
            if (!event.at().isBefore(end)) {
                days++;
                end = CalendarPeriod.start(CalendarPeriod.day(event.at(), zone).plusDays(1), zone);
            }
        }
        return days;
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static @Nullable Number mean(List<BigDecimal> numbers) {
        BigDecimal sum = sum(numbers);
        BigDecimal count = BigDecimal.valueOf(numbers.size());
        return ScalarOrder.number(sum.divide(count, java.math.MathContext.DECIMAL128));
    }

    private static List<BigDecimal> numbers(List<PersonEvent> events, Evaluator.EventPart column) {
        List<BigDecimal> numbers = new ArrayList<>(events.size());
        each(events, column, value -> {
            if (value instanceof Number number) {
                numbers.add(ScalarOrder.decimal(number));
            }
        });
        return numbers;
    }

    /** Every value, in order of time. */
    private static List<Object> values(List<PersonEvent> events, Evaluator.EventPart column) {
        List<Object> values = new ArrayList<>(events.size());
        each(events, column, values::add);
        return values;
    }

    private static void each(List<PersonEvent> events, Evaluator.EventPart column,
            java.util.function.Consumer<Object> use) {
        for (PersonEvent event : events) {
            Object value = column.of(event);
            if (value instanceof List<?> list) {
                list.forEach(use);
            } else if (value != null) {
                use.accept(value);
            }
        }
    }

    private static List<Object> values(List<PersonEvent> events, Evaluator.EventPart column, Reducer.ValueType as) {
        return switch (as) {
            case NUMBER -> values(events, column).stream().filter(Number.class::isInstance).toList();
            case STRING, ARRAY -> values(events, column).stream().<Object>map(EventColumn::text).toList();
        };
    }

    /** What mode counts: unlike max and min it casts texts to numbers where these are asked for. */
    private static List<Object> votes(List<PersonEvent> events, Evaluator.EventPart column, Reducer.ValueType as) {
        return as == Reducer.ValueType.NUMBER
                ? values(events, column).stream().<Object>mapMulti((value, to) -> {
                    Number number = ScalarOrder.cast(value);
                    if (number != null) {
                        to.accept(number);
                    }
                }).toList()
                : values(events, column, as);
    }

    /** The arrays that a path with {@code $} leads to, as one value each. */
    private static List<Object> whole(List<PersonEvent> events, Evaluator.EventPart column) {
        return events.stream().flatMap(event -> Stream.ofNullable(column.of(event))).toList();
    }

    private static List<Object> distinct(List<PersonEvent> events, Evaluator.EventPart column) {
        var distinct = new TreeSet<>(ScalarOrder.ORDER);
        each(events, column, value -> {
            if (distinct.add(value)) {
                requireFew(distinct.size());
            }
        });
        return List.copyOf(distinct);
    }

    private static @Nullable Object mode(List<Object> values, long minFrequency) {
        Map<Object, Long> counts = new HashMap<>();
        for (Object value : values) {
            counts.merge(value, 1L, Long::sum);
            requireFew(counts.size());
        }
        Object best = null;
        long most = Math.max(1, minFrequency) - 1;
        for (var entry : counts.entrySet()) {
            long count = entry.getValue();
            if (count > most || (count == most && best != null && order(entry.getKey()).compareTo(order(best)) < 0)) {
                most = count;
                best = entry.getKey();
            }
        }
        return best;
    }

    private static void requireFew(int distinct) {
        if (distinct > MOST_DISTINCT) {
            throw new RunControl.EvaluationFailure("meets more than " + MOST_DISTINCT
                    + " different values, which is the limit: make its windows shorter");
        }
    }

    /** Lists are compared by their text. */
    private static OrderedValue order(Object value) {
        return new OrderedValue(value instanceof List<?> ? io.selfsame.json.Json.write(value) : value);
    }

    private record OrderedValue(Object value) implements Comparable<OrderedValue> {
        @Override
        public int compareTo(OrderedValue other) {
            return ScalarOrder.ORDER.compare(value, other.value());
        }
    }
}
