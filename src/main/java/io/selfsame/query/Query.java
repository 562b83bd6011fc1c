package io.selfsame.query;

/** What a definition says: an audience is a {@link Membership}, a computed trait a {@link Computation}. Immutable. */
public sealed interface Query {

    /** True or false of each person or account. */
    record Membership(Condition condition) implements Query {}

    /** A value for each person or account. */
    record Computation(Operand.Reduction reduction) implements Query {}
}
