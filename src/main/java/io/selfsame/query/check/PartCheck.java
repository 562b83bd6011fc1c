package io.selfsame.query.check;

import io.selfsame.json.TimeText;
import io.selfsame.query.AnniversaryWindow;
import io.selfsame.query.Filter;
import io.selfsame.query.Moment;
import io.selfsame.query.Cast;
import io.selfsame.query.Comparator;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.QueryException;
import io.selfsame.query.Reducer;
import io.selfsame.query.Span;
import io.selfsame.query.Version;
import io.selfsame.query.WildcardPattern;
import io.selfsame.query.text.QueryText;
import io.selfsame.query.text.Suggest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The rules of {@link QueryCheck} for what holds no condition: texts, paths, constants, lengths of time. */
final class PartCheck {

    private static final Pattern LIST = Pattern.compile("[A-Za-z0-9_]{1,100}");

    private final SourcePositions places;

    PartCheck(SourcePositions places) {
        this.places = places;
    }

    void path(Operand operand, Path path) {
        if (path.steps().getFirst() instanceof Path.Each) {
            throw places.problem(operand, "A path begins with a name, not with $.");
        }
        name(operand, "The path", path.toString());
    }

    /** What names an event, or a part of one, or a trait: it becomes a part of keys in the graph, whose length is limited. */
    void name(Object part, String what, String name) {
        text(part, name);
        if (name.length() > QueryCheck.MAX_NAME) {
            throw places.problem(part, what + " has " + name.length() + " characters; the limit is "
                    + QueryCheck.MAX_NAME + ".");
        }
    }

    void texts(Object part, List<String> texts) {
        some(part, texts);
        texts.forEach(text -> text(part, text));
    }

    void values(Object part, List<Operand.Literal> values) {
        some(part, values);
        values.forEach(this::literal);
    }

    private void some(Object part, List<?> list) {
        if (list.isEmpty()) {
            throw places.problem(part, "The list is empty.");
        }
    }

    void literal(Operand.Literal literal) {
        if (literal.value() instanceof String text) {
            text(literal, text);
        }
    }

    void text(Object part, String text) {
        text.codePoints().filter(code -> !QueryText.isCharacter(code)).findFirst().ifPresent(code -> {
            throw places.problem(part, String.format("The text holds the code U+%04X, which is no character.", code));
        });
    }

    /** What {@code has} looks into: only what may be an array has elements. */
    void array(Comparator has, Operand value) {
        boolean fits = switch (value) {
            case Operand.Field f -> true;
            case Operand.Trait t -> true;
            case Operand.Element e -> true;
            case Operand.Literal l -> false;
            case Operand.Reduction r -> false;
            case Operand.CreatedAt c -> false;
        };
        if (!fits || value.takenAs() != Cast.AS_IS) {
            throw places.problem(has,
                    "has(..) looks into an array: it stands after property(..), context(..), trait(..) or "
                            + "element(..), like property('items').has(element('sku') = 'A').");
        }
    }

    /** What the values of a reducer are taken as. */
    void cast(Reducer reducer, Cast as) {
        boolean fits = switch (reducer) {
            case Reducer.Sum r -> as != Cast.BOOLEAN;
            case Reducer.Avg r -> as != Cast.BOOLEAN;
            case Reducer.Max r -> as != Cast.BOOLEAN;
            case Reducer.Min r -> as != Cast.BOOLEAN;
            case Reducer.Mode r -> as == Cast.AS_IS;
            case Reducer.First r -> true;
            case Reducer.Last r -> true;
            case Reducer.Unique r -> true;
            case Reducer.UniqueCount r -> true;
            case Reducer.Count r -> true;
            case Reducer.CountDays r -> true;
            case Reducer.FirstSeen r -> true;
            case Reducer.LastSeen r -> true;
        };
        if (!fits) {
            throw places.problem(reducer, reducer instanceof Reducer.Mode
                    ? "What mode takes values as stands beside it once, like mode(property('size') as number)."
                    : "sum, avg, max and min are of numbers: take the values as number, not as boolean.");
        }
    }

    /** Whether an operand may stand inside {@code has}, or outside. */
    void stands(Operand operand, boolean insideHas) {
        boolean fits = switch (operand) {
            case Operand.Element e -> insideHas;
            case Operand.Literal l -> true;
            case Operand.Field f -> !insideHas;
            case Operand.Trait t -> !insideHas;
            case Operand.Reduction r -> !insideHas;
            case Operand.CreatedAt c -> !insideHas;
        };
        if (!fits) {
            throw places.problem(operand, insideHas
                    ? "Inside has(..) stand only element(..) and constants: whether an element fits depends on nothing else. "
                            + "Join further conditions to has(..) by AND."
                    : "element(..) is a part of an element of an array: it stands inside has(..), like "
                            + "property('items').has(element('sku') = 'A').");
        }
    }

    void version(Object part, String version) {
        if (Version.parse(version).isEmpty()) {
            throw places.problem(part,
                    "'" + Suggest.brief(version) + "' is no version: write numbers with dots between "
                            + "them, like '2.10.0', and a pre-release after a hyphen, like '2.10.0-beta.1'.");
        }
    }

    /** A text with wildcards. */
    void pattern(Object part, String pattern) {
        text(part, pattern);
        try {
            WildcardPattern.parse(pattern);
        } catch (IllegalArgumentException e) {
            throw places.problem(part, e.getMessage() + ".");
        }
    }

    /** The key of a stored list. */
    void list(Object part, String key) {
        if (!LIST.matcher(key).matches()) {
            throw places.problem(part,
                    "'" + Suggest.brief(key) + "' is not the key of a list, which has 1 to 100 Latin "
                            + "letters, digits and '_'.");
        }
    }

    /** When that is. */
    Instant moment(Moment moment) {
        text(moment, moment.text());
        return moment.time().orElseThrow(() -> noDate(moment, moment.text()));
    }

    /** A constant must be of the kind that the value on its left always is: it would never meet it. */
    void meets(Operand value, Operand.Literal constant) {
        Object written = constant.value();
        String wrong = switch (ValueKind.of(value)) {
            case TIME -> written instanceof String text && TimeText.iso(text).isPresent()
                    ? ""
                    : "is no date: write '2026-01-31', or with time and zone '2026-01-31T12:00:00Z'.";
            case NUMBER -> written instanceof Number
                    ? ""
                    : "is no number: what is taken as number is compared with one without quotes, such as 50.";
            case BOOLEAN -> written instanceof Boolean
                    ? ""
                    : "is no boolean: what is taken as boolean is compared with true or false, without quotes.";
            case ANY -> "";
        };
        if (!wrong.isEmpty()) {
            throw places.problem(constant, "'" + Suggest.brief(written.toString()) + "' " + wrong);
        }
    }

    QueryException noDate(Object part, String written) {
        return places.problem(part,
                "'" + Suggest.brief(written) + "' is no date: write '2026-01-31', with time and zone "
                        + "'2026-01-31T12:00:00Z', or as an epoch 1769860800.");
    }

    /** How far an anniversary may be off. */
    void anniversary(String function, Span days) {
        if (days.unit() != Span.Unit.DAYS) {
            throw places.problem(days, "Anniversaries are counted in days: " + function + "(7 days).");
        }
        if (days.amount() < 1 || days.amount() > AnniversaryWindow.MAX_DAYS) {
            throw places.problem(days, "An anniversary is 1 to " + AnniversaryWindow.MAX_DAYS + " days off, not "
                    + days.amount() + ": within more days every date has one."
                    + (days.amount() == 0 ? " For today there is anniversary_today()." : ""));
        }
    }

    void span(Object part, Span span) {
        if (span.amount() < 1) {
            throw places.problem(span, "A length of time is 1 or more, not " + span.amount() + "."
                    + (part instanceof Filter.Between ? " To begin now there is within(..)." : ""));
        }
        long seconds = TimeUnit.DAYS.toSeconds(QueryCheck.MAX_DAYS);
        if (span.amount() > seconds / new Span(1, span.unit()).duration().toSeconds()) {
            throw places.problem(span,
                    "A length of time is at most " + QueryCheck.MAX_DAYS + " days; leave the window out to look at "
                            + "everything.");
        }
    }
}
