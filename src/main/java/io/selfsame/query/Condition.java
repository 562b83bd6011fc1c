package io.selfsame.query;

import java.util.List;
import java.util.stream.Stream;

/** What is true or false of a person, an account, or (inside {@code where}) an event. Immutable. */
public sealed interface Condition {

    /** True if all are. Two at least, none of them an {@code And}: such are taken apart, so that chains are flat. */
    record And(List<Condition> all) implements Condition {
        public And {
            all = several(all.stream().flatMap(one -> one instanceof And(var inner) ? inner.stream() : Stream.of(one)));
        }
    }

    /** True if one is. Two at least, none of them an {@code Or}. */
    record Or(List<Condition> any) implements Condition {
        public Or {
            any = several(any.stream().flatMap(one -> one instanceof Or(var inner) ? inner.stream() : Stream.of(one)));
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

    private static List<Condition> several(Stream<Condition> conditions) {
        List<Condition> list = conditions.toList();
        if (list.size() < 2) {
            throw new IllegalArgumentException("AND and OR join two conditions at least");
        }
        return list;
    }
}
