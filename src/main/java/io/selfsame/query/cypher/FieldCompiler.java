package io.selfsame.query.cypher;

import io.selfsame.query.Operand;
import io.selfsame.query.Path;

/** Reads parts of events: they stand beside the body as properties of the Event node. Not thread safe. */
final class FieldCompiler {

    private final Names names;

    FieldCompiler(Names names) {
        this.names = names;
    }

    /** The value of a field of an event, by the variable of that event. */
    ValueExpression read(Operand.Field field, String event) {
        return TextExpressions.taken(new ValueExpression(event + property(column(field)),
                field.path().many() ? ValueExpression.ValueKnowledge.LIST : ValueExpression.ValueKnowledge.SCALAR,
                hint(field)), field.as(), names);
    }

    private static String column(Operand.Field field) {
        return switch (field.source()) {
            case PROPERTIES -> "properties.";
            case CONTEXT -> "context.";
        } + field.path();
    }

    /**
     * A name in backticks, each of its own doubled. Cypher reads a backslash and u as the start of a code anywhere, so such
     * names, and those that would break the line, go the way of values.
     */
    private String property(String column) {
        boolean plain = column.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c) || c == '\u2028'
                || c == '\u2029');
        return plain ? ".`" + column.replace("`", "``") + "`" : "[" + names.parameter("column", column) + "]";
    }

    /** The last name on the path. */
    static String hint(Operand.Field field) {
        return Names.camel(field.path().steps().reversed().stream().map(step -> switch (step) {
            case Path.Name(String name) -> name;
            case Path.Each each -> "";
        }).filter(name -> !name.isEmpty()).findFirst().orElse("element"));
    }
}
