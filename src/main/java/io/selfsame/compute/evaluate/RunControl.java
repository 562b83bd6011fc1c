package io.selfsame.compute.evaluate;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over one run of evaluations, be it a preview, an explanation or a refresh: ends it when its time is up, when somebody
 * ends it or its thread is interrupted, and writes one line to the log for each definition that fails in it, however many people
 * it fails of. Asked every few thousand steps, so a run ends within a fraction of a second. Thread safe.
 */
public final class RunControl {

    private static final Logger LOG = LoggerFactory.getLogger(RunControl.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Deadline deadline;
    private volatile @Nullable String ended;

    private record Deadline(long nanos, String late) {}

    private RunControl() {}

    /** Ends only with its thread, or by {@link #end}. */
    public static RunControl endless() {
        return new RunControl();
    }

    /** Ends after a time that begins now, as {@link #limit}. */
    public static RunControl of(Duration time, String late) {
        var control = new RunControl();
        control.limit(time, late);
        return control;
    }

    /**
     * From now on there is so much time left.
     *
     * @param late what is said when it is over, as a sentence for people
     */
    public void limit(Duration time, String late) {
        deadline = new Deadline(System.nanoTime() + time.toNanos(), late);
    }

    /** A run was ended before it was through. The message is for people. */
    public static final class RunEnded extends RuntimeException {

        private static final long serialVersionUID = 1;

        public RunEnded(String why) {
            super(why, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** Ends the run at its next step; the first reason counts. */
    public void end(String why) {
        if (ended == null) {
            ended = why;
        }
    }

    /** Gives back time in which nothing could be done. */
    public void postpone(Duration time) {
        Deadline last = deadline;
        if (last != null) {
            deadline = new Deadline(last.nanos() + time.toNanos(), last.late());
        }
    }

    /** Returns if the run may go on. */
    public void check() {
        checkWanted();
        Deadline last = deadline;
        if (last != null && System.nanoTime() - last.nanos() > 0) {
            throw new RunEnded(last.late());
        }
    }

    /** Returns unless somebody has ended the run, however late it is. */
    public void checkWanted() {
        String why = ended;
        if (why != null) {
            throw new RunEnded(why);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new RunEnded("The service is stopping; ask again");
        }
    }

    /** Notes that a definition failed of somebody. */
    void failed(Definition definition, Subject subject, Throwable why) {
        if (!told.add(definition.id())) {
            return;
        }
        if (why instanceof EvaluationFailure) {
            LOG.warn("Definition {} failed of {}: {}. Other people of whom it fails in this run are not named here",
                    definition.id(), subject.id(), why.getMessage());
        } else {
            LOG.warn("Definition {} failed of {}. Other people of whom it fails in this run are not named here",
                    definition.id(), subject.id(), why);
        }
    }

    /** Why a definition says nothing of somebody, where that is no mistake of the program. The message is for people. */
    public static final class EvaluationFailure extends RuntimeException {

        private static final long serialVersionUID = 1;

        EvaluationFailure(String why) {
            super(why, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
