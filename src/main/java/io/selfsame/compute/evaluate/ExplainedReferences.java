package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.json.Json;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.text.QueryText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The definitions that a condition refers to; each is explained once for each person or account. For one thread. */
final class ExplainedReferences {

    /** Accounts of a person that are named for one condition. */
    private static final int ACCOUNTS = 20;

    private final EvaluationPlan plan;
    private final EvaluationRun run;
    private final Explanation explanation;

    /** Definitions may refer to each other in many ways; what was explained is not explained again. */
    private final Set<String> opened = new HashSet<>();

    ExplainedReferences(EvaluationPlan plan, EvaluationRun run, Explanation explanation) {
        this.plan = plan;
        this.run = run;
        this.explanation = explanation;
    }

    void of(ObjectNode part, Condition.Is is, EvaluationContext context) {
        ArrayNode into = Json.object().putArray("refersTo");
        keys(is).distinct().forEach(key -> {
            switch (context.subject()) {
                case Subject.Person person -> {
                    Optional<Definition> own = plan.ofUsers(key);
                    own.ifPresent(definition -> open(into.addObject().put("key", key), definition, person, context));
                    if (own.isEmpty()) {
                        plan.ofAccounts(key).filter(Definition::isAudience)
                                .ifPresent(audience -> accounts(into.addObject().put("key", key), audience, person,
                                        context));
                    }
                }
                case Subject.Account account -> plan.ofAccounts(key)
                        .ifPresent(definition -> open(into.addObject().put("key", key), definition, account, context));
            }
        });
        if (!into.isEmpty()) {
            part.set("refersTo", into);
        }
    }

    private static Stream<String> keys(Condition.Is is) {
        Stream<Operand> right = switch (is.comparator()) {
            case Comparator.Compare(var op, Operand with) -> Stream.of(with);
            case Comparator.BeforeDate(Operand date) -> Stream.of(date);
            case Comparator.AfterDate(Operand date) -> Stream.of(date);
            case Comparator.Exists c -> Stream.of();
            case Comparator.Absent c -> Stream.of();
            case Comparator.Contains c -> Stream.of();
            case Comparator.Omits c -> Stream.of();
            case Comparator.StartsWith c -> Stream.of();
            case Comparator.EndsWith c -> Stream.of();
            case Comparator.EqualsIgnoreCase c -> Stream.of();
            case Comparator.ContainsIgnoreCase c -> Stream.of();
            case Comparator.Matches c -> Stream.of();
            case Comparator.CompareVersion c -> Stream.of();
            case Comparator.OneOf c -> Stream.of();
            case Comparator.NoneOf c -> Stream.of();
            case Comparator.InList c -> Stream.of();
            case Comparator.NotInList c -> Stream.of();
            case Comparator.WithinLast c -> Stream.of();
            case Comparator.WithinNext c -> Stream.of();
            case Comparator.BeforeLast c -> Stream.of();
            case Comparator.AfterNext c -> Stream.of();
            case Comparator.AnniversaryWithinNext c -> Stream.of();
            case Comparator.AnniversaryWithinLast c -> Stream.of();
            case Comparator.AnniversaryToday c -> Stream.of();
            case Comparator.During c -> Stream.of();
            case Comparator.Has c -> Stream.of();
        };
        return Stream.concat(Stream.of(is.value()), right)
                .flatMap(operand -> operand instanceof Operand.Trait(Path path, var as)
                        && path.steps().getFirst() instanceof Path.Name(String key) ? Stream.of(key) : Stream.of());
    }

    private void open(ObjectNode into, Definition definition, Subject subject, EvaluationContext context) {
        context.clock().steps(1);
        boolean isFirst = opened.add(definition.id() + " " + subject.id().value());
        if (!isFirst && !definition.isAudience()) {
            // Its value may be long, and stands where it was explained.
            return;
        }
        Evaluator.Outcome outcome = run.outcome(definition, subject);
        explanation.show(into, "value", outcome.value().orElse(null));
        outcome.failure().ifPresent(why -> into.put("reason", why));
        if (!isFirst || !explanation.takesOneMore()) {
            return;
        }
        into.put("query", QueryText.write(definition.query()));
        if (subject instanceof Subject.Person person && !definition.needs().isEmpty()) {
            into.put("counts", person.counts(definition.needs()));
        }
        Subject seen = subject instanceof Subject.Account account
                ? account.counting(definition.needs())
                : subject;
        try {
            into.set("explanation", explanation.of(definition.query(), context.anew(seen)));
        } catch (RunControl.EvaluationFailure | EvaluationRun.DependencyFailed e) {
            into.put("reason", e.getMessage());
        }
    }

    private boolean isIn(Definition audience, AccountKey key) {
        return run.account(key).map(account -> run.outcome(audience, account).isMember())
                .orElseGet(() -> run.isKnownIn(audience, key));
    }

    /** A person is in an audience of accounts by way of each account of theirs that is: these come first. */
    private void accounts(ObjectNode into, Definition audience, Subject.Person person, EvaluationContext context) {
        var keys = new TreeSet<>(person.accounts());
        Set<AccountKey> deciding = keys.stream().filter(key -> isIn(audience, key)).collect(Collectors.toSet());
        List<AccountKey> listed = Stream.concat(keys.stream().filter(deciding::contains),
                keys.stream().filter(key -> !deciding.contains(key))).limit(ACCOUNTS).toList();
        into.put("accountsInAll", keys.size());
        ArrayNode accounts = into.putArray("accounts");
        for (AccountKey key : listed) {
            ObjectNode one = accounts.addObject().put("group_id", key.groupId());
            Optional<Subject.Account> loaded = run.account(key);
            loaded.ifPresent(account -> open(one, audience, account, context));
            if (loaded.isEmpty()) {
                one.put("value", run.isKnownIn(audience, key));
            }
        }
    }
}
