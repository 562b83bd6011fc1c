package io.selfsame.compute.evaluate;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Controls one run of evaluations: a preview, an explanation or a refresh. It ends the run when its time is over, when it is
 * told to, or when its thread is interrupted. It logs one line for each definition that fails, however many people it fails for.
 * Evaluations ask it every few thousand steps, so a run ends within a fraction of a second. Thread safe.
 */
public final class RunControl {

    private static final Logger LOG = LoggerFactory.getLogger(RunControl.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Deadline deadline;
    private volatile @Nullable String ended;

    private record Deadline(long nanos, String late) {}

    private RunControl() {}

    /** A run without a time limit. It ends by {@link #end}, or when its thread is interrupted. */
    public static RunControl endless() {
        return new RunControl();
    }

    /** A run with a time limit that begins now, as {@link #limit}. */
    public static RunControl of(Duration time, String late) {
        var control = new RunControl();
        control.limit(time, late);
        return control;
    }

    /**
     * Sets the time that is left from now on.
     *
     * @param late the message when it is over: a sentence for people
     */
    public void limit(Duration time, String late) {
        deadline = new Deadline(System.nanoTime() + time.toNanos(), late);
    }

    /** A run was ended early. The message is for people. */
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

    /** Adds time in which the run could not work. */
    public void postpone(Duration time) {
        Deadline last = deadline;
        if (last != null) {
            deadline = new Deadline(last.nanos() + time.toNanos(), last.late());
        }
    }

    /** Checks that the run may continue. */
    public void check() {
        checkWanted();
        Deadline last = deadline;
        if (last != null && System.nanoTime() - last.nanos() > 0) {
            throw new RunEnded(last.late());
        }
    }

    /** Checks that nobody has ended the run, whether its time is over or not. */
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

    /** Why a definition has no result for a person or account, where this is not a bug. The message is for people. */
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
