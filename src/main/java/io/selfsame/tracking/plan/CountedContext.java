package io.selfsame.tracking.plan;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import java.util.Locale;

/** Ends a validation that takes too many steps: references let a small schema ask for any number of them. For one validation. */
final class CountedContext extends ExecutionContext {

    /** Schemas that are applied to values of one event, and values that they are applied to. */
    private static final int MOST = 100_000;

    private static final ExecutionConfig CONFIG = ExecutionConfig.builder().locale(Locale.ENGLISH)
            .formatAssertionsEnabled(true).annotationCollectionEnabled(false).build();

    private int steps;

    /** The validation has taken too many steps. */
    static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooManySteps() {
            super("More than " + MOST + " steps", null, false, false);
        }
    }

    CountedContext() {
        super(CONFIG);
    }

    @Override
    public void evaluationPathAddLast(String path) {
        count();
        super.evaluationPathAddLast(path);
    }

    @Override
    public void evaluationPathAddLast(int path) {
        count();
        super.evaluationPathAddLast(path);
    }

    private void count() {
        if (++steps > MOST) {
            throw new TooManySteps();
        }
    }
}
