package io.selfsame.tracking.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Bounds what one validation costs: references let a small schema ask for any number of steps, and a step costs what its value and its
 * keyword are large. It is counted, and no clock is asked, so that the same event is judged in the same way each time. A unit is some 20
 * nanoseconds. For one validation.
 */
final class CountedContext extends ExecutionContext {

    /** Of one validation, whatever the event is. */
    static final long LEAST = 200_000;

    /** More for each value of an event, and for each 16 characters. */
    static final long EACH = 60;

    /** Of a keyword that is applied to a value. */
    private static final int STEP = 10;

    /** Errors of one list that are kept. */
    static final int MOST_ERRORS = 20;

    /** Keywords inside one another. */
    private static final int DEEPEST = 1_000;

    private static final int CHARACTERS = 16;

    /** The one of the validation that goes on: patterns are not told of it. */
    private static final ThreadLocal<CountedContext> CURRENT = new ThreadLocal<>();

    private static final ExecutionConfig CONFIG = ExecutionConfig.builder().locale(Locale.ENGLISH)
            .formatAssertionsEnabled(true).annotationCollectionEnabled(false).build();

    private final long budget;
    private long spent;
    private int depth;

    /** The validation costs too much. */
    static final class TooMuch extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooMuch() {
            super("The validation costs too much", null, false, false);
        }
    }

    /** @param budget in units */
    CountedContext(long budget) {
        super(CONFIG);
        this.budget = budget;
    }

    /** Values, and 16 characters for another one. */
    static long weight(JsonNode value) {
        if (value.isTextual()) {
            return 1L + value.textValue().length() / CHARACTERS;
        }
        long weight = 1;
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            weight += weight(field.getValue()) + field.getKey().length() / CHARACTERS;
        }
        if (value.isArray()) {
            for (JsonNode one : value) {
                weight += weight(one);
            }
        }
        return weight;
    }

    /** Does the validation, so that its patterns are counted here. */
    void during(Runnable validation) {
        CURRENT.set(this);
        try {
            validation.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** Counts a pattern that is looked for. */
    static void look(int instructions, String text) {
        CountedContext current = CURRENT.get();
        if (current != null) {
            current.spend(1 + (long) instructions * text.length() / 8);
        }
    }

    /** Units that the validation has cost. */
    long spent() {
        return spent;
    }

    /**
     * Counts some units.
     *
     * @throws TooMuch if there are no more
     */
    void spend(long units) {
        spent += units;
        if (spent > budget) {
            throw new TooMuch();
        }
    }

    /** What is noted of a value so far, which some checks go through. */
    int annotations(NodePath place) {
        return getAnnotations().asMap().getOrDefault(place, List.of()).size();
    }

    @Override
    public void evaluationPathAddLast(String path) {
        step();
        super.evaluationPathAddLast(path);
    }

    @Override
    public void evaluationPathAddLast(int path) {
        step();
        super.evaluationPathAddLast(path);
    }

    @Override
    public void evaluationPathRemoveLast() {
        depth--;
        super.evaluationPathRemoveLast();
    }

    private void step() {
        spend(STEP);
        if (++depth > DEEPEST) {
            throw new TooMuch();
        }
    }

    /** Some errors hold the text of a part of the schema, or of the event. */
    @Override
    public void addError(Error error) {
        long units = 0;
        for (Object argument : error.getArguments() == null ? new Object[0] : error.getArguments()) {
            units += argument instanceof String text ? text.length() / CHARACTERS : 0;
        }
        spend(units);
        if (getErrors().size() < MOST_ERRORS) {
            super.addError(error);
        }
    }
}
