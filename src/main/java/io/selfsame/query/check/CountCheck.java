package io.selfsame.query.check;

import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.Reducer;
import io.selfsame.query.text.Suggest;

/**
 * The rule that counts are compared with numbers, as they meet nothing else. Apart from {@link QueryCheck}, as queries that are stored
 * may break it: earlier versions took them.
 */
public final class CountCheck {

    private CountCheck() {}

    /**
     * Checks a query.
     *
     * @throws QueryException if a count is compared with a text or a boolean
     */
    public static void check(Query query) {
        switch (query) {
            case Query.Membership(Condition condition) -> condition(condition);
            case Query.Computation(Operand.Reduction(Events events, Reducer reducer)) -> events(events);
        }
    }

    private static void condition(Condition condition) {
        switch (condition) {
            case Condition.And(var all) -> all.forEach(CountCheck::condition);
            case Condition.Or(var any) -> any.forEach(CountCheck::condition);
            case Condition.Not(Condition inner) -> condition(inner);
            case Condition.AnyUser(Condition inner) -> condition(inner);
            case Condition.AllUsers(Condition inner) -> condition(inner);
            case Condition.Is(Operand.Reduction(Events events, Reducer reducer), Comparator comparator) -> {
                events(events);
                if (isCount(reducer) && comparator instanceof Comparator.Compare(var op, Operand.Literal constant)
                        && !(constant.value() instanceof Number)) {
                    throw new SourcePositions().problem(constant, "'" + Suggest.brief(constant.value().toString())
                            + "' is no number: a count is compared with one without quotes, such as count() > 1.");
                }
            }
            case Condition.Is is -> {
                // What is no reduction holds no events.
            }
        }
    }

    private static void events(Events events) {
        events.filters().forEach(filter -> {
            if (filter instanceof Filter.Where(Condition condition)) {
                condition(condition);
            }
        });
    }

    private static boolean isCount(Reducer reducer) {
        return reducer instanceof Reducer.Count || reducer instanceof Reducer.CountDays
                || reducer instanceof Reducer.UniqueCount;
    }
}
