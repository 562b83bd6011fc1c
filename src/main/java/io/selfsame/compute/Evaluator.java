package io.selfsame.compute;

import io.selfsame.column.Column;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query made ready to be asked of many subjects. Incremental refresh, full recompute, previews and explanations all ask
 * through it, so they cannot differ. Pure; immutable and thread safe.
 */
final class Evaluator {

    private final Answering answering;

    /** What a query says in a scope. */
    @FunctionalInterface
    private interface Answering {
        Answer answer(Scope scope);
    }

    /** @param telling as of an {@link Outcome} */
    private record Answer(@Nullable Object value, boolean telling) {}

    /** A value for a scope; null if it is missing. */
    @FunctionalInterface
    interface Expression {
        @Nullable
        Object value(Scope scope);
    }

    /** True or false in a scope. */
    @FunctionalInterface
    interface Test {
        boolean holds(Scope scope);
    }

    /**
     * What came of an evaluation.
     *
     * @param value empty if it is missing; of an audience true or false
     * @param telling whether it says more than of somebody of whom nothing is known: of an audience that they are in, of a computed
     *     trait that there is a value, and it is made of events
     * @param next the instant at which it may change though nothing happens; empty if it will not
     * @param failure why there is neither; empty if all went well
     */
    record Outcome(Optional<Object> value, boolean telling, Optional<Instant> next, Optional<String> failure) {

        static Outcome failed(String why) {
            return new Outcome(Optional.empty(), false, Optional.empty(), Optional.of(why));
        }

        /** Of somebody who does not count. */
        static Outcome of(Optional<Object> value) {
            return new Outcome(value, false, Optional.empty(), Optional.empty());
        }

        /** About how long a value is as JSON. */
        static long characters(Object value) {
            return switch (value) {
                case String text -> text.length();
                case List<?> list -> list.stream().mapToLong(one -> 3 + characters(one)).sum();
                default -> 0;
            };
        }

        boolean isMember() {
            return value.filter(Boolean.TRUE::equals).isPresent();
        }
    }

    private Evaluator(Answering answering) {
        this.answering = answering;
    }

    static Evaluator of(Query query) {
        return switch (query) {
            case Query.Membership(Condition condition) -> {
                Test test = test(condition);
                yield new Evaluator(scope -> {
                    boolean holds = test.holds(scope);
                    return new Answer(holds, holds);
                });
            }
            case Query.Computation(Operand.Reduction reduction) -> {
                var stream = new EventStream(reduction.events());
                var reduce = Reductions.of(reduction.reducer());
                yield new Evaluator(scope -> {
                    List<Occurrence> events = stream.of(scope);
                    scope.asking().steps(events.size());
                    Object value = reduce.apply(events);
                    return new Answer(value, value != null && !events.isEmpty());
                });
            }
        };
    }

    /**
     * Asks.
     *
     * @throws Watch.Failure if that costs more than it may
     * @throws Watch.Ended if the run that it belongs to is to end
     */
    Outcome evaluate(Subject subject, Instant now, Scope.References references, Watch watch) {
        var asking = new Scope.Asking(now, references, watch);
        Answer answer = answering.answer(Scope.of(asking, subject));
        return new Outcome(Optional.ofNullable(answer.value()), answer.telling(), Optional.ofNullable(asking.next()),
                Optional.empty());
    }

    static Test test(Condition condition) {
        return switch (condition) {
            case Condition.And(List<Condition> all) -> {
                List<Test> tests = all.stream().map(Evaluator::test).toList();
                yield scope -> {
                    for (Test test : tests) {
                        if (!test.holds(scope)) {
                            return false;
                        }
                    }
                    return true;
                };
            }
            case Condition.Or(List<Condition> any) -> {
                List<Test> tests = any.stream().map(Evaluator::test).toList();
                yield scope -> {
                    for (Test test : tests) {
                        if (test.holds(scope)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            case Condition.Not(Condition inner) -> {
                Test test = test(inner);
                yield scope -> !test.holds(scope);
            }
            case Condition.AnyUser(Condition inner) -> {
                Test test = test(inner);
                yield scope -> people(scope).stream().anyMatch(person -> test.holds(scope.of(person)));
            }
            case Condition.AllUsers(Condition inner) -> {
                Test test = test(inner);
                yield scope -> !people(scope).isEmpty()
                        && people(scope).stream().allMatch(person -> test.holds(scope.of(person)));
            }
            case Condition.Is is -> Comparisons.test(is.comparator(), expression(is.value()));
        };
    }

    private static List<Subject.Person> people(Scope scope) {
        return switch (scope.subject()) {
            case Subject.Account account -> account.people();
            case Subject.Person person -> List.of(person);
        };
    }

    static Expression expression(Operand operand) {
        return switch (operand) {
            case Operand.Literal(Object value) -> scope -> value;
            case Operand.Trait(var path) -> scope -> scope.asking().references().trait(scope, path);
            case Operand.Field field -> field(field);
            case Operand.Reduction reduction -> Reductions.of(reduction);
        };
    }

    private static Expression field(Operand.Field field) {
        String column = Column.of(field).name();
        return field.ofParent() ? scope -> value(scope.parent(), column) : scope -> value(scope.event(), column);
    }

    private static @Nullable Object value(@Nullable Occurrence event, String column) {
        return event == null ? null : event.value(column);
    }
}
