package io.selfsame.compute.evaluate;

import io.selfsame.column.EventColumn;
import io.selfsame.query.Cast;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query, ready to be evaluated for many subjects. Incremental refreshes, full computations, previews and explanations all use
 * it, so they cannot differ. Pure; immutable and thread safe.
 */
public final class Evaluator {

    /** Characters of a text that are taken as something else in the time of a step. */
    private static final int CAST = 500;

    private final CompiledQuery answering;

    /** What a query says in a scope. */
    @FunctionalInterface
    private interface CompiledQuery {
        Verdict answer(EvaluationContext context);
    }

    /** @param telling as of an {@link Outcome} */
    private record Verdict(@Nullable Object value, boolean telling) {}

    /** A value for a scope; null if it is missing. */
    @FunctionalInterface
    interface Expression {
        @Nullable
        Object value(EvaluationContext context);
    }

    /** True or false in a scope. */
    @FunctionalInterface
    interface Test {
        boolean holds(EvaluationContext context);
    }

    /**
     * The result of an evaluation.
     *
     * @param value empty if it is missing; true or false for an audience
     * @param telling whether it differs from the result for a subject without data: an audience is true; a computed trait has a
     *     value that is made of events
     * @param next the next instant at which it may change without new events; empty if it will not change
     * @param failure why the evaluation failed; empty if it did not
     */
    public record Outcome(Optional<Object> value, boolean telling, Optional<Instant> next, Optional<String> failure) {

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
                // As long as any double.
                case Number number -> 24;
                default -> 5;
            };
        }

        public boolean isMember() {
            return value.filter(Boolean.TRUE::equals).isPresent();
        }
    }

    private Evaluator(CompiledQuery answering) {
        this.answering = answering;
    }

    static Evaluator of(Query query) {
        return switch (query) {
            case Query.Membership(Condition condition) -> {
                Test test = test(condition);
                yield new Evaluator(context -> {
                    boolean holds = test.holds(context);
                    return new Verdict(holds, holds);
                });
            }
            case Query.Computation(Operand.Reduction reduction) -> {
                var stream = new EventSelection(reduction.events());
                var reduce = Aggregations.of(reduction.reducer());
                yield new Evaluator(context -> {
                    List<PersonEvent> events = stream.of(context);
                    context.clock().steps(events.size());
                    Object value = reduce.apply(events, context.clock().references().zone());
                    return new Verdict(value, value != null && !events.isEmpty());
                });
            }
        };
    }

    /**
     * Asks.
     *
     * @throws RunControl.EvaluationFailure if that costs more than it may
     * @throws RunControl.RunEnded if the run that it belongs to is to end
     */
    Outcome evaluate(Subject subject, Instant now, EvaluationContext.TraitLookup references, RunControl control) {
        var clock = new EvaluationContext.EvaluationClock(now, references, control);
        Verdict answer = answering.answer(EvaluationContext.of(clock, subject));
        return new Outcome(Optional.ofNullable(answer.value()), answer.telling(), Optional.ofNullable(clock.next()),
                Optional.empty());
    }

    static Test test(Condition condition) {
        return switch (condition) {
            case Condition.And(List<Condition> all) -> {
                List<Test> tests = all.stream().map(Evaluator::test).toList();
                yield context -> {
                    for (Test test : tests) {
                        if (!test.holds(context)) {
                            return false;
                        }
                    }
                    return true;
                };
            }
            case Condition.Or(List<Condition> any) -> {
                List<Test> tests = any.stream().map(Evaluator::test).toList();
                yield context -> {
                    for (Test test : tests) {
                        if (test.holds(context)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            case Condition.Not(Condition inner) -> {
                Test test = test(inner);
                yield context -> !test.holds(context);
            }
            case Condition.AnyUser(Condition inner) -> {
                Test test = test(inner);
                yield context -> people(context).stream().anyMatch(person -> test.holds(context.of(person)));
            }
            case Condition.AllUsers(Condition inner) -> {
                Test test = test(inner);
                yield context -> !people(context).isEmpty()
                        && people(context).stream().allMatch(person -> test.holds(context.of(person)));
            }
            case Condition.Is is -> Comparisons.test(is.comparator(), expression(is.value()));
        };
    }

    private static List<Subject.Person> people(EvaluationContext context) {
        return switch (context.subject()) {
            case Subject.Account account -> account.people();
            case Subject.Person person -> List.of(person);
        };
    }

    static Expression expression(Operand operand) {
        return switch (operand) {
            case Operand.Literal(Object value) -> context -> value;
            case Operand.CreatedAt created -> context -> switch (context.subject()) {
                case Subject.Person person -> person.createdAt() == null ? null : person.createdAt().toString();
                case Subject.Account account -> null;
            };
            case Operand.Trait(var path, Cast as) ->
                taken(as, context -> context.clock().references().trait(context, path));
            case Operand.Field field -> field(field);
            case Operand.Element(var path, Cast as) -> taken(as, Elements.value(path));
            case Operand.Reduction reduction -> Aggregations.of(reduction);
        };
    }

    private static Expression taken(Cast as, Expression value) {
        return as == Cast.AS_IS ? value : context -> {
            Object found = value.value(context);
            if (found == null) {
                return null;
            }
            // One short value is no step of its own.
            context.clock().steps(switch (found) {
                case List<?> list -> list.size();
                case String text -> text.length() / CAST;
                default -> 0;
            });
            return as.of(found);
        };
    }

    private static Expression field(Operand.Field field) {
        String column = EventColumn.of(field).name();
        int levels = field.of().levels();
        return taken(field.as(), context -> {
            PersonEvent event = context.up(levels);
            return event == null ? null : event.value(column);
        });
    }

    /** A part of events, taken as a query has it. */
    record EventPart(String column, Cast as) {

        static EventPart of(Operand.Field field) {
            return new EventPart(EventColumn.of(field).name(), field.as());
        }

        /** Null if the event has none that fits. */
        @Nullable
        Object of(PersonEvent event) {
            Object sent = event.value(column);
            return sent == null ? null : as.of(sent);
        }
    }
}
