package io.selfsame.query.cypher;

import io.selfsame.query.Operand;
import io.selfsame.query.Reducer;
import io.selfsame.query.Reducer.ValueType;
import java.time.ZoneId;
import java.util.List;

/** Makes one value of many events: a subquery before the condition that asks for it. Not thread safe. */
final class ReductionCompiler {

    /** What a statement says that adds up numbers. */
    static final String GAP = "Cypher adds and divides binary fractions: where exact sums and means have more than 15 digits, its own may "
            + "differ in the last. A sum that is beyond a double on the way is no value.";

    private final Names names;
    private final EventRowsCompiler streams;
    private final List<String> gaps;
    private final ZoneId zone;

    ReductionCompiler(Names names, EventRowsCompiler streams, List<String> gaps, ZoneId zone) {
        this.names = names;
        this.streams = streams;
        this.gaps = gaps;
        this.zone = zone;
    }

    /** The events, in the scope that the reduction stands in. */
    EventRows stream(Operand.Reduction reduction, ConditionScope scope) {
        return streams.of(reduction.events(), scope);
    }

    /** Adds the subquery to the scope's steps and gives its result. */
    ValueExpression read(Operand.Reduction reduction, ConditionScope scope) {
        EventRows stream = stream(reduction, scope);
        ReductionResult result = result(reduction.reducer(), stream);
        String hint = Names.joined(Names.camel(reduction.events().name()), result.name());
        String variable = names.fresh(hint);
        String block = stream.clauses().text("RETURN " + result.text() + " AS " + variable);
        scope.steps().add(Layout.braces("CALL (*)", block));
        return new ValueExpression(variable, result.kind(), hint);
    }

    /** What the subquery returns of the rows that the stream has come to. */
    private record ReductionResult(String text, ValueExpression.ValueKnowledge kind, String name) {}

    private ReductionResult result(Reducer reducer, EventRows stream) {
        return switch (reducer) {
            case Reducer.Count r ->
                new ReductionResult("count(" + stream.event() + ")", ValueExpression.ValueKnowledge.COUNT, "count");
            case Reducer.UniqueCount(var field) ->
                new ReductionResult("count(DISTINCT " + stream.each(field) + ")", ValueExpression.ValueKnowledge.COUNT,
                        "uniqueCount");
            case Reducer.CountDays r ->
                new ReductionResult("count(DISTINCT " + stream.day(zone) + ")", ValueExpression.ValueKnowledge.COUNT,
                        "days");
            case Reducer.FirstSeen r -> seen("min", "firstSeen", stream);
            case Reducer.LastSeen r -> seen("max", "lastSeen", stream);
            case Reducer.Sum(var field) ->
                new ReductionResult(sum(stream, field, ""), ValueExpression.ValueKnowledge.NUMBER, "sum");
            case Reducer.Avg(var field) -> {
                // The mean of numbers whose sum is beyond a double is not: it is that of smaller ones, made as large again.
                String sum = sum(stream, field, ", count(*) AS numbers, sum(%1$s / 2.0 ^ 64) AS small");
                yield new ReductionResult("CASE WHEN numbers > 0\n  THEN coalesce(1.0 * " + sum
                        + " / numbers, small / numbers * 2.0 ^ 64) END",
                        ValueExpression.ValueKnowledge.NUMBER,
                        "avg");
            }
            case Reducer.Max(var field, var as) -> extreme("max", field, as, stream);
            case Reducer.Min(var field, var as) -> extreme("min", field, as, stream);
            case Reducer.Mode(var field, var as, long least) -> mode(field, as, least, stream);
            case Reducer.First(var field) -> edge(field, false, stream);
            case Reducer.Last(var field) -> edge(field, true, stream);
            case Reducer.Unique(var field) -> unique(field, stream);
        };
    }

    /** Of {@code min(event.timestamp)} the planner infers that a timestamp is there, and seeks by that in place of the window. */
    private ReductionResult seen(String which, String name, EventRows stream) {
        String at = names.fresh("at");
        stream.clauses().then("WITH " + which + "(datetime(" + stream.event() + ".timestamp)) AS " + at);
        return new ReductionResult(Instants.text(at), ValueExpression.ValueKnowledge.TIME, name);
    }

    /** Cypher adds binary fractions; a sum has no more decimals than the numbers it is of, and with those it is exact. */
    private String sum(EventRows stream, Operand.Field field, String more) {
        if (!gaps.contains(GAP)) {
            gaps.add(GAP);
        }
        String value = stream.numbers(field);
        stream.clauses().then("""
                WITH sum(%1$s) AS total%2$s,
                     max(size(split(split(toString(%1$s), 'E')[0], '.')[1])
                       + coalesce(toInteger(split(toString(%1$s), 'E-')[1]), 0)) AS decimals"""
                .formatted(value, more.formatted(value)));
        return "CASE WHEN abs(total) <= " + Double.MAX_VALUE + " THEN coalesce(round(total, decimals), total) END";
    }

    private ReductionResult extreme(String which, Operand.Field field, ValueType as, EventRows stream) {
        return switch (as) {
            case NUMBER -> new ReductionResult(which + "(" + stream.numbers(field) + ")",
                    ValueExpression.ValueKnowledge.NUMBER, which);
            case STRING -> new ReductionResult(which + "(" + TextExpressions.of(stream.each(field), names) + ")",
                    ValueExpression.ValueKnowledge.TEXT, which);
            case ARRAY -> throw new IllegalArgumentException("max and min are of numbers or texts");
        };
    }

    private static ReductionResult edge(Operand.Field field, boolean latest, EventRows stream) {
        ValueExpression value = stream.edge(field, latest);
        String one = value.kind() == ValueExpression.ValueKnowledge.LIST
                ? (latest ? "last(" : "head(") + value.text() + ")"
                : value.text();
        return new ReductionResult("head(collect(" + one + "))", ValueExpression.ValueKnowledge.SCALAR,
                latest ? "last" : "first");
    }

    private ReductionResult mode(Operand.Field field, ValueType as, long least, EventRows stream) {
        boolean array = as == ValueType.ARRAY && field.path().many();
        String value = switch (as) {
            case NUMBER -> cast(stream, field);
            case STRING -> asText(stream, field);
            case ARRAY -> array ? stream.whole(field) : asText(stream, field);
        };
        stream.clauses().then("WITH " + value + ", count(*) AS frequency");
        stream.clauses().and("frequency >= "
                + names.parameter(Names.joined(FieldCompiler.hint(field), "minFrequency"), least));
        stream.clauses().then("WITH " + value + " ORDER BY frequency DESC,\n"
                + Layout.indent(array ? TextExpressions.json(value) : order(value)) + " LIMIT 1");
        return new ReductionResult("head(collect(" + value + "))",
                array
                        ? ValueExpression.ValueKnowledge.LIST
                        : as == ValueType.NUMBER
                                ? ValueExpression.ValueKnowledge.SCALAR
                                : ValueExpression.ValueKnowledge.TEXT,
                "mode");
    }

    /** Numbers, then texts, then false and true; Cypher has numbers last. */
    private static String order(String value) {
        return "CASE WHEN %1$s IS :: INTEGER | FLOAT THEN 0 WHEN %1$s IS :: STRING THEN 1 ELSE 2 END, %1$s"
                .formatted(value);
    }

    private String asText(EventRows stream, Operand.Field field) {
        String value = stream.each(field);
        stream.clauses().then("WITH " + TextExpressions.of(value, names) + " AS " + value);
        return value;
    }

    /** Texts of digits are numbers, too. */
    private String cast(EventRows stream, Operand.Field field) {
        String value = stream.each(field);
        stream.clauses().then("WITH " + TextExpressions.number(value, names) + " AS " + value);
        stream.clauses().and(value + " IS NOT NULL");
        return value;
    }

    private static ReductionResult unique(Operand.Field field, EventRows stream) {
        String value = stream.each(field);
        stream.clauses().then("WITH DISTINCT " + value + " ORDER BY " + order(value));
        stream.clauses().then("WITH collect(" + value + ") AS distinctValues");
        return new ReductionResult("CASE WHEN distinctValues <> [] THEN distinctValues END",
                ValueExpression.ValueKnowledge.LIST, "unique");
    }
}
