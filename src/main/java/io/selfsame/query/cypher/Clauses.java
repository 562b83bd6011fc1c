package io.selfsame.query.cypher;

import java.util.ArrayList;
import java.util.List;

/**
 * A query part in the making: clauses, of which the last still takes conditions. Not thread safe.
 */
final class Clauses {

    private static final String ALL = "WITH *";

    private final List<String> done = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private String open;

    /** Begins with a MATCH or WITH. */
    Clauses(String first) {
        this.open = first;
    }

    /** Only rows of which this is true go on. */
    void and(String condition) {
        if (!condition.equals("true")) {
            conditions.add(condition);
        }
    }

    /** Goes on with a MATCH or WITH. */
    void then(String clause) {
        close();
        open = clause;
    }

    /** Goes on with an UNWIND; conditions that follow are on all it brings. */
    void unwind(String list, String variable) {
        steps(List.of("UNWIND " + list + " AS " + variable));
    }

    /** Goes on with clauses that take no conditions; those that follow are on all they bring. */
    void steps(List<String> steps) {
        if (!steps.isEmpty()) {
            close();
            done.addAll(steps);
            open = ALL;
        }
    }

    /** True if it is one MATCH so far. */
    boolean isOne() {
        return done.isEmpty();
    }

    /** All of it, and a last clause; empty: none. */
    String text(String last) {
        close();
        if (!last.isEmpty()) {
            done.add(last);
        }
        return String.join("\n", done);
    }

    private void close() {
        if (!open.equals(ALL) || !conditions.isEmpty()) {
            done.add(Layout.where(open, conditions));
        }
        conditions.clear();
        open = ALL;
    }
}
