package io.selfsame.compute.evaluate;

import io.selfsame.column.EventColumn;
import io.selfsame.query.Cast;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Reducer;
import io.selfsame.query.Version;
import io.selfsame.query.text.QueryText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explains for people why a value is missing or of the wrong kind. Pure. */
final class ValueReasons {

    private ValueReasons() {}

    /** Why an event gives nothing to the value of a reducer; empty if it does. */
    static Optional<String> of(Reducer reducer, PersonEvent event) {
        return reducer.of().flatMap(field -> {
            Object value = event.value(EventColumn.of(field).name());
            if (value == null) {
                return Optional.of("no " + QueryText.operand(field.taken(Cast.AS_IS)));
            }
            boolean fits = field.as().of(value) != null
                    && (!isNumeric(reducer)
                            || hasNumber(value, reducer instanceof Reducer.Mode || field.as() == Cast.NUMBER));
            return fits
                    ? Optional.empty()
                    : Optional.of(field.as() == Cast.BOOLEAN ? "neither true nor false" : switch (value) {
                        case String text -> "a text, not a number";
                        case List<?> list -> "a list without a number";
                        default -> "true or false, not a number";
                    });
        });
    }

    /**
     * Why a reducer has no value.
     *
     * @param counted whether events gave it some
     */
    static String ofNone(Reducer reducer, boolean counted) {
        if (!counted) {
            return reducer.of().isPresent() ? "no event has a value" : "there is no such event";
        }
        return reducer instanceof Reducer.Mode(var field, var as, long least)
                ? "no value occurs " + least + " times"
                : "the result is beyond what a double holds";
    }

    /** What to write to compare the elements of a list; empty if a path leads to these already, or there is no path. */
    static Optional<String> ofWholeList(Operand operand) {
        Optional<Operand> elements = switch (operand) {
            case Operand.Trait(Path path, Cast as) -> each(path).map(each -> new Operand.Trait(each, as));
            case Operand.Field(var source, var of, Path path, Cast as) -> each(path)
                    .map(each -> new Operand.Field(source, of, each, as));
            case Operand.Element(Path path, Cast as) -> each(path).map(each -> new Operand.Element(each, as));
            case Operand.CreatedAt c -> Optional.empty();
            case Operand.Literal l -> Optional.empty();
            case Operand.Reduction r -> Optional.empty();
        };
        return elements
                .map(each -> QueryText.operand(operand) + " is a list; its elements are " + QueryText.operand(each));
    }

    private static Optional<Path> each(Path path) {
        return path.steps().contains(Path.EACH)
                ? Optional.empty()
                : Optional.of(new Path(Stream.concat(path.steps().stream(), Stream.of(Path.EACH)).toList()));
    }

    /** Why what was found is no date; empty if it is one, or nothing was found. */
    static Optional<String> ofDate(Operand operand, @Nullable Object found) {
        List<?> values = found instanceof List<?> list ? list : found == null ? List.of() : List.of(found);
        return values.isEmpty() || values.stream().anyMatch(value -> ScalarOrder.instant(value).isPresent())
                ? Optional.empty()
                : Optional
                        .of((operand instanceof Operand.Reduction ? "what the events give" : QueryText.operand(operand))
                                + " is not a date");
    }

    /**
     * Why a value that is taken as something is missing; empty if it is there, or was not sent either.
     *
     * @param sent the same as it is
     */
    static Optional<String> ofCast(Operand operand, @Nullable Object found, @Nullable Object sent) {
        return found != null || sent == null
                ? Optional.empty()
                : Optional.of(QueryText.operand(operand.taken(Cast.AS_IS)) + (operand.takenAs() == Cast.BOOLEAN
                        ? " is neither true nor false"
                        : " is not a number"));
    }

    /** Why what was found is no version; empty if it is one, or nothing was found. */
    static Optional<String> ofVersion(Operand operand, @Nullable Object found) {
        List<?> values = found instanceof List<?> list ? list : found == null ? List.of() : List.of(found);
        return values.isEmpty() || values.stream().anyMatch(value -> Version.parse(EventColumn.text(value)).isPresent())
                ? Optional.empty()
                : Optional
                        .of((operand instanceof Operand.Reduction ? "what the events give" : QueryText.operand(operand))
                                + " is not a version");
    }

    private static boolean isNumeric(Reducer reducer) {
        return switch (reducer) {
            case Reducer.Sum r -> true;
            case Reducer.Avg r -> true;
            case Reducer.Max r -> r.as() == Reducer.ValueType.NUMBER;
            case Reducer.Min r -> r.as() == Reducer.ValueType.NUMBER;
            case Reducer.Mode r -> r.as() == Reducer.ValueType.NUMBER;
            case Reducer.Count r -> false;
            case Reducer.First r -> false;
            case Reducer.Last r -> false;
            case Reducer.Unique r -> false;
            case Reducer.UniqueCount r -> false;
            case Reducer.CountDays r -> false;
            case Reducer.FirstSeen r -> false;
            case Reducer.LastSeen r -> false;
        };
    }

    private static boolean hasNumber(Object value, boolean cast) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(element -> hasNumber(element, cast));
        }
        return value instanceof Number || (cast && ScalarOrder.cast(value) != null);
    }
}
