package io.selfsame.query.cypher;

import io.selfsame.query.Operand;
import java.time.ZoneId;

/**
 * The events that a reducer is about, as clauses that bind one after the other to a variable. Used once; not thread safe.
 */
final class EventRows {

    private final Clauses clauses;
    private final Names names;
    private final FieldCompiler fields;
    private final String event;

    EventRows(Clauses clauses, Names names, FieldCompiler fields, String event) {
        this.clauses = clauses;
        this.names = names;
        this.fields = fields;
        this.event = event;
    }

    /** {@code COUNT {…}}: how many events. */
    String count() {
        return Layout.braces("COUNT", clauses.text(clauses.isOne() ? "" : "RETURN " + event));
    }

    /** {@code COUNT {…}}: how many distinct values. */
    String countDistinct(Operand.Field field) {
        String value = each(field);
        return Layout.braces("COUNT", clauses.text("RETURN DISTINCT " + value));
    }

    /** {@code COUNT {…}}: on how many days. */
    String countDays(ZoneId zone) {
        String day = day(zone);
        return Layout.braces("COUNT", clauses.text("RETURN DISTINCT " + day));
    }

    /** Goes on with the day of each event, and gives its variable. */
    String day(ZoneId zone) {
        String day = names.fresh("day");
        clauses.then("WITH " + Instants.day(event + ".timestamp", zone, names) + " AS " + day);
        return day;
    }

    /** Goes on with the values of a field, each a row of its own, and gives their variable. */
    String each(Operand.Field field) {
        return each(field, "IS NOT NULL");
    }

    /** As {@link #each}, but only with numbers. */
    String numbers(Operand.Field field) {
        return each(field, "IS :: INTEGER NOT NULL | FLOAT NOT NULL");
    }

    private String each(Operand.Field field, String kind) {
        ValueExpression value = fields.read(field, event);
        String variable = names.variable(FieldCompiler.hint(field), "Value");
        if (value.kind() == ValueExpression.ValueKnowledge.LIST) {
            clauses.unwind(value.text(), variable);
        } else {
            clauses.then("WITH " + value.text() + " AS " + variable);
        }
        clauses.and(variable + " " + kind);
        return variable;
    }

    /** Goes on with the values of a field, those of one event together, and gives their variable. */
    String whole(Operand.Field field) {
        String variable = names.variable(FieldCompiler.hint(field), "Value");
        clauses.then("WITH " + fields.read(field, event).text() + " AS " + variable);
        clauses.and(variable + " IS NOT NULL");
        return variable;
    }

    /** Leaves the one event, the earliest or the latest, that has the field, and gives its value. */
    ValueExpression edge(Operand.Field field, boolean latest) {
        ValueExpression value = fields.read(field, event);
        clauses.and(value.text() + " IS NOT NULL");
        String order = latest ? " DESC" : "";
        clauses.then("WITH " + event + " ORDER BY " + event + ".timestamp" + order + ", " + event + ".seq" + order
                + " LIMIT 1");
        return value;
    }

    Clauses clauses() {
        return clauses;
    }

    String event() {
        return event;
    }
}
