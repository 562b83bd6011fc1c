package io.selfsame.compute.evaluate;

import io.selfsame.column.EventColumn;
import io.selfsame.query.AnniversaryWindow;
import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Span;
import io.selfsame.query.Version;
import io.selfsame.query.WildcardPattern;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Comparators as tests. With a missing value all but {@code absent} are false. With a list (a path with {@code $}) a positive
 * comparator is true if one element satisfies it, and its negation is true if no element does. Pure.
 */
final class Comparisons {

    /** Characters that are searched in the time of a step, and texts that a short one is compared with. */
    private static final int SEARCHED = 500;
    private static final int COMPARED = 4;

    /** Characters of a version that are read in the time of a step. */
    private static final int PARSED = 4;

    private Comparisons() {}

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static Evaluator.Test test(Comparator comparator, Evaluator.Expression value) {
        return switch (comparator) {
            case Comparator.Has(Condition condition) -> Elements.has(value, Evaluator.test(condition));
            case Comparator.Compare(Comparator.Op op, Operand with) ->
                compare(op, value, Evaluator.expression(with));
            case Comparator.Exists exists -> context -> value.value(context) != null;
            case Comparator.Absent absent -> context -> value.value(context) == null;
            case Comparator.Contains(List<String> texts) -> some(value, texts.size(), contains(texts));
            case Comparator.Omits(List<String> texts) -> none(value, texts.size(), contains(texts));
            case Comparator.StartsWith(String text) ->
                some(value, 1, element -> EventColumn.text(element).startsWith(text));
            case Comparator.EndsWith(String text) ->
                some(value, 1, element -> EventColumn.text(element).endsWith(text));
            case Comparator.EqualsIgnoreCase(String text) -> {
                String wanted = lower(text);
                yield some(value, 1, element -> lower(EventColumn.text(element)).equals(wanted));
            }
            case Comparator.ContainsIgnoreCase(List<String> texts) -> {
                List<String> wanted = texts.stream().map(Comparisons::lower).toList();
                yield some(value, 1 + texts.size(),
                        element -> wanted.stream().anyMatch(lower(EventColumn.text(element))::contains));
            }
            case Comparator.Matches matches -> {
                WildcardPattern pattern = matches.wildcards();
                // At the worst, each part of the pattern is tried at each place of the text.
                yield some(value, 1 + matches.pattern().length() / COMPARED, element -> {
                    String text = EventColumn.text(element);
                    return pattern.matches(matches.ignoreCase() ? lower(text) : text);
                });
            }
            case Comparator.CompareVersion(Comparator.Op op, String version) -> {
                Version with = Version.parse(version).orElseThrow();
                yield context -> {
                    Object found = value.value(context);
                    count(found, 1, context);
                    return found != null && any(found, element -> {
                        String text = EventColumn.text(element);
                        context.clock().steps(1 + Math.min(text.length(), Version.LONGEST) / PARSED);
                        return Version.parse(text).filter(is -> isOrdered(op, is.compareTo(with))).isPresent();
                    });
                };
            }
            case Comparator.OneOf(List<Operand.Literal> values) -> some(value, values.size(), oneOf(values));
            case Comparator.NoneOf(List<Operand.Literal> values) -> none(value, values.size(), oneOf(values));
            case Comparator.InList(String list) -> inList(value, list, true);
            case Comparator.NotInList(String list) -> inList(value, list, false);
            case Comparator.BeforeDate(Operand date) -> date(value, date, Instant::isBefore);
            case Comparator.AfterDate(Operand date) -> date(value, date, Instant::isAfter);
            case Comparator.WithinLast(Span span) -> relative(value, (at, asking) -> last(at, span, asking));
            case Comparator.WithinNext(Span span) -> relative(value, (at, asking) -> next(at, span, asking));
            case Comparator.BeforeLast(Span span) -> relative(value,
                    (at, context) -> begun(at.plus(span.duration()), context));
            case Comparator.AfterNext(Span span) -> relative(value,
                    (at, context) -> !ended(at.minus(span.duration()), context));
            case Comparator.AnniversaryWithinNext(Span days) -> anniversary(value, AnniversaryWindow.next(days));
            case Comparator.AnniversaryWithinLast(Span days) -> anniversary(value, AnniversaryWindow.last(days));
            case Comparator.AnniversaryToday today -> anniversary(value, AnniversaryWindow.today());
            case Comparator.During(CalendarPeriod period) -> relative(value,
                    (at, context) -> during(at, period, context));
        };
    }

    private static Evaluator.Test compare(Comparator.Op op, Evaluator.Expression value, Evaluator.Expression with) {
        Evaluator.Test equal = both(value, with, ScalarOrder::equal);
        return switch (op) {
            case EQUALS -> equal;
            case DIFFERS ->
                context -> value.value(context) != null && with.value(context) != null && !equal.holds(context);
            case GREATER_THAN, AT_LEAST, LESS_THAN, AT_MOST -> ordered(value, with, order -> isOrdered(op, order));
        };
    }

    private static boolean isOrdered(Comparator.Op op, int order) {
        return switch (op) {
            case EQUALS -> order == 0;
            case DIFFERS -> order != 0;
            case GREATER_THAN -> order > 0;
            case AT_LEAST -> order >= 0;
            case LESS_THAN -> order < 0;
            case AT_MOST -> order <= 0;
        };
    }

    private static Evaluator.Test ordered(Evaluator.Expression value, Evaluator.Expression with,
            IntPredicate holds) {
        return both(value, with, (a, b) -> {
            OptionalInt order = ScalarOrder.order(a, b);
            return order.isPresent() && holds.test(order.getAsInt());
        });
    }

    private static Evaluator.Test both(Evaluator.Expression value, Evaluator.Expression with,
            BiPredicate<Object, Object> holds) {
        return context -> {
            Object left = value.value(context);
            Object right = left == null ? null : with.value(context);
            if (left == null || right == null) {
                return false;
            }
            // One short value compared with one is no step of its own.
            int each = left instanceof List<?> || right instanceof List<?> ? size(right) : 0;
            return any(left, a -> {
                context.clock().steps(each);
                return any(right, b -> holds.test(a, b));
            });
        };
    }

    /** @param with how many it is compared with */
    private static Evaluator.Test some(Evaluator.Expression value, int with, Predicate<Object> holds) {
        return context -> {
            Object found = value.value(context);
            count(found, with, context);
            return found != null && any(found, holds);
        };
    }

    private static Evaluator.Test none(Evaluator.Expression value, int with, Predicate<Object> holds) {
        return context -> {
            Object found = value.value(context);
            count(found, with, context);
            return found != null && !any(found, holds);
        };
    }

    /** Lists may be long, and texts of traits too. One short text compared with one is no step of its own. */
    private static void count(@Nullable Object value, int with, EvaluationContext context) {
        long elements = value instanceof List<?> list ? list.size() : 0;
        long texts = value instanceof String text ? text.length() / SEARCHED : 0;
        context.clock().steps(elements * with + texts * with + (long) with / COMPARED);
    }

    private static int size(Object value) {
        return value instanceof List<?> list ? list.size() : 1;
    }

    private static boolean any(Object value, Predicate<Object> holds) {
        return value instanceof List<?> list ? list.stream().anyMatch(holds) : holds.test(value);
    }

    private static Predicate<Object> contains(List<String> texts) {
        return element -> texts.stream().anyMatch(EventColumn.text(element)::contains);
    }

    private static Predicate<Object> oneOf(List<Operand.Literal> values) {
        return element -> values.stream().anyMatch(literal -> ScalarOrder.equal(element, literal.value()));
    }

    /** A look into a list takes a step, however long the list is. */
    private static Evaluator.Test inList(Evaluator.Expression value, String key, boolean isIn) {
        return context -> {
            Object found = value.value(context);
            if (found == null) {
                return false;
            }
            count(found, 1, context);
            EvaluationPlan.ValueList list = context.clock().references().list(key);
            return any(found, list::contains) == isIn;
        };
    }

    private static Evaluator.Test date(Evaluator.Expression value, Operand date, BiPredicate<Instant, Instant> holds) {
        Evaluator.Expression with = Evaluator.expression(date);
        return both(value, with, (a, b) -> {
            Optional<Instant> at = ScalarOrder.instant(a);
            Optional<Instant> other = ScalarOrder.instant(b);
            return at.isPresent() && other.isPresent() && holds.test(at.get(), other.get());
        });
    }

    private interface Relative {
        boolean holds(Instant at, EvaluationContext context);
    }

    private static Evaluator.Test relative(Evaluator.Expression value, Relative holds) {
        return context -> {
            Object found = value.value(context);
            count(found, 1, context);
            return found != null
                    && any(found,
                            element -> ScalarOrder.instant(element).filter(at -> holds.holds(at, context)).isPresent());
        };
    }

    /** {@code now - span <= at <= now}. */
    private static boolean last(Instant at, Span span, EvaluationContext context) {
        Duration length = span.duration();
        return begun(at, context) && !ended(at.plus(length), context);
    }

    /** {@code now <= at <= now + span}. */
    private static boolean next(Instant at, Span span, EvaluationContext context) {
        return begun(at.minus(span.duration()), context) && !ended(at, context);
    }

    private static boolean during(Instant at, CalendarPeriod period, EvaluationContext context) {
        CalendarPeriod.Days days = context.clock().days(period);
        if (days.contains(at)) {
            context.clock().changesAt(days.next());
            return true;
        }
        // What lies before the period never comes into it again.
        if (!at.isBefore(days.end())) {
            context.clock().changesAt(period.begins(at, context.clock().references().zone()));
        }
        return false;
    }

    private static Evaluator.Test anniversary(Evaluator.Expression value, AnniversaryWindow window) {
        return context -> {
            Object found = value.value(context);
            count(found, 1, context);
            ZoneId zone = context.clock().references().zone();
            return found != null && any(found, element -> ScalarOrder.day(element, zone).filter(day -> {
                AnniversaryWindow.Finding finding = window.of(day, CalendarPeriod.day(context.now(), zone));
                context.clock().changesAt(CalendarPeriod.start(finding.until(), zone));
                return finding.holds();
            }).isPresent());
        };
    }

    /** Whether it is that instant or later. */
    private static boolean begun(Instant at, EvaluationContext context) {
        if (context.now().isBefore(at)) {
            context.clock().changesAt(at);
            return false;
        }
        return true;
    }

    /** Whether it is later than that instant. */
    private static boolean ended(Instant at, EvaluationContext context) {
        if (context.now().isAfter(at)) {
            return true;
        }
        context.clock().changesAfter(at);
        return false;
    }
}
