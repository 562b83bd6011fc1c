package io.selfsame.query.cypher;

import io.selfsame.query.Operand;
import io.selfsame.query.Reducer;
import io.selfsame.query.Reducer.As;

/** Makes one value of many events: a subquery before the condition that asks for it. Not thread safe. */
final class Reductions {

    private final Names names;
    private final Streams streams;

    Reductions(Names names, Streams streams) {
        this.names = names;
        this.streams = streams;
    }

    /** The events, in the scope that the reduction stands in. */
    Stream stream(Operand.Reduction reduction, Scope scope) {
        return streams.of(reduction.events(), scope);
    }

    /** Adds the subquery to the scope's steps and gives its result. */
    Value read(Operand.Reduction reduction, Scope scope) {
        Stream stream = stream(reduction, scope);
        Result result = result(reduction.reducer(), stream);
        String hint = Names.joined(Names.camel(reduction.events().name()), result.name());
        String variable = names.fresh(hint);
        String block = stream.clauses().text("RETURN " + result.text() + " AS " + variable);
        scope.steps().add(Layout.braces("CALL (*)", block));
        return new Value(variable, result.kind(), hint);
    }

    /** What the subquery returns of the rows that the stream has come to. */
    private record Result(String text, Value.Kind kind, String name) {}

    private Result result(Reducer reducer, Stream stream) {
        return switch (reducer) {
            case Reducer.Count r -> new Result("count(" + stream.event() + ")", Value.Kind.COUNT, "count");
            case Reducer.UniqueCount(var field) ->
                new Result("count(DISTINCT " + stream.each(field) + ")", Value.Kind.COUNT, "uniqueCount");
            case Reducer.Sum(var field) -> new Result(sum(stream, field, ""), Value.Kind.COUNT, "sum");
            case Reducer.Avg(var field) -> {
                String sum = sum(stream, field, ", count(*) AS numbers");
                yield new Result("CASE WHEN numbers > 0 THEN 1.0 * " + sum + " / numbers END", Value.Kind.NUMBER,
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

    /** Cypher adds binary fractions; a sum has no more decimals than the numbers it is of, and with those it is exact. */
    private String sum(Stream stream, Operand.Field field, String more) {
        String value = stream.numbers(field);
        stream.clauses().then("""
                WITH sum(%1$s) AS total%2$s,
                     max(size(split(split(toString(%1$s), 'E')[0], '.')[1])
                       + coalesce(toInteger(split(toString(%1$s), 'E-')[1]), 0)) AS decimals"""
                .formatted(value, more));
        return "coalesce(round(total, decimals), total)";
    }

    private static Result extreme(String which, Operand.Field field, As as, Stream stream) {
        return switch (as) {
            case NUMBER -> new Result(which + "(" + stream.numbers(field) + ")", Value.Kind.NUMBER, which);
            case STRING -> new Result(which + "(" + Texts.of(stream.each(field)) + ")", Value.Kind.SCALAR, which);
            case ANY, ARRAY -> throw new IllegalArgumentException("max and min are of numbers or texts");
        };
    }

    private static Result edge(Operand.Field field, boolean latest, Stream stream) {
        Value value = stream.edge(field, latest);
        String one = value.kind() == Value.Kind.LIST
                ? (latest ? "last(" : "head(") + value.text() + ")"
                : value.text();
        return new Result("head(collect(" + one + "))", Value.Kind.SCALAR, latest ? "last" : "first");
    }

    private Result mode(Operand.Field field, As as, long least, Stream stream) {
        boolean array = as == As.ARRAY && field.path().many();
        String value = switch (as) {
            case ANY -> stream.each(field);
            case NUMBER -> stream.numbers(field);
            case STRING -> asText(stream, field);
            case ARRAY -> array ? stream.whole(field) : asText(stream, field);
        };
        stream.clauses().then("WITH " + value + ", count(*) AS frequency");
        stream.clauses().and("frequency >= "
                + names.parameter(Names.joined(Fields.hint(field), "minFrequency"), least));
        stream.clauses().then("WITH " + value + " ORDER BY frequency DESC,\n"
                + Layout.indent(array ? Texts.json(value) : order(value)) + " LIMIT 1");
        return new Result("head(collect(" + value + "))", array ? Value.Kind.LIST : Value.Kind.SCALAR, "mode");
    }

    /** Numbers, then texts, then false and true; Cypher has numbers last. */
    private static String order(String value) {
        return "CASE WHEN %1$s IS :: INTEGER | FLOAT THEN 0 WHEN %1$s IS :: STRING THEN 1 ELSE 2 END, %1$s"
                .formatted(value);
    }

    private static String asText(Stream stream, Operand.Field field) {
        String value = stream.each(field);
        stream.clauses().then("WITH " + Texts.of(value) + " AS " + value);
        return value;
    }

    private static Result unique(Operand.Field field, Stream stream) {
        String value = stream.each(field);
        stream.clauses().then("WITH DISTINCT " + value + " ORDER BY " + order(value));
        stream.clauses().then("WITH collect(" + value + ") AS distinctValues");
        return new Result("CASE WHEN distinctValues <> [] THEN distinctValues END", Value.Kind.LIST, "unique");
    }
}
