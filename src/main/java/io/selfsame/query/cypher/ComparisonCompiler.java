package io.selfsame.query.cypher;

import io.selfsame.query.AnniversaryWindow;
import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Comparator;
import io.selfsame.query.Comparator.Op;
import io.selfsame.query.Operand;
import io.selfsame.query.Span;
import io.selfsame.query.Version;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Comparators as expressions. Each is true exactly where the query means true, and null or false otherwise: Cypher leaves
 * most of what is missing or of another kind open. Not thread safe.
 */
final class ComparisonCompiler {

    /** What a statement says that compares versions. */
    static final String VERSIONS = "Versions are read as at most ten numbers of at most 18 digits with dots between them. Longer ones, and "
            + "those with a pre-release or a build (2.1.0-beta, 2.1.0+5), are taken for no versions.";

    private static final int VERSION_PARTS = 10;
    private static final int VERSION_DIGITS = 18;
    private static final String PLAIN_VERSION = "v?[0-9]{1,18}(?:\\.[0-9]{1,18}){0,9}";

    private final Names names;
    private final List<String> gaps;
    private final Target target;
    private final Equality equality;
    private final DateCompiler dates;
    private final Map<String, Equality.Choices> lists = new HashMap<>();

    ComparisonCompiler(Names names, Target target, List<String> gaps) {
        this.names = names;
        this.gaps = gaps;
        this.target = target;
        this.equality = new Equality(names, gaps);
        this.dates = new DateCompiler(names, target, gaps);
    }

    /**
     * A value and what it is compared with.
     *
     * @param read reads an operand that is no literal
     */
    BooleanExpression of(ValueExpression value, Comparator comparator, Function<Operand, ValueExpression> read) {
        return switch (comparator) {
            case Comparator.Has c -> {
                gaps.add("has(..) on '" + value.hint()
                        + "' looks inside JSON, which plain Cypher cannot: it is taken as false.");
                yield BooleanExpression.FALSE;
            }
            case Comparator.Exists c ->
                value.mayBeMissing() ? BooleanExpression.of(value.text() + " IS NOT NULL") : BooleanExpression.TRUE;
            case Comparator.Absent c ->
                value.mayBeMissing() ? BooleanExpression.of(value.text() + " IS NULL") : BooleanExpression.FALSE;
            case Comparator.Compare(Op op, Operand.Literal literal) -> compare(value, op, literal.value());
            case Comparator.Compare(Op op, Operand with) -> compare(value, op, read.apply(with));
            case Comparator.Contains(var texts) -> any(value, one -> contains(one, texts, "CONTAINS"));
            case Comparator.Omits(var texts) -> none(value, one -> contains(one, texts, "CONTAINS"));
            case Comparator.StartsWith(String text) -> any(value, one -> contains(one, List.of(text), "STARTS WITH"));
            case Comparator.EndsWith(String text) -> any(value, one -> contains(one, List.of(text), "ENDS WITH"));
            case Comparator.EqualsIgnoreCase(String text) -> any(value, one -> equalsIgnoreCase(one, text));
            case Comparator.ContainsIgnoreCase(var texts) -> any(value, one -> containsIgnoreCase(one, texts));
            case Comparator.Matches pattern -> any(value, one -> matches(one, pattern));
            case Comparator.CompareVersion(Op op, String version) ->
                any(value, one -> version(one, op, Version.parse(version).orElseThrow()));
            case Comparator.OneOf(var literals) -> any(value, one -> equality.oneOf(one, literals));
            case Comparator.NoneOf(var literals) -> none(value, one -> equality.oneOf(one, literals));
            case Comparator.InList(String list) -> any(value, one -> inList(one, list));
            case Comparator.NotInList(String list) -> none(value, one -> inList(one, list));
            case Comparator.BeforeDate(Operand.Literal date) -> any(value, one -> dates.compare(one, "<", date));
            case Comparator.BeforeDate(Operand date) ->
                pairs(value, read.apply(date), (a, b) -> dates.compare(a, "<", b));
            case Comparator.AfterDate(Operand.Literal date) -> any(value, one -> dates.compare(one, ">", date));
            case Comparator.AfterDate(Operand date) ->
                pairs(value, read.apply(date), (a, b) -> dates.compare(a, ">", b));
            case Comparator.WithinLast(Span span) -> any(value, one -> dates.withinLast(one, span));
            case Comparator.WithinNext(Span span) -> any(value, one -> dates.withinNext(one, span));
            case Comparator.BeforeLast(Span span) -> any(value, one -> dates.beforeLast(one, span));
            case Comparator.AfterNext(Span span) -> any(value, one -> dates.afterNext(one, span));
            case Comparator.AnniversaryWithinNext(Span days) ->
                any(value, one -> dates.anniversary(one, AnniversaryWindow.next(days)));
            case Comparator.AnniversaryWithinLast(Span days) ->
                any(value, one -> dates.anniversary(one, AnniversaryWindow.last(days)));
            case Comparator.AnniversaryToday today ->
                any(value, one -> dates.anniversary(one, AnniversaryWindow.today()));
            case Comparator.During(CalendarPeriod period) -> any(value, one -> dates.during(one, period));
        };
    }

    /** A number that is never missing, or any other expression that Cypher decides as the query does. */
    BooleanExpression number(String expression, String hint, Op op, Number number) {
        return BooleanExpression.of(expression + " " + Equality.symbol(op) + " "
                + equality.parameter(new ValueExpression(expression, ValueExpression.ValueKnowledge.COUNT, hint), op,
                        number));
    }

    private BooleanExpression compare(ValueExpression left, Op op, ValueExpression right) {
        return switch (op) {
            case EQUALS -> pairs(left, right, equality::equal);
            case DIFFERS ->
                BooleanExpression
                        .and(List.of(present(left), present(right), pairs(left, right, equality::equal).not()));
            case GREATER_THAN, AT_LEAST, LESS_THAN, AT_MOST -> pairs(left, right, (a, b) -> equality.order(a, op, b));
        };
    }

    private BooleanExpression pairs(ValueExpression left, ValueExpression right,
            BiFunction<ValueExpression, ValueExpression, BooleanExpression> truth) {
        return any(left, a -> any(right, b -> truth.apply(a, b)));
    }

    private BooleanExpression compare(ValueExpression value, Op op, Object literal) {
        return switch (op) {
            case DIFFERS -> value.kind() != ValueExpression.ValueKnowledge.LIST && equality.isPlain(literal)
                    ? BooleanExpression.open(value.text() + " <> " + equality.parameter(value, op, literal))
                    : none(value, one -> equality.equal(one, literal));
            case EQUALS -> any(value, one -> equality.equal(one, literal));
            case GREATER_THAN, AT_LEAST, LESS_THAN, AT_MOST -> any(value, one -> equality.order(one, op, literal));
        };
    }

    /** One of the texts is in the text of a scalar. */
    private BooleanExpression contains(ValueExpression one, List<String> texts, String operator) {
        String text = text(one, texts);
        String name = switch (operator) {
            case "STARTS WITH" -> "startsWith";
            case "ENDS WITH" -> "endsWith";
            default -> "contains";
        };
        Object value = texts.size() == 1 ? texts.getFirst() : texts;
        String parameter = names.parameter(Names.joined(one.hint(), name), value);
        return BooleanExpression.open(texts.size() == 1
                ? text + " " + operator + " " + parameter
                : "any(part IN " + parameter + " WHERE " + text + " " + operator + " part)");
    }

    /** Versions of numbers alone, as texts of digits that have the same order. To a pre-release, its own release is greater. */
    private BooleanExpression version(ValueExpression one, Op op, Version with) {
        if (!gaps.contains(VERSIONS)) {
            gaps.add(VERSIONS);
        }
        Optional<String> digits = with.digits(VERSION_PARTS, VERSION_DIGITS);
        if (digits.isEmpty() || (with.isPreRelease() && op == Op.EQUALS)) {
            return BooleanExpression.FALSE;
        }
        String symbol = switch (op) {
            case EQUALS, DIFFERS, AT_LEAST, LESS_THAN -> op.symbol();
            case GREATER_THAN -> with.isPreRelease() ? Op.AT_LEAST.symbol() : op.symbol();
            case AT_MOST -> with.isPreRelease() ? Op.LESS_THAN.symbol() : op.symbol();
        };
        return BooleanExpression.open("""
                [version IN [toLower(trim(%s))] | CASE WHEN version =~ %s
                  THEN reduce(digits = '', part IN (split(replace(version, 'v', ''), '.') + %s)[0..%d] | digits + right(%s + part, %d))
                    %s %s END][0]"""
                .formatted(TextExpressions.of(one, names), names.parameter("plainVersion", PLAIN_VERSION),
                        names.parameter("noParts", Collections.nCopies(VERSION_PARTS, "0")), VERSION_PARTS,
                        names.parameter("noDigits", "0".repeat(VERSION_DIGITS)), VERSION_DIGITS, symbol,
                        names.parameter(Names.joined(one.hint(), "version"), digits.get())));
    }

    private BooleanExpression equalsIgnoreCase(ValueExpression one, String text) {
        return BooleanExpression.open(lower(one) + " = "
                + names.parameter(Names.joined(one.hint(), "isInLowerCase"), text.toLowerCase(Locale.ROOT)));
    }

    private BooleanExpression containsIgnoreCase(ValueExpression one, List<String> texts) {
        String parameter = names.parameter(Names.joined(one.hint(), "containsInLowerCase"),
                texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList());
        return BooleanExpression.open("any(part IN " + parameter + " WHERE " + lower(one) + " CONTAINS part)");
    }

    /**
     * The values are a parameter: the statement can be run elsewhere, and reads the list once. It is named after the list, as however
     * many comparisons ask for a list, its values stand in the statement once.
     */
    private BooleanExpression inList(ValueExpression one, String list) {
        return equality.oneOf(one,
                lists.computeIfAbsent(list, key -> Equality.choices(target.lists().getOrDefault(key, List.of()))),
                Names.joined("list", Names.camel(list)));
    }

    private String lower(ValueExpression one) {
        return "toLower(" + TextExpressions.of(one, names) + ")";
    }

    private BooleanExpression matches(ValueExpression one, Comparator.Matches pattern) {
        boolean lower = pattern.ignoreCase();
        return BooleanExpression.open(TextExpressions.matches(lower ? lower(one) : TextExpressions.of(one, names),
                pattern.wildcards(), wanted -> names.parameter(
                        Names.joined(one.hint(), lower ? "matchesInLowerCase" : "matches"), wanted)));
    }

    /** Most texts cannot be part of a number, and then numbers need not become texts: to Cypher they contain nothing. */
    private String text(ValueExpression one, List<String> texts) {
        if (!one.mayBeText() || texts.stream().anyMatch(TextExpressions::likeNumber)) {
            return TextExpressions.of(one, names);
        }
        return texts.stream().anyMatch(TextExpressions::likeBoolean) ? "toString(" + one.text() + ")" : one.text();
    }

    /** True if it is of the value, or of one element of a list. */
    private BooleanExpression any(ValueExpression value, Function<ValueExpression, BooleanExpression> truth) {
        if (value.kind() != ValueExpression.ValueKnowledge.LIST) {
            return truth.apply(value);
        }
        ValueExpression one = element(value);
        return BooleanExpression
                .open("any(" + one.text() + " IN " + value.text() + " WHERE " + truth.apply(one).text() + ")");
    }

    /** True if there is a value, and it is not true of it or of any element. */
    private BooleanExpression none(ValueExpression value, Function<ValueExpression, BooleanExpression> truth) {
        if (value.kind() != ValueExpression.ValueKnowledge.LIST) {
            BooleanExpression not = truth.apply(value).not();
            return value.mayBeMissing() ? BooleanExpression.and(List.of(present(value), not)) : not;
        }
        ValueExpression one = element(value);
        return BooleanExpression
                .open("none(" + one.text() + " IN " + value.text() + " WHERE " + truth.apply(one).decided().text()
                        + ")");
    }

    private ValueExpression element(ValueExpression list) {
        return new ValueExpression(names.variable(list.hint(), "Element"), ValueExpression.ValueKnowledge.SCALAR,
                list.hint());
    }

    private static BooleanExpression present(ValueExpression value) {
        return value.mayBeMissing() ? BooleanExpression.of(value.text() + " IS NOT NULL") : BooleanExpression.TRUE;
    }
}
