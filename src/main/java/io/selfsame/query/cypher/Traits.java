package io.selfsame.query.cypher;

import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code trait('…')}: a custom trait, or the stored result of another definition. Not thread safe. */
final class Traits {

    private static final ValueExpression MISSING = new ValueExpression("null", ValueExpression.ValueKnowledge.SCALAR,
            "missing");

    private final Names names;
    private final Target target;
    private final List<String> gaps;

    Traits(Names names, Target target, List<String> gaps) {
        this.names = names;
        this.target = target;
        this.gaps = gaps;
    }

    /** Each is read once, before the first condition on it. */
    ValueExpression read(Path path, ConditionScope.ScopeSubject subject) {
        ValueExpression known = subject.traits().get(path);
        if (known == null) {
            known = first(path, subject);
            subject.traits().put(path, known);
        }
        return known;
    }

    private ValueExpression first(Path path, ConditionScope.ScopeSubject subject) {
        String key = switch (path.steps().getFirst()) {
            case Path.Name(String name) -> name;
            case Path.Each each -> "$";
        };
        boolean whole = path.steps().size() == 1;
        Target.StoredDefinitions others = target.definitions();
        Optional<Query> own = Optional.ofNullable((subject.isAccount() ? others.accounts() : others.people()).get(key));
        if (own.isPresent()) {
            return switch (own.get()) {
                case Query.Membership m -> whole
                        ? membership(key, "(" + subject.node() + ")", subject.isAccount() ? "ACCOUNTS" : "USERS",
                                subject)
                        : MISSING;
                case Query.Computation(Operand.Reduction(var events, Reducer reducer)) ->
                    whole ? computed(key, reducer, subject) : MISSING;
            };
        }
        if (!subject.isAccount() && others.accounts().get(key) instanceof Query.Membership) {
            String account = "(" + subject.node() + ")<-[:CANONICAL*0..1]-()-[:MEMBER_OF]->(:Account)";
            return whole ? membership(key, account, "ACCOUNTS", subject) : MISSING;
        }
        return whole ? custom(key, subject) : inside(path);
    }

    /** When the first of the profiles of a person was created. */
    ValueExpression createdAt(ConditionScope.ScopeSubject subject) {
        if (subject.isAccount()) {
            throw new IllegalArgumentException("created_at() is of a person");
        }
        String at = names.fresh("createdAt");
        subject.steps().add("""
                CALL (%s) {
                  MATCH (%s)<-[:CANONICAL*0..1]-(profile)
                  WITH min(profile.createdAt) AS first
                  RETURN %s AS %s
                }""".formatted(subject.node(), subject.node(), Instants.text("first"), at));
        return new ValueExpression(at, ValueExpression.ValueKnowledge.TIME, "createdAt");
    }

    private ValueExpression inside(Path path) {
        gaps.add("trait('" + path + "') looks inside JSON, which plain Cypher cannot: it is taken as missing.");
        return MISSING;
    }

    private ValueExpression membership(String key, String whose, String level, ConditionScope.ScopeSubject subject) {
        String variable = variable(key);
        subject.steps().add("""
                WITH *, EXISTS {
                  %s-[:IN]->(audience:Audience)
                  WHERE audience.traitKey = $space + '/%s/' + %s
                } AS %s""".formatted(whose, level, names.parameter(Names.camel(key), key), variable));
        return new ValueExpression(variable, ValueExpression.ValueKnowledge.BOOLEAN, Names.camel(key));
    }

    private ValueExpression computed(String key, Reducer reducer, ConditionScope.ScopeSubject subject) {
        if (reducer instanceof Reducer.Sum) {
            gaps.add("trait('" + key + "') is 0 where a sum is beyond what a double holds, and is no value.");
        }
        boolean list = switch (reducer) {
            case Reducer.Unique u -> true;
            case Reducer.Mode(var field, var as, var least) -> as == Reducer.ValueType.ARRAY && field.path().many();
            case Reducer.Count r -> false;
            case Reducer.Sum r -> false;
            case Reducer.Avg r -> false;
            case Reducer.Max r -> false;
            case Reducer.Min r -> false;
            case Reducer.First r -> false;
            case Reducer.Last r -> false;
            case Reducer.UniqueCount r -> false;
            case Reducer.CountDays r -> false;
            case Reducer.FirstSeen r -> false;
            case Reducer.LastSeen r -> false;
        };
        if (list) {
            gaps.add("trait('" + key + "') is a list, which is stored as JSON: it is taken as that text.");
        }
        ValueExpression stored = step(key, "(" + subject.node() + ")", "trait.class = 'computed_trait'", subject);
        return reducer.isZeroOfNothing() ? orZero(key, stored, subject) : stored;
    }

    /** What is 0 of no events is stored only of those who once had another value. Of people who do not count it is missing. */
    private ValueExpression orZero(String key, ValueExpression stored, ConditionScope.ScopeSubject subject) {
        Set<String> needs = subject.isAccount() ? Set.of() : target.definitions().needs().getOrDefault(key, Set.of());
        String zero = needs.isEmpty()
                ? "0"
                : "CASE WHEN " + Subjects.counts(subject.node(), needs, names) + " THEN 0 END";
        String variable = names.fresh(Names.joined(stored.text(), "orZero"));
        subject.steps().add("WITH *, coalesce(" + stored.text() + ", " + zero + ") AS " + variable);
        return new ValueExpression(variable, stored.kind(), stored.hint());
    }

    /** Of all profiles of a person the newest value; where that is a removal there is none. */
    private ValueExpression custom(String key, ConditionScope.ScopeSubject subject) {
        String whose = subject.isAccount()
                ? "(" + subject.node() + ")"
                : "(" + subject.node() + ")<-[:CANONICAL*0..1]-()";
        return step(key, whose, "trait.class IS NULL", subject);
    }

    private ValueExpression step(String key, String whose, String kind, ConditionScope.ScopeSubject subject) {
        String variable = variable(key);
        subject.steps().add("""
                CALL (%s) {
                  MATCH %s-[:HAS_TRAIT]->(trait:Trait)
                  WHERE trait.name = %s AND %s
                  WITH trait ORDER BY trait.timestamp DESC, trait.seq DESC LIMIT 1
                  RETURN head(collect(coalesce(trait.value,
                    CASE WHEN left(trait.json, 1) IN ['[', '{'] THEN trait.json END))) AS %s
                }""".formatted(subject.node(), whose, names.parameter(Names.camel(key), key), kind, variable));
        return new ValueExpression(variable, ValueExpression.ValueKnowledge.TRAIT, Names.camel(key));
    }

    private String variable(String key) {
        return names.variable(key, "Trait");
    }
}
