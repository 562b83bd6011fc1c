package io.selfsame.compute;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an expression sees: someone, at an instant, and inside {@code where} the event at hand.
 *
 * @param parent the event around which a nested {@code event(…)} is asked about
 */
record Scope(Asking asking, Subject subject, @Nullable Occurrence event, @Nullable Occurrence parent) {

    Scope at(Occurrence child, @Nullable Occurrence around) {
        return new Scope(asking, subject, child, around);
    }

    Scope of(Subject other) {
        return new Scope(asking, other, null, null);
    }

    Instant now() {
        return asking.now;
    }

    /**
     * One evaluation: its instant, and the next at which it could end otherwise though nothing happens. Every part that was looked
     * at and depends on the time says when it will change; parts that were not looked at cannot change the result before that.
     * Not thread safe.
     */
    static final class Asking {

        private final Instant now;
        private final References references;
        private @Nullable Instant next;

        Asking(Instant now, References references) {
            this.now = now;
            this.references = references;
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
    }
}
