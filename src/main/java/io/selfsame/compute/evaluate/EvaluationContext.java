package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.query.CalendarPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an expression can refer to: a subject, an instant, and inside {@code where} an event.
 *
 * @param known of the subject
 * @param around what a nested {@code event(…)} was asked about in: of the event that the {@code where} around filters
 * @param element inside {@code has} the element of the array at hand
 */
public record EvaluationContext(EvaluationClock clock, SubjectMemo known, Subject subject, @Nullable PersonEvent event,
        @Nullable EvaluationContext around, @Nullable JsonNode element) {

    public static EvaluationContext of(EvaluationClock clock, Subject subject) {
        return new EvaluationContext(clock, new SubjectMemo(), subject, null, null, null);
    }

    EvaluationContext at(PersonEvent child) {
        return new EvaluationContext(clock, known, subject, child, this, null);
    }

    /** The same, of an element of an array. */
    EvaluationContext at(JsonNode inside) {
        return new EvaluationContext(clock, known, subject, event, around, inside);
    }

    /** The event so many levels out; 0 is the one at hand. */
    @Nullable
    PersonEvent up(int levels) {
        EvaluationContext at = this;
        for (int i = 0; i < levels && at != null; i++) {
            at = at.around;
        }
        return at == null ? null : at.event;
    }

    /** The outermost event: that at hand, if no other is around it. */
    @Nullable
    PersonEvent outermost() {
        EvaluationContext at = this;
        while (at.around != null && at.around.event != null) {
            at = at.around;
        }
        return at.event;
    }

    EvaluationContext of(Subject other) {
        return of(clock, other);
    }

    /** Of another definition: it may cost as much as this one, as it may when it is evaluated. */
    EvaluationContext anew(Subject other) {
        return of(new EvaluationClock(clock.now, clock.references, clock.control), other);
    }

    Instant now() {
        return clock.now;
    }

    /** The subject's events of one name, in order of time. */
    List<PersonEvent> events(String name) {
        return switch (subject) {
            case Subject.Person person -> person.events(name);
            case Subject.Account account -> known.events.computeIfAbsent(name, key -> {
                List<PersonEvent> all = account.events(key);
                clock.steps(all.size());
                return all;
            });
        };
    }

    /** Which of the subject's events of its name a stream keeps, of those that are looked at. */
    MatchCache truths(EventSelection stream, int size) {
        return known.truths.computeIfAbsent(stream, key -> {
            clock.references.remember(size);
            return new MatchCache(size);
        });
    }

    /** What was worked out of one subject in one evaluation. Not thread safe. */
    static final class SubjectMemo {

        private final Map<String, List<PersonEvent>> events = new HashMap<>(0);
        private final Map<EventSelection, MatchCache> truths = new HashMap<>(0);
    }

    /**
     * The instant of one evaluation, and the next instant at which its result may change without new events. Each evaluated part
     * that depends on the time says when it changes. Parts that were not evaluated cannot change the result before that. It also
     * limits the steps of an evaluation. Not thread safe.
     */
    public static final class EvaluationClock {

        /** An event looked at is a step, for each condition that looks at it. A second has some ten million of them. */
        static final long MOST_STEPS = 20_000_000;

        /** For steps that are slow, as when long texts are searched. */
        private static final Duration LONGEST = Duration.ofSeconds(60);

        private static final long CHECK = 10_000;

        private final Instant now;
        private final TraitLookup references;
        private final RunControl control;
        private final Map<CalendarPeriod, CalendarPeriod.Days> days = new EnumMap<>(CalendarPeriod.class);
        private @Nullable Instant next;
        private long steps;
        private long check = CHECK;
        private final long began = System.nanoTime();

        public EvaluationClock(Instant now, TraitLookup references, RunControl control) {
            this.now = now;
            this.references = references;
            this.control = control;
        }

        /**
         * Counts what is done.
         *
         * @throws RunControl.EvaluationFailure if the evaluation costs more than it may
         * @throws RunControl.RunEnded if the run is to end
         */
        void steps(long more) {
            steps += more;
            if (steps >= check) {
                check();
            }
        }

        private void check() {
            control.check();
            if (steps > MOST_STEPS) {
                throw new RunControl.EvaluationFailure("needs more than " + MOST_STEPS
                        + " steps, which is the limit: make its windows shorter, or its conditions inside where(..) fewer");
            }
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                throw new RunControl.EvaluationFailure("takes longer than " + LONGEST.toSeconds()
                        + " s, which is the limit: make its windows shorter, or its conditions inside where(..) fewer");
            }
            check = steps + CHECK;
        }

        /** From that instant on it is otherwise. */
        void changesAt(Instant at) {
            Instant tick = at.truncatedTo(ChronoUnit.MILLIS);
            changes(tick.equals(at) ? tick : tick.plusMillis(1));
        }

        /** After that instant it is otherwise. */
        void changesAfter(Instant at) {
            changes(at.truncatedTo(ChronoUnit.MILLIS).plusMillis(1));
        }

        private void changes(Instant tick) {
            if (tick.isAfter(now) && (next == null || tick.isBefore(next))) {
                next = tick;
            }
        }

        @Nullable
        Instant next() {
            return next;
        }

        TraitLookup references() {
            return references;
        }

        /** The days of a period, as of now. */
        CalendarPeriod.Days days(CalendarPeriod period) {
            return days.computeIfAbsent(period, some -> some.at(now, references.zone()));
        }
    }

    /** Answers what other definitions say of somebody; part of the same evaluation. */
    interface TraitLookup {

        /**
         * The result of the definition that writes the trait, or the custom trait of that name.
         *
         * @return null if it is missing
         */
        @Nullable
        Object trait(EvaluationContext context, io.selfsame.query.Path path);

        /**
         * Something is to be remembered of each of some events, until the evaluation ends.
         *
         * @throws RunControl.EvaluationFailure if that takes more memory than there is for one evaluation, with those that it depends on
         */
        default void remember(int events) {}

        /** The time zone in which days begin. */
        default ZoneId zone() {
            return ZoneOffset.UTC;
        }

        /**
         * A stored list of the space.
         *
         * @throws RunControl.EvaluationFailure if there is none of that key
         */
        default EvaluationPlan.ValueList list(String key) {
            throw EvaluationPlan.ValueList.missing(key);
        }
    }
}
