package io.selfsame.query;

import java.util.List;

/** What is true or false of a person, an account, or (inside {@code where}) an event. Immutable. */
public sealed interface Condition {

    /** True if all are. Two at least, none of them an {@code And}: chains are kept flat. */
    record And(List<Condition> all) implements Condition {
        public And {
            all = List.copyOf(all);
        }
    }

    /** True if one is. Two at least, none of them an {@code Or}. */
    record Or(List<Condition> any) implements Condition {
        public Or {
            any = List.copyOf(any);
        }
    }

    /** True if the condition is false. */
    record Not(Condition condition) implements Condition {}

    /** {@code ANY(…)}: true of an account if the condition is true of one of its people. */
    record AnyUser(Condition condition) implements Condition {}

    /** {@code ALL(…)}: true of an account that has people, if the condition is true of each of them. */
    record AllUsers(Condition condition) implements Condition {}

    /** A value and what it is compared with. This is a primary expression. */
    record Is(Operand value, Comparator comparator) implements Condition {}
}
