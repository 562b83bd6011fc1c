package io.selfsame.compute;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an expression sees: someone, at an instant, and inside {@code where} the event at hand.
 *
 * @param known of the subject
 * @param parent the event around which a nested {@code event(…)} is asked about
 */
record Scope(Asking asking, Known known, Subject subject, @Nullable Occurrence event, @Nullable Occurrence parent) {

    static Scope of(Asking asking, Subject subject) {
        return new Scope(asking, new Known(), subject, null, null);
    }

    Scope at(Occurrence child, @Nullable Occurrence around) {
        return new Scope(asking, known, subject, child, around);
    }

    Scope of(Subject other) {
        return of(asking, other);
    }

    Instant now() {
        return asking.now;
    }

    /** The subject's events of one name, in order of time. */
    List<Occurrence> events(String name) {
        return switch (subject) {
            case Subject.Person person -> person.events(name);
            case Subject.Account account -> known.events.computeIfAbsent(name, key -> {
                List<Occurrence> all = account.events(key);
                asking.steps(all.size());
                return all;
            });
        };
    }

    /** Which of the subject's events of its name a stream keeps, of those that are looked at. */
    Truths truths(EventStream stream, int size) {
        return known.truths.computeIfAbsent(stream, key -> {
            asking.references.remember(size);
            return new Truths(size);
        });
    }

    /** What was worked out of one subject in one evaluation. Not thread safe. */
    static final class Known {

        private final Map<String, List<Occurrence>> events = new HashMap<>(0);
        private final Map<EventStream, Truths> truths = new HashMap<>(0);
    }

    /**
     * One evaluation: its instant, and the next at which it could end otherwise though nothing happens. Every part that was looked
     * at and depends on the time says when it will change; parts that were not looked at cannot change the result before that.
     * What it may cost is bounded. Not thread safe.
     */
    static final class Asking {

        /** An event looked at is a step, for each condition that looks at it. A second has some ten million of them. */
        static final long MOST_STEPS = 20_000_000;

        /** For steps that are slow, as when long texts are searched. */
        private static final Duration LONGEST = Duration.ofSeconds(60);

        private static final long CHECK = 10_000;

        private final Instant now;
        private final References references;
        private final Watch watch;
        private @Nullable Instant next;
        private long steps;
        private long check = CHECK;
        private final long began = System.nanoTime();

        Asking(Instant now, References references, Watch watch) {
            this.now = now;
            this.references = references;
            this.watch = watch;
        }

        /**
         * Counts what is done.
         *
         * @throws Watch.Failure if the evaluation costs more than it may
         * @throws Watch.Ended if the run is to end
         */
        void steps(long more) {
            steps += more;
            if (steps >= check) {
                check();
            }
        }

        private void check() {
            watch.check();
            if (steps > MOST_STEPS) {
                throw new Watch.Failure("needs more than " + MOST_STEPS
                        + " steps, which is the limit: make its windows shorter, or its conditions inside where(..) fewer");
            }
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                throw new Watch.Failure("takes longer than " + LONGEST.toSeconds()
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

        References references() {
            return references;
        }
    }

    /** Answers what other definitions say of somebody; part of the same evaluation. */
    interface References {

        /**
         * The result of the definition that writes the trait, or the custom trait of that name.
         *
         * @return null if it is missing
         */
        @Nullable
        Object trait(Scope scope, io.selfsame.query.Path path);

        /**
         * Something is to be remembered of each of some events, until the evaluation ends.
         *
         * @throws Watch.Failure if that takes more memory than there is for one evaluation, with those that it depends on
         */
        default void remember(int events) {}
    }
}
