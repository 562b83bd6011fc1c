package io.selfsame.tracking.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.json.KnownFields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be read, and can never be meant. Pure. */
final class FqlCheck {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    private FqlCheck() {}

    /** A clause; empty if nothing is wrong. */
    static Optional<String> problem(Fql expression) {
        return switch (expression) {
            case Fql.And(List<Fql> all) -> first(all.stream());
            case Fql.Or(List<Fql> any) -> first(any.stream());
            case Fql.Not(Fql negated) -> problem(negated);
            case Fql.Compare(Fql left, Fql.Operator operator, Fql right) ->
                order(left, operator).or(() -> order(right, operator)).or(() -> first(Stream.of(left, right)));
            case Fql.In(Fql value, Fql list) -> first(Stream.of(value, list));
            case Fql.Match(Fql text, Glob pattern) -> problem(text);
            case Fql.Contains(Fql text, String part) -> problem(text);
            case Fql.Call(Fql.Function function, Fql argument) -> problem(argument);
            case Fql.Field field -> Optional.empty();
            case Fql.Literal literal -> Optional.empty();
        };
    }

    private static Optional<String> first(Stream<Fql> parts) {
        return parts.flatMap(part -> problem(part).stream()).findFirst();
    }

    private static Optional<String> order(Fql side, Fql.Operator operator) {
        boolean ordered = switch (operator) {
            case EQUAL, DIFFERENT -> false;
            case GREATER, AT_LEAST, LESS, AT_MOST -> true;
        };
        if (!ordered || !(side instanceof Fql.Literal(JsonNode value)) || value.isNumber()) {
            return Optional.empty();
        }
        String beginning = operator.sign() + " is true of numbers alone, and ";
        if (!value.isTextual()) {
            return Optional.of(beginning + "true, false, null and lists are none; write a number");
        }
        String text = value.textValue();
        return Optional.of(beginning + KnownFields.quoted(text) + " is a text; write "
                + (NUMBER.matcher(text).matches() ? text + " without quotes" : "a number without quotes"));
    }
}
