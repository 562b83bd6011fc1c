package io.selfsame.compute;

import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import java.util.LinkedHashSet;
import java.util.Set;

/** The traits that a query asks for. Pure; for use by one thread. */
final class Mentions {

    /**
     * A trait asked for.
     *
     * @param of of a person, or of the account
     */
    record Mention(String key, Definition.Level of) {}

    private final Set<Mention> found = new LinkedHashSet<>();

    private Mentions() {}

    /** All of them. In a definition about accounts, what stands inside {@code ANY} and {@code ALL} is about people. */
    static Set<Mention> of(Query query, Definition.Level level) {
        var mentions = new Mentions();
        switch (query) {
            case Query.Membership(Condition condition) -> mentions.condition(condition, level);
            case Query.Computation(Operand.Reduction reduction) -> mentions.operand(reduction, level);
        }
        return mentions.found;
    }

    private void condition(Condition condition, Definition.Level level) {
        switch (condition) {
            case Condition.And and -> and.all().forEach(each -> condition(each, level));
            case Condition.Or or -> or.any().forEach(each -> condition(each, level));
            case Condition.Not not -> condition(not.condition(), level);
            case Condition.AnyUser any -> condition(any.condition(), Definition.Level.USERS);
            case Condition.AllUsers all -> condition(all.condition(), Definition.Level.USERS);
            case Condition.Is is -> {
                operand(is.value(), level);
                switch (is.comparator()) {
                    case Comparator.Compare compare -> operand(compare.with(), level);
                    case Comparator.BeforeDate before -> operand(before.date(), level);
                    case Comparator.AfterDate after -> operand(after.date(), level);
                    case Comparator.Exists none -> {
                    }
                    case Comparator.Absent none -> {
                    }
                    case Comparator.Contains none -> {
                    }
                    case Comparator.Omits none -> {
                    }
                    case Comparator.StartsWith none -> {
                    }
                    case Comparator.EndsWith none -> {
                    }
                    case Comparator.OneOf none -> {
                    }
                    case Comparator.NoneOf none -> {
                    }
                    case Comparator.WithinLast none -> {
                    }
                    case Comparator.WithinNext none -> {
                    }
                    case Comparator.BeforeLast none -> {
                    }
                    case Comparator.AfterNext none -> {
                    }
                }
            }
        }
    }

    private void operand(Operand operand, Definition.Level level) {
        switch (operand) {
            case Operand.Trait(Path path) -> {
                if (path.steps().getFirst() instanceof Path.Name(String name)) {
                    found.add(new Mention(name, level));
                }
            }
            case Operand.Reduction(Events events, var reducer) -> {
                for (Filter filter : events.filters()) {
                    if (filter instanceof Filter.Where(Condition condition)) {
                        condition(condition, level);
                    }
                }
            }
            case Operand.Field none -> {
            }
            case Operand.Literal none -> {
            }
        }
    }
}
