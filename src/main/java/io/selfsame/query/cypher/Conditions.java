package io.selfsame.query.cypher;

import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Reducer;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Conditions as expressions, after the steps that these need. Not thread safe; one a statement. */
final class Conditions {

    private final Names names;
    private final FieldCompiler fields;
    private final ZoneId zone;
    private final Traits traits;
    private final ReductionCompiler reductions;
    private final ComparisonCompiler comparisons;

    Conditions(Names names, Target target, List<String> gaps) {
        this.names = names;
        this.fields = new FieldCompiler(names);
        this.traits = new Traits(names, target, gaps);
        this.reductions = new ReductionCompiler(names,
                new EventRowsCompiler(names, fields, new Windows(names, target), this),
                gaps, target.zone());
        this.zone = target.zone();
        this.comparisons = new ComparisonCompiler(names, target, gaps);
    }

    /** Only rows of which the condition is true go on. */
    void add(Condition condition, ConditionScope scope, Clauses clauses) {
        List<Condition> all = condition instanceof Condition.And(List<Condition> parts) ? parts : List.of(condition);
        for (Condition part : all) {
            BooleanExpression truth = truth(part, scope);
            clauses.steps(scope.takeSteps());
            clauses.and(truth.grouped());
        }
    }

    /** The value of a reduction, by the steps of the scope. */
    ValueExpression value(Operand.Reduction reduction, ConditionScope scope) {
        return reductions.read(reduction, scope);
    }

    private BooleanExpression truth(Condition condition, ConditionScope scope) {
        return switch (condition) {
            case Condition.And(var all) -> BooleanExpression.and(all.stream().map(one -> truth(one, scope)).toList());
            case Condition.Or(var any) -> BooleanExpression.or(any.stream().map(one -> truth(one, scope)).toList());
            case Condition.Not(var inner) -> not(inner, scope);
            case Condition.AnyUser(var inner) -> BooleanExpression.of(people(inner, true, scope));
            case Condition.AllUsers(var inner) -> BooleanExpression.joined(
                    "size(" + peopleOf(scope) + ") > 0 AND NOT " + people(inner, false, scope));
            case Condition.Is(var value, var comparator) -> is(value, comparator, scope);
        };
    }

    private BooleanExpression not(Condition inner, ConditionScope scope) {
        // Cypher plans subqueries beside AND, OR and NOT, but not within coalesce().
        return inner instanceof Condition.Is is ? truth(is, scope).not() : decided(inner, scope).not();
    }

    /** Never null in any part: below a NOT, Cypher's null must be the query's false. */
    private BooleanExpression decided(Condition condition, ConditionScope scope) {
        return switch (condition) {
            case Condition.And(var all) -> BooleanExpression.and(all.stream().map(one -> decided(one, scope)).toList());
            case Condition.Or(var any) -> BooleanExpression.or(any.stream().map(one -> decided(one, scope)).toList());
            case Condition.Not not -> truth(not, scope);
            case Condition.AnyUser any -> truth(any, scope);
            case Condition.AllUsers all -> truth(all, scope);
            case Condition.Is is -> truth(is, scope).decided();
        };
    }

    /** Whether there is one of the people of an account of whom the condition is true, or false. */
    private String people(Condition condition, boolean wanted, ConditionScope scope) {
        String person = names.fresh("person");
        var subject = ConditionScope.ScopeSubject.person(person, names.fresh("owners"));
        var clauses = new Clauses("UNWIND " + peopleOf(scope) + " AS " + person);
        clauses.then(Subjects.owners(subject));
        add(wanted ? condition : new Condition.Not(condition), ConditionScope.of(subject), clauses);
        return Layout.braces("EXISTS", clauses.text("RETURN " + person));
    }

    private static String peopleOf(ConditionScope scope) {
        return scope.subject().people()
                .orElseThrow(() -> new IllegalArgumentException("ANY and ALL are about accounts"));
    }

    private BooleanExpression is(Operand operand, Comparator comparator, ConditionScope scope) {
        return counted(operand, comparator, scope)
                .orElseGet(() -> comparisons.of(read(operand, scope), comparator, other -> read(other, scope)));
    }

    /** A count that is compared with a number is written where it stands; it needs no step before. */
    private Optional<BooleanExpression> counted(Operand operand, Comparator comparator, ConditionScope scope) {
        if (!(operand instanceof Operand.Reduction reduction)
                || !(comparator instanceof Comparator.Compare(var op, Operand.Literal(Number number)))) {
            return Optional.empty();
        }
        Optional<String> count = switch (reduction.reducer()) {
            case Reducer.Count r -> Optional.of(reductions.stream(reduction, scope).count());
            case Reducer.UniqueCount(var field) ->
                Optional.of(reductions.stream(reduction, scope).countDistinct(field));
            case Reducer.CountDays r -> Optional.of(reductions.stream(reduction, scope).countDays(zone));
            case Reducer.FirstSeen r -> Optional.empty();
            case Reducer.LastSeen r -> Optional.empty();
            case Reducer.Sum r -> Optional.empty();
            case Reducer.Avg r -> Optional.empty();
            case Reducer.Max r -> Optional.empty();
            case Reducer.Min r -> Optional.empty();
            case Reducer.Mode r -> Optional.empty();
            case Reducer.First r -> Optional.empty();
            case Reducer.Last r -> Optional.empty();
            case Reducer.Unique r -> Optional.empty();
        };
        return count
                .map(text -> comparisons.number(text, Names.camel(reduction.events().name()) + "Count", op, number));
    }

    private ValueExpression read(Operand operand, ConditionScope scope) {
        return switch (operand) {
            case Operand.CreatedAt created -> traits.createdAt(scope.subject());
            case Operand.Trait(var path, var as) ->
                TextExpressions.taken(traits.read(path, scope.subject()), as, names);
            case Operand.Field field -> fields.read(field, scope.up(field.of().levels()));
            case Operand.Reduction reduction -> reductions.read(reduction, scope);
            case Operand.Element element -> throw new IllegalArgumentException("An element stands inside has");
            case Operand.Literal(Object value) ->
                new ValueExpression(names.parameter("literal", value), switch (value) {
                    case Number number -> ValueExpression.ValueKnowledge.COUNT;
                    case Boolean truth -> ValueExpression.ValueKnowledge.BOOLEAN;
                    default -> ValueExpression.ValueKnowledge.SCALAR;
                }, "literal");
        };
    }
}
