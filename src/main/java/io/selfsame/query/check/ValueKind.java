package io.selfsame.query.check;

import io.selfsame.query.Cast;
import io.selfsame.query.Operand;
import io.selfsame.query.Reducer;

/** Of what kind a value always is, as the query says it. */
enum ValueKind {
    TIME,
    NUMBER,
    BOOLEAN,
    /** Whatever was sent. */
    ANY;

    /** Of those values that a query takes as something, or that can be nothing else. Counts may be compared with anything, as ever. */
    static ValueKind of(Operand value) {
        return switch (value) {
            case Operand.CreatedAt c -> TIME;
            case Operand.Reduction(var events, Reducer reducer) ->
                reducer instanceof Reducer.FirstSeen || reducer instanceof Reducer.LastSeen ? TIME : ANY;
            case Operand.Trait t -> of(t.as());
            case Operand.Field f -> of(f.as());
            case Operand.Element e -> of(e.as());
            case Operand.Literal l -> ANY;
        };
    }

    private static ValueKind of(Cast cast) {
        return switch (cast) {
            case NUMBER -> NUMBER;
            case BOOLEAN -> BOOLEAN;
            case AS_IS -> ANY;
        };
    }
}
