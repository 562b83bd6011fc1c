package io.selfsame.compute.refresh;

import io.selfsame.compute.people.RefreshLimits;
import java.time.Duration;

/** Limits how long the people and accounts of a batch are evaluated. The time to load them is not counted. For one thread. */
final class EvaluationTime {

    private final RefreshLimits limits;
    private long longest;

    EvaluationTime(RefreshLimits limits) {
        this.limits = limits;
    }

    /**
     * Starts counting.
     *
     * @param all the number of people and accounts that are evaluated together, without those who are evaluated because of them
     */
    Limited together(int all) {
        return new Limited(all);
    }

    /** The longest time that any group of people and accounts took together. */
    Duration longest() {
        return Duration.ofNanos(longest);
    }

    /** The time of those who are evaluated together. */
    final class Limited {

        private final long most;
        private final int all;
        private long taken;
        private int done;

        private Limited(int all) {
            this.all = all;
            this.most = limits.evaluation(all).toNanos();
        }

        /** Whether several are evaluated together. */
        boolean isOfSeveral() {
            return all > 1;
        }

        /**
         * Runs the evaluation of one person or account.
         *
         * @throws EvaluationTooSlow instead, if those before it took all the time
         */
        void one(Runnable work) {
            if (taken > most) {
                throw new EvaluationTooSlow(Math.min(done, all), all);
            }
            long began = System.nanoTime();
            try {
                work.run();
            } finally {
                taken += System.nanoTime() - began;
                longest = Math.max(longest, taken);
            }
            done++;
        }
    }
}
