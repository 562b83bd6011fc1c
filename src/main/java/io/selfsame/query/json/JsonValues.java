package io.selfsame.query.json;

import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Cast;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Moment;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Reducer;
import io.selfsame.query.Span;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.text.Suggest;
import io.selfsame.query.text.UnitNames;
import io.selfsame.trait.ConsentTraits;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the parts of a query in JSON that hold no condition: traits and properties, constants, lengths of time, dates, texts. One for
 * each query.
 */
final class JsonValues {

    private static final List<String> OPERANDS = List.of("trait", "property", "context", "element",
            "literal", "created_at", "consent");
    private static final List<String> UNITS = Arrays.stream(Span.Unit.values()).map(UnitNames::name).toList();

    private final SourcePositions places;

    JsonValues(SourcePositions places) {
        this.places = places;
    }

    Operand right(JsonPart part) {
        if (!part.isObject()) {
            return place(part, new Operand.Literal(part.constant()));
        }
        if (part.has("event") || part.has("any_event")) {
            throw part.problem("Events depend on the left of a comparison only.");
        }
        Operand operand = operand(part, part.oneOf("a value", OPERANDS));
        part.end();
        return operand;
    }

    Operand operand(JsonPart part, String head) {
        JsonPart of = part.existing(head);
        return place(part, switch (head) {
            case "created_at" -> {
                of.isTrue();
                yield new Operand.CreatedAt();
            }
            case "trait" -> new Operand.Trait(path(of), cast(part));
            case "consent" -> new Operand.Trait(Path.of(ConsentTraits.name(category(of))), cast(part));
            case "property" -> new Operand.Field(Operand.Source.PROPERTIES, whose(part), path(of), cast(part));
            case "context" -> new Operand.Field(Operand.Source.CONTEXT, whose(part), path(of), cast(part));
            case "element" -> new Operand.Element(path(of), cast(part));
            default -> new Operand.Literal(of.constant());
        });
    }

    private static String category(JsonPart of) {
        String category = of.text("a category");
        if (category.isEmpty() || category.length() > ConsentTraits.LONGEST) {
            throw of.problem("A category has 1 to " + ConsentTraits.LONGEST + " characters.");
        }
        return category;
    }

    private static Cast cast(JsonPart part) {
        return part.field("as").map(as -> Cast.of(as.text("\"number\" or \"boolean\""))
                .orElseThrow(() -> as.problem("Here stands \"number\" or \"boolean\", or the field is left out.")))
                .orElse(Cast.AS_IS);
    }

    private static Operand.Whose whose(JsonPart part) {
        return part.field("of").map(of -> switch (of.text("\"parent\" or \"grandparent\"")) {
            case "parent" -> Operand.Whose.PARENT;
            case "grandparent" -> Operand.Whose.GRANDPARENT;
            default -> throw of.problem("Here stands \"parent\" or \"grandparent\", or the field is left out.");
        }).orElse(Operand.Whose.EVENT);
    }

    static Filter.Since since(JsonPart part) {
        return part.field("of").map(of -> switch (of.text("\"parent\", \"grandparent\" or \"chain\"")) {
            case "parent" -> Filter.Since.PARENT;
            case "grandparent" -> Filter.Since.GRANDPARENT;
            case "chain" -> Filter.Since.CHAIN;
            default -> throw of
                    .problem("Here stands \"parent\", \"grandparent\" or \"chain\", or the field is left out.");
        }).orElse(Filter.Since.NOW);
    }

    private static Path path(JsonPart part) {
        String text = part.text("a path");
        try {
            return Path.parse(text);
        } catch (IllegalArgumentException e) {
            throw part.problem(e.getMessage() + ".");
        }
    }

    static Reducer.ValueType as(JsonPart part, Reducer.ValueType standard) {
        return part.field("as").map(as -> switch (as.text("how values are taken")) {
            case "number" -> Reducer.ValueType.NUMBER;
            case "string" -> Reducer.ValueType.STRING;
            case "array" -> Reducer.ValueType.ARRAY;
            default -> throw as.problem("Values are taken as \"number\", \"string\" or \"array\".");
        }).orElse(standard);
    }

    Span span(JsonPart part) {
        String unit = part.object("a length of time, like {\"days\": 7}").oneOf("the unit", UNITS);
        JsonPart amount = part.existing(unit);
        part.end();
        return place(amount, new Span(amount.whole("a length of time"), UnitNames.unit(unit).orElseThrow()));
    }

    static CalendarPeriod period(JsonPart part) {
        String text = part.text("a period");
        return CalendarPeriod.of(text).orElseThrow(() -> {
            List<String> known = CalendarPeriod.texts();
            return part
                    .problem("Here stands a period: " + Suggest.oneOf(known) + "." + Suggest.didYouMean(text, known));
        });
    }

    Moment moment(JsonPart part) {
        return place(part, new Moment(part.text("a date")));
    }

    static List<String> texts(JsonPart part) {
        return part.elements("texts").stream().map(element -> element.text("a text")).toList();
    }

    List<Operand.Literal> constants(JsonPart part) {
        return part.elements("constants").stream()
                .map(element -> place(element, new Operand.Literal(element.constant())))
                .toList();
    }

    private <T> T place(JsonPart part, T node) {
        return places.put(node, part::problem);
    }
}
