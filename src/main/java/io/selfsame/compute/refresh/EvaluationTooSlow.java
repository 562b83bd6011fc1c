package io.selfsame.compute.refresh;

/** The evaluation of several people and accounts together takes too long; evaluate fewer together. */
final class EvaluationTooSlow extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int done;
    private final int all;

    /**
     * Says how far it came.
     *
     * @param done of how many people and accounts everything was worked out
     * @param all how many they were
     */
    EvaluationTooSlow(int done, int all) {
        super("It takes too long to evaluate with those who are looked at with it", null, false, false);
        this.done = done;
        this.all = all;
    }

    /** How many of so many are to be looked at together, to take half of the time; at least one, and fewer than before. */
    int fewer(int together) {
        return Math.clamp((long) together * done / 2 / all, 1, Math.max(1, together / 2));
    }
}
